package dev.signalbox.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bootstrap.config.GatewayConfig.Model;
import dev.signalbox.domain.catalog.Deployment.Terms;
import dev.signalbox.domain.catalog.ModelName;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;

/** What a file says about how single deployments want to be used. */
class ModelTermsTest {

    @TempDir Path folder;
    private Reader reader;

    @BeforeEach
    void makeReader() {
        reader = new Reader(folder);
    }

    private static String item(String params, String beside) {
        return "  - {model_name: m, litellm_params: {model: azure/d, api_base: \"https://h\""
                + params
                + "}"
                + beside
                + "}\n";
    }

    private Model model(String params, String beside) {
        Model model = reader.read("model_list:\n" + item(params, beside)).models().getFirst();
        reader.findings.requireNoError();
        return model;
    }

    @Test
    void aDeploymentThatSaysNothingHasNoTerms() {
        assertThat(model("", "").terms()).isEqualTo(Terms.NONE);
    }

    @Test
    void limitsByTheMinuteMayStandInThreePlaces() {
        Terms terms = model(", rpm: 1", ", rpm: 2, tpm: 20, model_info: {rpm: 3, tpm: 30}").terms();
        assertThat(terms.rpm()).isEqualTo(1);
        assertThat(terms.tpm()).isEqualTo(20);
        assertThat(model("", ", model_info: {rpm: 3}").terms().rpm()).isEqualTo(3);
    }

    @Test
    void whatIsSaidTwiceIsTakenFromWhereLiteLlmTakesIt() {
        assertThat(model(", cooldown_time: 1", ", model_info: {cooldown_time: 2}").terms().rest())
                .isEqualTo(Duration.ofSeconds(2));
        assertThat(model(", max_retries: 3", "").terms().retries()).isEqualTo(3);
        assertThat(model(", request_timeout: 3", "").terms().timeout())
                .isEqualTo(Duration.ofSeconds(3));
        assertThat(model("", ", model_info: {region: US-East}").terms().region())
                .isEqualTo("us-east");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rpm: 0",
                "tpm: 1.5",
                "order: -1",
                "max_parallel_requests: 0",
                "input_cost_per_token: -1",
                "cooldown_time: -1",
                "num_retries: 1000"
            })
    void aTermThatCannotBeIsNamedWithItsLine(String term) {
        String key = term.substring(0, term.indexOf(':'));
        assertThat(reader.errors("model_list:\n" + item(", " + term, "")))
                .singleElement()
                .asString()
                .startsWith("config.yaml:2: model_list[0].litellm_params." + key + ": ");
    }

    @Test
    void aPolicyOfADeploymentsOwnIsAWarning() {
        model("", ", model_info: {allowed_fails_policy: {TimeoutErrorAllowedFails: 1}}");
        assertThat(reader.warnings()).singleElement().asString().contains("allowed_fails_policy");
    }

    @Test
    void whoeverHasNoWeightWhereOthersHaveOneIsWarnedOf() {
        reader.models("model_list:\n" + item(", weight: 2", "") + item(", rpm: 5", ""));
        assertThat(reader.warnings())
                .containsExactly(
                        "config.yaml:3: model_list[1].litellm_params: others of its group have a"
                                + " weight and it has none: it is chosen only when none of them can"
                                + " be.");
    }

    @Test
    void whereNobodyHasAWeightTheSameHoldsForLimits() {
        reader.models("model_list:\n" + item(", rpm: 5", "") + item("", ""));
        assertThat(reader.warnings()).singleElement().asString().contains("have a rpm");
    }

    @Test
    void anotherStrategyDoesNotAskForWeights() {
        String list = "model_list:\n" + item(", rpm: 5", "") + item("", "");
        reader.models(list + "router_settings: {routing_strategy: least-busy}");
        assertThat(reader.warnings()).isEmpty();
    }

    @Test
    void whatARefusingModelGetsIsSaidByTheModelAndElseForAll() {
        String all = "litellm_settings: {drop_params: true}\n";
        String list = "model_list:\n" + item("", "") + item(", drop_params: false", "");
        GatewayConfig config = reader.read(all + list);
        assertThat(config.models().get(0).words()).containsEntry("drop_params", "true");
        assertThat(config.models().get(1).words()).doesNotContainKey("drop_params");
        assertThat(config.storing().usual().drops()).isTrue();
    }

    @Test
    void theModelBehindADeploymentMayStandInEitherPlace() {
        assertThat(model("", ", model_info: {base_model: o3}").words())
                .containsEntry("base_model", "o3");
        assertThat(model(", base_model: o1", ", model_info: {base_model: o3}").words())
                .containsEntry("base_model", "o1");
    }

    @Test
    void onlyWhatStandsAtTheTopOfABodyCanBeLeftOut() {
        Model model = model(", additional_drop_params: [user, \"tools[*].strict\"]", "");
        assertThat(model.spelling().dropped()).containsExactly("user");
        assertThat(reader.warnings()).singleElement().asString().contains("tools[*].strict");
    }

    @Test
    void aDeploymentForAnotherEnvironmentIsLeftOut() {
        String list =
                "model_list:\n"
                        + item("", ", model_info: {supported_environments: [production]}")
                        + "litellm_settings: {model_alias_map: {x: m}, default_fallbacks: [m]}\n";
        GatewayConfig here = reader.with("LITELLM_ENVIRONMENT", "production").read(list);
        assertThat(here.models()).hasSize(1);

        Reader other = new Reader(folder).with("LITELLM_ENVIRONMENT", "staging");
        assertThat(other.errors(list)).isEmpty();
        assertThat(other.read(list).models()).isEmpty();
        assertThat(other.read(list).elsewhere()).containsExactly(new ModelName("m"));
        assertThat(other.warnings().getFirst())
                .contains("it is for production, and this is staging: it is left out.");
    }

    @Test
    void whoeverNamesEnvironmentsSaysWhichOfThemThisIs() {
        assertThat(
                        reader.errors(
                                "model_list:\n"
                                        + item("", ", model_info: {supported_environments: [x]}")))
                .singleElement()
                .asString()
                .contains("LITELLM_ENVIRONMENT does not say");
    }
}
