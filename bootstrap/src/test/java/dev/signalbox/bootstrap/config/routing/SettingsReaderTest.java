package dev.signalbox.bootstrap.config.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.driven.routing.PolicyReader;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.policy.Fallbacks;
import dev.signalbox.domain.policy.RoutingPolicy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

/** What a key or a team says about how its calls find their way. */
class SettingsReaderTest {

    private final PolicyReader reader = new SettingsReader();

    private PolicyReader.Fit fit(String json) {
        PolicyReader.Reading reading = reader.read(new FreeJson(json));
        assertThat(reading).isInstanceOf(PolicyReader.Fit.class);
        return (PolicyReader.Fit) reading;
    }

    private List<String> flaws(String json) {
        PolicyReader.Reading reading = reader.read(new FreeJson(json));
        assertThat(reading).as(json).isInstanceOf(PolicyReader.Unfit.class);
        return ((PolicyReader.Unfit) reading).flaws();
    }

    @Test
    void whatIsAbsentIsAsInAnEmptyFile() {
        assertThat(fit("{}")).isEqualTo(new PolicyReader.Fit(RoutingPolicy.DEFAULT, List.of()));
    }

    @Test
    void theWordsAreThoseOfTheFile() {
        RoutingPolicy policy =
                fit("""
                                {"routing_strategy": "least-busy", "num_retries": 0,
                                 "fallbacks": [{"a": ["b"]}], "enable_tag_filtering": true,
                                 "retry_policy": {"TimeoutErrorRetries": 1}}
                                """)
                        .policy();
        assertThat(policy.picking().way().word()).isEqualTo("least-busy");
        assertThat(policy.retries().times()).isZero();
        assertThat(policy.retries().byKind()).hasSize(1);
        assertThat(policy.tags().on()).isTrue();
        assertThat(policy.fallbacks())
                .isEqualTo(
                        new Fallbacks(
                                Map.of(new ModelName("a"), List.of(new ModelName("b"))),
                                null,
                                null,
                                List.of(),
                                Fallbacks.MOST,
                                true,
                                false));
    }

    @Test
    void everyFlawBeginsWithItsField() {
        assertThat(
                        flaws(
                                "{\"num_retries\": \"often\", \"nonsense\": 1,"
                                        + " \"fallbacks\": [{\"a\": 1, \"b\": 2}]}"))
                .hasSize(3)
                .allMatch(flaw -> flaw.startsWith("router_settings."))
                .anyMatch(flaw -> flaw.startsWith("router_settings.num_retries: this must be "))
                .anyMatch(flaw -> flaw.startsWith("router_settings.nonsense: nobody knows"))
                .anyMatch(flaw -> flaw.startsWith("router_settings.fallbacks[0]: each item"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model_group_alias",
                "redis_host",
                "cache_responses",
                "client_ttl",
                "default_litellm_params"
            })
    void whatHoldsForEverybodyIsNoSettingOfOne(String key) {
        assertThat(flaws("{\"" + key + "\": {}}"))
                .containsExactly(
                        "router_settings."
                                + key
                                + ": this holds for everybody; it belongs into the router_settings"
                                + " of the configuration file.");
    }

    @Test
    void whatLiteLlmKnowsAndWeDoNotServeIsAWarning() {
        assertThat(fit("{\"enable_weighted_failover\": true}").warnings())
                .singleElement()
                .asString()
                .startsWith("router_settings.enable_weighted_failover: is LiteLLM's and not");
    }

    @Test
    void aReferenceToAVariableIsNotFollowed() {
        assertThat(flaws("{\"num_retries\": \"os.environ/PATH\"}"))
                .singleElement()
                .asString()
                .startsWith("router_settings.num_retries: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "\"x\""})
    void settingsAreAnObject(String json) {
        assertThat(flaws(json)).containsExactly("router_settings: this must be an object");
    }
}
