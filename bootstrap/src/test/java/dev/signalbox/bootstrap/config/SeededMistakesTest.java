package dev.signalbox.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Every mistake is told with file, line, key and what to do. */
class SeededMistakesTest {

    private static final String MODEL =
            """
            model_list:
              - model_name: m
                litellm_params:
                  model: azure/m
                  api_base: https://host
            """;

    @TempDir Path folder;

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(MODEL + "      api_bse: x\n", 6, "litellm_params.api_bse", "api_base"),
                mistake(MODEL + "      temprature: 1\n", 6, "temprature", "temperature"),
                mistake(MODEL + "      master_key: x\n", 6, "master_key", "general_settings"),
                mistake(
                        MODEL + "      api_key: os.environ/NOPE\n",
                        6,
                        "api_key",
                        "NOPE is not set"),
                mistake(
                        MODEL + "      api_key: os.environ/EMPTY\n",
                        6,
                        "api_key",
                        "EMPTY is empty"),
                mistake(MODEL + "      stop: [a, os.environ/NOPE]\n", 6, "stop[1]", "NOPE"),
                mistake(MODEL + "      seed: 0x1F\n", 6, "seed", "decimal"),
                mistake(MODEL + "      weight: -1\n", 6, "weight", "0 or more"),
                mistake(MODEL + "      weight: heavy\n", 6, "weight", "a number"),
                mistake(MODEL + "      api_base: b\n", 6, "api_base", "twice"),
                mistake(MODEL + "      base_url: b\n", 6, "base_url", "remove one"),
                mistake(MODEL + "    rpn: 5\n", 6, "model_list[0].rpn", "rpm"),
                mistake("model_list: {}\n", 1, "model_list", "a list"),
                mistake("model_list:\n  - gpt-4\n", 2, "model_list[0]", "a model"),
                mistake("model_list:\n  - model_name: x\n", 2, "model_list[0]", "litellm_params"),
                mistake(
                        "model_list:\n  - litellm_params: {model: azure/x, api_base: b}\n",
                        2,
                        "model_list[0]",
                        "model_name"),
                mistake(
                        "model_list:\n  - model_name: ''\n    litellm_params: {model: azure/x}\n",
                        2,
                        "model_name",
                        "characters"),
                params("{api_base: b}", "litellm_params", "model is missing"),
                params("{model: azure/x}", "litellm_params", "api_base is missing"),
                params("{model: azure/}", "litellm_params.model", "provider"),
                params("{model: anthropic/claude}", "litellm_params.model", "azure/…, openai/…"),
                params("{model: claude}", "litellm_params.model", "azure/…, openai/…"),
                params("{model: x, custom_llm_provider: cohere}", "custom_llm_provider", "azure"),
                params("[model]", "litellm_params", "a mapping"),
                mistake(
                        "litellm_settings:\n  default_internal_user_params:\n"
                                + "    available_teams: ['']\n",
                        3,
                        "available_teams",
                        "ids"),
                mistake(
                        "litellm_settings:\n  default_internal_user_params: {available_team: [a]}\n",
                        2,
                        "available_team",
                        "available_teams"),
                mistake("general_settings: text\n", 1, "general_settings", "a mapping"),
                mistake("\ngeneral_settings:\n  master_key: [a]\n", 3, "master_key", "one value"),
                mistake(
                        "general_settings:\n  max_connections: many\n",
                        2,
                        "max_connections",
                        "number"),
                mistake(
                        "general_settings:\n  max_connections: 0\n",
                        2,
                        "max_connections",
                        "from 1"),
                mistake(
                        "general_settings:\n  auth_staleness: 1\n",
                        2,
                        "auth_staleness",
                        "at least 3 seconds"),
                mistake("general_settings:\n  drain_seconds: -1\n", 2, "drain_seconds", "above 0"),
                mistake(
                        "general_settings:\n  response_model: mine\n",
                        2,
                        "response_model",
                        "requested"),
                mistake(
                        "general_settings:\n  trusted_proxies: [[a]]\n",
                        2,
                        "trusted_proxies",
                        "texts"),
                mistake("router_settings:\n  timeout: 1e99\n", 2, "timeout", "seconds"),
                mistake(
                        "environment_variables:\n  A: [b]\n",
                        2,
                        "environment_variables.A",
                        "one value"),
                mistake("environment_variables:\n  A: os.environ/NOPE\n", 2, "A", "NOPE"),
                mistake(
                        MODEL + "litellm_settings:\n  model_alias_map: {x: nobody}\n",
                        7,
                        "model_alias_map.x",
                        "nobody"),
                mistake(
                        MODEL + "router_settings:\n  model_group_alias:\n    x: {model: y}\n",
                        8,
                        "model_group_alias.x",
                        "no model y"),
                mistake(
                        MODEL + "router_settings:\n  model_group_alias:\n    x: {hidden: true}\n",
                        8,
                        "model_group_alias.x",
                        "{model"),
                mistake(
                        MODEL + "router_settings:\n  model_group_alias:\n    x: [m]\n",
                        8,
                        "model_group_alias.x",
                        "the name of a group"),
                mistake(
                        MODEL + "litellm_settings:\n  model_alias_map:\n    'x*': m\n",
                        8,
                        "model_alias_map.x*",
                        "`*`"),
                mistake(
                        MODEL + "litellm_settings:\n  model_alias_map:\n    x: 'm*'\n",
                        8,
                        "model_alias_map.x",
                        "`*`"),
                mistake(
                        MODEL + "litellm_settings:\n  model_alias_map: {x: m, x: m}\n",
                        7,
                        "x",
                        "twice"),
                mistake(
                        MODEL
                                + "litellm_settings: {model_alias_map: {x: m}}\n"
                                + "router_settings: {model_group_alias: {x: m}}\n",
                        7,
                        "model_group_alias.x",
                        "remove one"),
                mistake(
                        MODEL + "litellm_settings:\n  model_alias_map: [x]\n",
                        7,
                        "model_alias_map",
                        "a mapping"),
                params("{model: azure/*, api_base: b}", "litellm_params.model", "model_name"),
                mistake(
                        "model_list:\n  - model_name: 'a*b*'\n    litellm_params:\n"
                                + "      {model: azure/*, api_base: b}\n",
                        4,
                        "litellm_params.model",
                        "another number"),
                mistake("master_key: sk-x\n", 1, "master_key", "general_settings"),
                mistake("general_setting:\n  a: b\n", 1, "general_setting", "general_settings"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsToldWithItsPlaceAndARemedy(String text, int line, String key, String remedy) {
        List<String> errors = new Reader(folder).with("EMPTY", "").errors(text);

        assertThat(errors).hasSize(1);
        assertThat(errors.getFirst())
                .startsWith("config.yaml:" + line + ": ")
                .contains(key)
                .contains(remedy);
    }

    @Test
    void allMistakesAreToldAtOnce() {
        List<String> errors =
                new Reader(folder)
                        .errors(
                                """
                                model_list:
                                  - model_name: a
                                    litellm_params: {model: azure/a, api_base: os.environ/A}
                                  - model_name: b
                                    litellm_params: {model: nobody/b}
                                  - model_name: c
                                    litellm_params: {model: azure/c}
                                general_settings:
                                  max_connections: -1
                                  unknwn: 1
                                """);
        assertThat(errors).hasSize(5);
    }

    @Test
    void aValueInTheWrongPlaceIsNotRepeated() {
        List<String> errors =
                new Reader(folder).errors("general_settings:\n  max_connections: sk-very-secret\n");
        assertThat(errors.getFirst()).doesNotContain("sk-very-secret");
    }

    @Test
    void twoDeploymentsWithOneIdAreAMistake() {
        List<String> errors =
                new Reader(folder)
                        .errors(
                                """
                                model_list:
                                  - model_name: a
                                    model_info: {id: one}
                                    litellm_params: {model: azure/a, api_base: b}
                                  - model_name: a
                                    model_info: {id: one}
                                    litellm_params: {model: azure/a, api_base: c}
                                """);
        assertThat(errors).hasSize(1);
        assertThat(errors.getFirst()).startsWith("config.yaml:7: ").contains("line 4");
    }

    private static Arguments params(String params, String key, String remedy) {
        return mistake(
                "model_list:\n  - model_name: m\n    litellm_params: " + params + "\n",
                3,
                key,
                remedy);
    }

    private static Arguments mistake(String text, int line, String key, String remedy) {
        return Arguments.of(text, line, key, remedy);
    }
}
