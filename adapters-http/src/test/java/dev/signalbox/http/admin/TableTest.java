package dev.signalbox.http.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

class TableTest {

    private static String csv(Comparable<?>... cells) {
        Table table = new Table(Arrays.stream(cells).map(cell -> "c").toList());
        table.row(Arrays.asList(cells));
        String text = new String(table.csv(), StandardCharsets.UTF_8);
        return text.substring(text.indexOf("\r\n") + 2);
    }

    @Test
    void theNamesOfTheColumnsComeFirstAndEveryLineEndsAsTheStandardSays() {
        Table table = new Table(List.of("a", "b"));
        table.row(List.of("x", 1));
        assertThat(new String(table.csv(), StandardCharsets.UTF_8)).isEqualTo("a,b\r\nx,1\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a,b      | \"a,b\"",
                "a\"b     | \"a\"\"b\"",
                "plain    | plain",
                "=1+1     | '=1+1",
                "+1       | '+1",
                "-1       | '-1",
                "@SUM(A1) | '@SUM(A1)",
                "=A1,\"x\" | \"'=A1,\"\"x\"\"\"",
                "a=1      | a=1",
                "ünï      | ünï",
            })
    void textsAreQuotedAndFormulasAreHarmless(String text, String written) {
        assertThat(csv(text)).isEqualTo(written + "\r\n");
    }

    @Test
    void whatASpreadsheetLooksBehindIsHarmlessToo() {
        assertThat(csv("\t=1")).isEqualTo("'\t=1\r\n");
        assertThat(csv("\n=1")).isEqualTo("\"'\n=1\"\r\n");
        assertThat(csv("a\r\nb")).isEqualTo("\"a\r\nb\"\r\n");
    }

    @Test
    void numbersAreWrittenAsTheyAre() {
        assertThat(csv(new BigDecimal("-1E-9"), 5L, true, null))
                .isEqualTo("-0.000000001,5,true,\r\n");
    }

    @Test
    void aRowHasACellForEachColumn() {
        Table table = new Table(List.of("a", "b"));
        assertThatThrownBy(() -> table.row(List.of("x")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
