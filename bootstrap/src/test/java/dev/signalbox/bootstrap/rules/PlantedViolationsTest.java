package dev.signalbox.bootstrap.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;
import java.util.stream.Stream;

/**
 * A rule that nothing can break says nothing. Below {@code dev.signalbox.planted} every rule has a
 * small house of its own; in it each class that has "Culprit" in its name breaks the rule, and the
 * others do not.
 */
class PlantedViolationsTest {

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void everyRuleCriesOut(HouseRule rule) {
        JavaClasses planted = new ClassFileImporter().importPackages(rule.planted().root());
        List<String> culprits =
                planted.stream()
                        .filter(JavaClass::isTopLevelClass)
                        .filter(type -> type.getSimpleName().contains("Culprit"))
                        .map(JavaClass::getName)
                        .toList();

        List<String> report = rule.violations(rule.planted(), planted);

        assertThat(culprits).as("planted for " + rule).isNotEmpty();
        assertThat(culprits)
                .allSatisfy(culprit -> assertThat(report).anyMatch(line -> names(line, culprit)));
        assertThat(report)
                .allSatisfy(line -> assertThat(culprits).anyMatch(culprit -> names(line, culprit)));
    }

    @Test
    void nothingIsPlantedForARuleThatIsGone() {
        Rooms garden = new Rooms("dev.signalbox.planted");
        JavaClasses planted = new ClassFileImporter().importPackages(garden.root());

        assertThat(planted.stream().map(type -> garden.root() + "." + garden.room(type)))
                .isSubsetOf(
                        Stream.of(HouseRule.values()).map(rule -> rule.planted().root()).toList());
    }

    private static boolean names(String line, String culprit) {
        return line.matches("(?s).*" + culprit.replace(".", "\\.") + "(?![A-Za-z]).*");
    }
}
