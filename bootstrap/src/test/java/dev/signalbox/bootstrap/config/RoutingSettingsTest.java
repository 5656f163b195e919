package dev.signalbox.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.domain.catalog.Fault.Kind;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.policy.Checks;
import dev.signalbox.domain.policy.Fallbacks;
import dev.signalbox.domain.policy.Picking.Way;
import dev.signalbox.domain.policy.RoutingPolicy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What a file says about how calls find their way. */
class RoutingSettingsTest {

    private static final String MODELS =
            """
            model_list:
              - {model_name: eu, litellm_params: {model: azure/a, api_base: "https://a"}}
              - {model_name: us, litellm_params: {model: azure/b, api_base: "https://b"}}
              - {model_name: "any-*", litellm_params: {model: "azure/*", api_base: "https://c"}}
            """;

    private static final ModelName EU = new ModelName("eu");
    private static final ModelName US = new ModelName("us");

    @TempDir Path folder;
    private Reader reader;

    @BeforeEach
    void makeReader() {
        reader = new Reader(folder);
    }

    private RoutingPolicy policy(String settings) {
        RoutingPolicy policy = reader.read(MODELS + settings).policy();
        reader.findings.requireNoError();
        return policy;
    }

    private Map<Kind, Integer> retries(String policy) {
        return policy("router_settings: {retry_policy: {" + policy + "}}").retries().byKind();
    }

    @ParameterizedTest
    @CsvSource({
        "simple-shuffle, WEIGHTED_SHUFFLE",
        "least-busy, LEAST_BUSY",
        "latency-based-routing, LOWEST_LATENCY",
        "usage-based-routing, LEAST_USED",
        "usage-based-routing-v2, LEAST_USED",
        "cost-based-routing, LOWEST_COST",
        "two-choices, TWO_CHOICES"
    })
    void everyStrategyHasItsWord(String word, Way way) {
        assertThat(policy("router_settings: {routing_strategy: " + word + "}").picking().way())
                .isEqualTo(way);
    }

    @Test
    void anUnknownStrategyStopsTheStartAndTheWordsAreNamed() {
        assertThat(reader.errors("router_settings:\n  routing_strategy: fastest\n"))
                .containsExactly(
                        "config.yaml:2: router_settings.routing_strategy: this must be"
                                + " simple-shuffle or least-busy or latency-based-routing or"
                                + " usage-based-routing-v2 or cost-based-routing or two-choices or"
                                + " usage-based-routing, not this");
    }

    @Test
    void whatAStrategyIsToldAndDoesNotReadIsAWarning() {
        policy("router_settings: {routing_strategy_args: {max_latency_list_size: 5}}");
        assertThat(reader.warnings())
                .singleElement()
                .asString()
                .contains("config.yaml:5: router_settings.routing_strategy_args.max_latency");
    }

    @Test
    void everyClassOfErrorsIsTriedAgainAsItsOwnEntrySays() {
        assertThat(
                        retries(
                                "AuthenticationErrorRetries: 1, TimeoutErrorRetries: 2,"
                                        + " RateLimitErrorRetries: 3,"
                                        + " ContentPolicyViolationErrorRetries: 4,"
                                        + " BadRequestErrorRetries: 5, NotFoundErrorRetries: 6,"
                                        + " InternalServerErrorRetries: 7,"
                                        + " ServiceUnavailableErrorRetries: 8, DefaultRetries: 9"))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.ofEntries(
                                Map.entry(Kind.BAD_CREDENTIAL, 1),
                                Map.entry(Kind.TIMEOUT, 2),
                                Map.entry(Kind.RATE_LIMITED, 3),
                                Map.entry(Kind.CONTENT_POLICY, 4),
                                Map.entry(Kind.CALLER_ERROR, 5),
                                Map.entry(Kind.CONTEXT_TOO_LONG, 5),
                                Map.entry(Kind.MODEL_GONE, 6),
                                Map.entry(Kind.BROKEN, 7),
                                Map.entry(Kind.UNREACHABLE, 7),
                                Map.entry(Kind.UNREADABLE, 7),
                                Map.entry(Kind.UNAVAILABLE, 8),
                                Map.entry(Kind.FORBIDDEN, 9)));
    }

    @Test
    void aClassWithoutAnEntryHasThatOfTheWiderOne() {
        assertThat(retries("BadRequestErrorRetries: 5, InternalServerErrorRetries: 7"))
                .containsEntry(Kind.CONTENT_POLICY, 5)
                .containsEntry(Kind.UNAVAILABLE, 7)
                .doesNotContainKey(Kind.TIMEOUT);
    }

    @Test
    void theDefaultIsForNoMistakeOfTheCaller() {
        assertThat(retries("DefaultRetries: 9"))
                .hasSize(Kind.values().length - 3)
                .doesNotContainKeys(Kind.CALLER_ERROR, Kind.CONTEXT_TOO_LONG, Kind.CONTENT_POLICY);
    }

    @Test
    void aSlipInAPolicyIsNamed() {
        assertThat(reader.errors("router_settings:\n  retry_policy: {TimeoutErrorRetrys: 1}\n"))
                .singleElement()
                .asString()
                .contains("config.yaml:2: ", "did you mean TimeoutErrorRetries?");
    }

    @Test
    void threeAllowedFailsCountWhereTheyAreWritten() {
        assertThat(policy("").rests().allowedFails()).isNull();
        assertThat(policy("router_settings: {allowed_fails: 3}").rests().allowedFails())
                .isEqualTo(3);
    }

    @Test
    void aRestMayBeNone() {
        assertThat(policy("router_settings: {cooldown_time: 0}").rests().rest())
                .isEqualTo(Duration.ZERO);
    }

    @ParameterizedTest
    @CsvSource({
        "num_retries, -1",
        "num_retries, 1.5",
        "retry_after, -1",
        "cooldown_time, soon",
        "max_fallbacks, many",
        "stream_timeout, 0",
        "total_timeout, 0",
        "enable_tag_filtering, maybe",
        "max_waiting_requests, -1",
        "default_max_parallel_requests, 0"
    })
    void aValueThatCannotBeIsNamedWithItsLine(String key, String value) {
        assertThat(reader.errors("router_settings:\n  " + key + ": " + value + "\n"))
                .singleElement()
                .asString()
                .startsWith("config.yaml:2: router_settings." + key + ": this must be ");
    }

    @Test
    void theRouterWinsKeyByKey() {
        RoutingPolicy policy =
                policy(
                        """
                        litellm_settings:
                          num_retries: 5
                          allowed_fails: 6
                          fallbacks: [{eu: [us]}]
                        router_settings:
                          num_retries: 1
                          fallbacks: [{us: [eu]}]
                        """);
        assertThat(policy.retries().times()).isEqualTo(1);
        assertThat(policy.rests().allowedFails()).isEqualTo(6);
        assertThat(policy.fallbacks().general()).isEqualTo(Map.of(US, List.of(EU)));
    }

    @Test
    void aStarStandsForEveryGroupWithoutAList() {
        Fallbacks fallbacks =
                policy("litellm_settings: {fallbacks: [{\"*\": [us]}], default_fallbacks: [eu]}")
                        .fallbacks();
        assertThat(fallbacks.general()).isEmpty();
        assertThat(fallbacks.byDefault()).containsExactly(US, EU);
        assertThat(
                        reader.errors(
                                MODELS
                                        + "litellm_settings: {context_window_fallbacks: [{\"*\":"
                                        + " [us]}]}"))
                .singleElement()
                .asString()
                .contains("only in fallbacks");
    }

    @Test
    void anEmptyListOfAKindIsNone() {
        assertThat(policy("litellm_settings: {context_window_fallbacks: []}").fallbacks())
                .isEqualTo(Fallbacks.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"[{eu: [us], us: [eu]}]", "[eu]", "[{}]", "[[eu]]"})
    void eachItemIsOneGroupWithItsList(String list) {
        assertThat(reader.errors(MODELS + "router_settings:\n  fallbacks: " + list + "\n"))
                .singleElement()
                .asString()
                .startsWith("config.yaml:6: router_settings.fallbacks[0]: each item is one group");
    }

    @Test
    void aGroupIsNotItsOwnFallback() {
        assertThat(policy("router_settings: {fallbacks: [{eu: [eu, us]}]}").fallbacks().general())
                .isEqualTo(Map.of(EU, List.of(US)));
        assertThat(reader.warnings()).singleElement().asString().contains("[0].eu[0]", "no effect");
    }

    @Test
    void ofTwoListsForAGroupTheFirstHolds() {
        assertThat(
                        policy("router_settings: {fallbacks: [{eu: [us]}, {eu: [any-1]}]}")
                                .fallbacks()
                                .general())
                .isEqualTo(Map.of(EU, List.of(US)));
        assertThat(reader.warnings()).singleElement().asString().contains("has a list already");
    }

    @Test
    void aFallbackThatNobodyServesStopsTheStartAndTheNearestNameIsTold() {
        assertThat(reader.errors(MODELS + "router_settings:\n  fallbacks: [{eu: [uss]}]\n"))
                .containsExactly(
                        "config.yaml:6: router_settings.fallbacks[0].eu[0]: there is no model uss;"
                                + " did you mean us? If it is kept in the database, say"
                                + " general_settings.store_model_in_db: true.");
    }

    @Test
    void aFallbackMayBeAStoredModelIfTheFileSaysThatThereAreSome() {
        policy(
                "router_settings: {default_fallbacks: [stored]}\n"
                        + "general_settings: {store_model_in_db: true}");
        assertThat(reader.warnings()).singleElement().asString().contains("no model stored");
    }

    @Test
    void aFallbackMayBeAnAliasOrMatchAPattern() {
        policy(
                """
                router_settings:
                  default_fallbacks: [any-thing, other]
                  model_group_alias: {other: eu}
                """);
        assertThat(reader.warnings()).isEmpty();
    }

    @Test
    void aListForANameThatOnlyATeamMayKnowIsAWarning() {
        policy("router_settings: {fallbacks: [{of-a-team: [eu]}]}");
        assertThat(reader.warnings()).singleElement().asString().contains("an alias of a team");
    }

    @Test
    void checksBeforeACallAreOfLengthAndOfTheMinute() {
        assertThat(policy("router_settings: {enable_pre_call_checks: true}").checks())
                .isEqualTo(
                        new Checks(true, true, null, null, null, false, 0, Checks.NONE.patience()));
        assertThat(
                        policy(
                                        "router_settings: {optional_pre_call_checks:"
                                                + " [enforce_model_rate_limits]}")
                                .checks())
                .isEqualTo(
                        new Checks(
                                false, true, null, null, null, false, 0, Checks.NONE.patience()));
    }

    @Test
    void callsStayWithADeploymentForAnHourWhereNothingElseIsSaid() {
        Checks checks =
                policy("router_settings: {optional_pre_call_checks: [session_affinity]}").checks();
        assertThat(checks.session()).isEqualTo(Duration.ofHours(1));
        assertThat(checks.key()).isNull();
    }

    @Test
    void aCheckThatLiteLlmHasAndWeDoNotIsAWarningAndAnyOtherAnError() {
        policy("router_settings: {optional_pre_call_checks: [prompt_caching]}");
        assertThat(reader.warnings()).singleElement().asString().contains("prompt_caching is Lite");
        assertThat(reader.errors("router_settings: {optional_pre_call_checks: [everything]}"))
                .singleElement()
                .asString()
                .contains("a list of session_affinity or deployment_affinity");
    }
}
