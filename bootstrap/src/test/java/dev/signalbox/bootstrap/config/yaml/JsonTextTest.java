package dev.signalbox.bootstrap.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.7 | 0.7",
                "1_000 | 1000",
                "+5 | 5",
                "-.5 | -0.5",
                "5. | 5.0",
                "1.5e-3 | 1.5e-3",
                "yes | true",
                "Off | false",
                "~ | null",
                "'a\"b\\c' | \"a\\\"b\\\\c\"",
                "\"line\\nend\\u0000\" | \"line\\u000aend\\u0000\"",
                "\"\\u2028\" | \"\\u2028\"",
                "grün | \"grün\"",
                "[] | []",
                "{} | {}",
                "[1, [two, {three: null}]] | [1,[\"two\",{\"three\":null}]]"
            })
    void yamlBecomesJson(String yaml, String json) {
        assertThat(json(yaml)).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"010", "0x1F", "1:30", ".inf", ".nan", "0b11"})
    void aNumberThatJsonDoesNotHaveIsRefused(String number) {
        assertThatThrownBy(() -> json(number)).isInstanceOf(JsonText.NoSuchNotation.class);
    }

    @Test
    void aTextIsQuoted() {
        assertThat(JsonText.quoted("a\"\t")).isEqualTo("\"a\\\"\\u0009\"");
    }

    private static String json(String yaml) {
        return JsonText.of(
                new ConfigYaml(new Findings()).parse("key: " + yaml, "c").member("key").value());
    }
}
