package dev.signalbox.bootstrap.config.reading;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class KnownKeysTest {

    private final KnownKeys keys = KnownKeys.load();

    @Test
    void aKeyIsServedOrItsAbsenceIsExplained() {
        KnownKeys.Group general = keys.group("general_settings");
        assertThat(general.serves("master_key")).isTrue();
        assertThat(general.absence("master_key")).isNull();
        assertThat(general.serves("alert_types")).isFalse();
        assertThat(general.absence("alert_types"))
                .isEqualTo("Somebody is told of budgets only, by the webhook in alerting.");
        assertThat(general.serves("master_keys")).isFalse();
        assertThat(general.absence("master_keys")).isNull();
    }

    @Test
    void aStarStandsForAnyEnding() {
        assertThat(keys.group("litellm_params").absence("aws_region_name")).isNotNull();
        assertThat(keys.group("litellm_params").absence("awsregion")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "general_settings, master_kye, master_key",
        "general_settings, database-url, database_url",
        "litellm_params, modle, model",
        "litellm_params, api_keyy, api_key",
        "file, modellist, model_list",
        "router_settings, routing_stratgy, routing_strategy"
    })
    void aSlipIsUnderstood(String section, String written, String meant) {
        assertThat(keys.group(section).nearest(written, List.of())).isEqualTo(meant);
    }

    @Test
    void whatIsFarFromEveryKeyMeansNone() {
        assertThat(keys.group("file").nearest("entirely_different", List.of())).isNull();
    }

    @Test
    void everySentenceIsOne() {
        for (String section : List.of("file", "general_settings", "litellm_settings")) {
            KnownKeys.Group group = keys.group(section);
            for (String key : List.of("guardrails", "alerting", "cache", "callbacks")) {
                String sentence = group.absence(key);
                if (sentence != null) {
                    assertThat(sentence).matches("[A-Z].*\\.");
                }
            }
        }
    }
}
