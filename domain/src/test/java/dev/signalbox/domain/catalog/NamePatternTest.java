package dev.signalbox.domain.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

class NamePatternTest {

    @ParameterizedTest(name = "{0} makes {3} of {2} for {1}")
    @CsvSource({
        "azure/*,  azure/gpt-4, *,     gpt-4",
        "azure/*,  azure/,      *,     ''",
        "*,        gpt-4,       *,     gpt-4",
        "*,        a/b/c,       x,     x",
        "*-eu,     gpt-eu-eu,   *,     gpt-eu",
        "a*b*c,    aXbYbZc,     *|*,   XbY|Z",
        "o/*-*,    o/gpt-4-eu,  *.*,   gpt-4.eu",
    })
    void aStarGivesWayToWhatItStandsFor(
            String pattern, String name, String template, String filled) {
        assertThat(NamePattern.in(pattern).matches(name)).isTrue();
        assertThat(NamePattern.in(pattern).fill(template, name)).isEqualTo(filled);
    }

    @Test
    void whatHasNoStarIsNoPattern() {
        assertThat(NamePattern.in("gpt-4")).isNull();
    }

    @Test
    void starsThatCannotBeFilledAreAMistake() {
        assertThatThrownBy(() -> NamePattern.in("a*").fill("*-*", "ab"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NamePattern.in("a*").fill("*", "b"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** What a greedy, anchored expression says, for small alphabets that make many collisions. */
    @Test
    void aPatternFitsAndFillsLikeAGreedyExpression() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            String text = word(random, "ab*", 1 + random.nextInt(6));
            NamePattern pattern = NamePattern.in(text);
            if (pattern == null) {
                continue;
            }
            String name = word(random, "ab", random.nextInt(8));
            Matcher matcher =
                    Pattern.compile(
                                    pattern.pieces().stream()
                                            .map(Pattern::quote)
                                            .collect(Collectors.joining("(.*)")))
                            .matcher(name);
            assertThat(pattern.matches(name)).as("%s %s", text, name).isEqualTo(matcher.matches());
            if (matcher.matches()) {
                StringBuilder expected = new StringBuilder("<");
                for (int star = 1; star <= pattern.stars(); star++) {
                    expected.append(matcher.group(star)).append('>');
                }
                String template = "<" + "*>".repeat(pattern.stars());
                assertThat(pattern.fill(template, name)).isEqualTo(expected.toString());
            }
        }
    }

    private static String word(Random random, String letters, int length) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < length; i++) {
            word.append(letters.charAt(random.nextInt(letters.length())));
        }
        return word.toString();
    }
}
