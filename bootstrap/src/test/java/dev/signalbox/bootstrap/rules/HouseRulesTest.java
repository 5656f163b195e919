package dev.signalbox.bootstrap.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The house keeps its own rules. */
class HouseRulesTest {

    private static JavaClasses everything;
    private static JavaClasses product;

    @BeforeAll
    static void lookAtEverything() {
        everything =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .withImportOption(location -> !location.contains("-tests.jar"))
                        .importPackages(Rooms.HOUSE.root());
        product = everything.that(DescribedPredicate.describe("are shipped", HouseRule::isProduct));
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void theHouseKeepsItsRules(HouseRule rule) {
        assertThat(rule.violations(Rooms.HOUSE, product)).as(rule.name()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(
            names = {
                "NO_CIRCLES",
                "NAMES_SAY_SOMETHING",
                "PACKAGES_ARE_OF_A_READABLE_SIZE",
                "NO_OLD_WAYS",
                "METHODS_SAY_WHAT_THEY_TAKE"
            })
    void whatOnlyProvesKeepsTheRulesOfShape(HouseRule rule) {
        JavaClasses proof =
                everything.that(
                        DescribedPredicate.describe(
                                "only prove", type -> !HouseRule.isProduct(type)));

        assertThat(rule.violations(Rooms.HOUSE, proof)).as(rule.name()).isEmpty();
    }

    @Test
    void everyModuleIsLookedAt() {
        assertThat(product.stream().map(Rooms.HOUSE::room).distinct())
                .contains(
                        "domain",
                        "application",
                        "http",
                        "persistence",
                        "openai",
                        "azure",
                        "bootstrap");
    }

    @Test
    void theListsOfMutableClassesNameNobodyInnocent() {
        assertThat(MutableState.all())
                .allSatisfy(
                        name ->
                                assertThat(product.get(Rooms.HOUSE.type(name)))
                                        .as("still has a field that changes")
                                        .matches(HouseRulesTest::changes));
    }

    private static boolean changes(JavaClass type) {
        return type.getFields().stream()
                .anyMatch(field -> !field.getModifiers().contains(JavaModifier.FINAL));
    }
}
