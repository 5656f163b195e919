package dev.signalbox.bootstrap.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every rule of the sources cries out where it is broken, and is silent where it is kept. */
class PlantedSourcesTest {

    private static final String DOMAIN = "domain/src/main/java/dev/signalbox/domain/access/";
    private static final String PORTS =
            "application/src/main/java/dev/signalbox/application/driven/";

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void everyRuleCriesOut(SourceRule rule) {
        assertThat(rule.violations(broken(rule))).as("what breaks " + rule).isNotEmpty();
        assertThat(rule.violations(kept(rule))).as("what keeps " + rule).isEmpty();
    }

    private static Source broken(SourceRule rule) {
        return switch (rule) {
            case FILES_ARE_SHORT -> file(SizeRules.LONGEST_FILE + 1);
            case METHODS_ARE_SHORT -> method(SizeRules.LONGEST_METHOD + 1);
            case PARAMETERS_ARE_FEW ->
                    type("class A { void five(int a, int b, int c, int d, int e) {} }");
            case SWITCHES_OVER_TYPES_HAVE_NO_DEFAULT ->
                    type(
                            "class A { int f(B b) { return switch (b) { case C c -> 1; default -> 2; }; } }");
            case NOBODY_SYNCHRONIZES -> type("class A { void f() { synchronized (this) { } } }");
            case INSIDE_IS_TESTED_WITHOUT_MOCKS ->
                    Source.of(
                            "domain/src/test/java/ATest.java",
                            "import static org.mockito.Mockito.mock; class ATest {}");
            case PACKAGES_ARE_EXPLAINED_AND_NULL_MARKED ->
                    Source.of(DOMAIN + "package-info.java", "/** A room. */ package a;");
            case TYPES_AND_METHODS_ARE_EXPLAINED ->
                    Source.of(PORTS + "A.java", "/** A port. */ interface A { void ask(); }");
            case SHARED_STATE_SAYS_HOW_IT_IS_SAFE ->
                    Source.of(shared(), "/** Keeps what holds now. */ final class Knowledge {}");
            case NOTHING_IS_LEFT_FOR_LATER -> type("class A {} // TO" + "DO: all of it");
        };
    }

    private static Source kept(SourceRule rule) {
        return switch (rule) {
            case FILES_ARE_SHORT -> file(SizeRules.LONGEST_FILE);
            case METHODS_ARE_SHORT -> method(SizeRules.LONGEST_METHOD);
            case PARAMETERS_ARE_FEW ->
                    type("record A(int a, int b, int c, int d, int e) { A { } void f(int a) {} }");
            case SWITCHES_OVER_TYPES_HAVE_NO_DEFAULT ->
                    type(
                            "class A { int f(int b) { return switch (b) { case 1 -> 1; default -> 2; }; } }");
            case NOBODY_SYNCHRONIZES -> type("class A { void f() { lock.lock(); } }");
            case INSIDE_IS_TESTED_WITHOUT_MOCKS ->
                    Source.of(
                            "domain/src/test/java/ATest.java",
                            "import org.junit.jupiter.api.Test; class ATest {}");
            case PACKAGES_ARE_EXPLAINED_AND_NULL_MARKED ->
                    Source.of(
                            DOMAIN + "package-info.java", "/** A room. */ @NullMarked package a;");
            case TYPES_AND_METHODS_ARE_EXPLAINED ->
                    Source.of(
                            PORTS + "A.java",
                            "/** A port. */ interface A { /** Asks. */ void ask(); }");
            case SHARED_STATE_SAYS_HOW_IT_IS_SAFE ->
                    Source.of(shared(), "/** Safe for many threads. */ final class Knowledge {}");
            case NOTHING_IS_LEFT_FOR_LATER -> type("class A {} // All of it is here.");
        };
    }

    private static Source type(String text) {
        return Source.of(DOMAIN + "A.java", "package dev.signalbox.domain.access;\n" + text);
    }

    private static Source file(int lines) {
        return Source.of(DOMAIN + "A.java", "class A {\n" + "\n".repeat(lines - 2) + "}\n");
    }

    private static Source method(int lines) {
        return type("class A {\n@Deprecated\nvoid f() {" + "\n".repeat(lines - 2) + "} }");
    }

    private static String shared() {
        return "application/src/main/java/dev/signalbox/application/directory/Knowledge.java";
    }
}
