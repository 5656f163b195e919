package dev.signalbox.bootstrap.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.MethodTree;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The sources keep the rules of the house, those of size among them. */
class SizeRulesTest {

    private static final int MEDIAN_FILE = 90;
    private static final int ALMOST_LONGEST_METHOD = 20;

    private static List<Source> sources;

    @BeforeAll
    static void readEverything() {
        sources = Source.all();
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void theSourcesKeepTheRules(SourceRule rule) {
        Set<String> violations =
                sources.stream().flatMap(rule::violations).collect(Collectors.toSet());

        // Equal and not only contained: an excuse that nobody needs any more must go.
        assertThat(violations).as(rule.name()).isEqualTo(Excused.from(rule));
    }

    @Test
    void everyPackageHasItsInfo() {
        Set<String> explained =
                sources.stream()
                        .filter(source -> source.fileName().equals("package-info.java"))
                        .map(SizeRulesTest::folder)
                        .collect(Collectors.toSet());

        // One class lies in a package of the library that it bridges to.
        assertThat(
                        sources.stream()
                                .filter(source -> !source.isTest())
                                .map(SizeRulesTest::folder)
                                .filter(folder -> folder.contains("dev/signalbox")))
                .isSubsetOf(explained);
    }

    @Test
    void halfOfTheFilesFitOnAScreenOrTwo() {
        List<Long> lines =
                sources.stream()
                        .filter(source -> !source.isTest())
                        .map(source -> source.text().lines().count())
                        .sorted()
                        .toList();

        assertThat(lines.get(lines.size() / 2)).isLessThanOrEqualTo(MEDIAN_FILE);
    }

    @Test
    void nineteenOfTwentyMethodsAreShort() {
        List<Long> lines =
                sources.stream()
                        .filter(source -> !source.isTest())
                        .flatMap(
                                source ->
                                        source.parts(MethodTree.class).stream().map(source::lines))
                        .sorted()
                        .toList();

        assertThat(lines.get(lines.size() * 95 / 100)).isLessThanOrEqualTo(ALMOST_LONGEST_METHOD);
    }

    private static String folder(Source source) {
        return source.path().substring(0, source.path().lastIndexOf('/'));
    }
}
