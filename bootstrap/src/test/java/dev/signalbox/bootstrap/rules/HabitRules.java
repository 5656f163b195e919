package dev.signalbox.bootstrap.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;

import java.util.Map;
import java.util.Set;

/** What nobody does, because it makes programs hard to test, to read or to trust. */
final class HabitRules {

    /** Where time, chance and waiting come from, and what must be handed in instead. */
    private static final Map<String, Set<String>> SOURCES =
            Map.of(
                    "java.lang.System", Set.of("nanoTime", "currentTimeMillis"),
                    "java.lang.Thread", Set.of("sleep"),
                    "java.lang.Math", Set.of("random"),
                    "java.util.UUID", Set.of("randomUUID"),
                    "java.time.InstantSource", Set.of("system"),
                    "java.util.Random", Set.of("<init>"),
                    "java.security.SecureRandom", Set.of("<init>", "getInstanceStrong"),
                    "java.util.concurrent.ThreadLocalRandom", Set.of("current"),
                    "java.util.random.RandomGenerator", Set.of("getDefault", "of"));

    private HabitRules() {}

    static ArchRule fieldsAreFinal(Rooms rooms) {
        DescribedPredicate<JavaField> excused =
                DescribedPredicate.describe(
                        "belong to what is shared, or to one call",
                        field ->
                                MutableState.isExcused(rooms, field.getOwner())
                                        && !field.getModifiers().contains(JavaModifier.STATIC));
        return fields().that()
                .areDeclaredInClassesThat(rooms.ours())
                .and(DescribedPredicate.not(excused))
                .should()
                .beFinal();
    }

    static ArchRule timeAndChanceAreHandedIn(Rooms rooms) {
        return noClasses()
                .that()
                .resideInAnyPackage(rooms.in("domain", "application"))
                .should()
                .accessTargetWhere(
                        DescribedPredicate.describe(
                                "time, chance or waiting is taken and not handed in",
                                HabitRules::takesTimeOrChance));
    }

    static ArchRule forbiddenOldWays(Rooms rooms) {
        ArchRule monitors =
                noMethods()
                        .that()
                        .areDeclaredInClassesThat(rooms.ours())
                        .should()
                        .haveModifier(JavaModifier.SYNCHRONIZED);
        ArchRule threadLocals =
                noClasses()
                        .that(rooms.ours())
                        .should()
                        .dependOnClassesThat()
                        .areAssignableTo(ThreadLocal.class);
        ArchRule traces =
                noClasses()
                        .that(rooms.ours())
                        .should()
                        .accessTargetWhere(
                                DescribedPredicate.describe(
                                        "a stack trace is printed",
                                        access -> access.getName().equals("printStackTrace")));
        return CompositeArchRule.of(monitors)
                .and(threadLocals)
                .and(onlyTheConsoleKnowsLogging(rooms))
                .and(traces);
    }

    static ArchRule methodsSayWhatTheyTake(Rooms rooms) {
        return methods()
                .that()
                .areDeclaredInClassesThat(rooms.ours())
                .should(Conditions.holds("say what they take and return", Signatures::vague));
    }

    static ArchRule optionalsAreAnswers(Rooms rooms) {
        return codeUnits()
                .that()
                .areDeclaredInClassesThat(rooms.ours())
                .should(Conditions.holds("not take an Optional", Signatures::optionals));
    }

    /** Whoever sets up where the log goes must name what writes it. */
    private static ArchRule onlyTheConsoleKnowsLogging(Rooms rooms) {
        return noClasses()
                .that(rooms.ours())
                .and()
                .doNotHaveFullyQualifiedName(rooms.type("bootstrap.process.LogLines"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.logging..");
    }

    private static boolean takesTimeOrChance(JavaAccess<?> access) {
        AccessTarget target = access.getTarget();
        JavaClass owner = target.getOwner();
        boolean clock =
                owner.getPackageName().equals("java.time")
                        && (target.getName().equals("now")
                                || target.getName().startsWith("system"));
        return clock || SOURCES.getOrDefault(owner.getName(), Set.of()).contains(target.getName());
    }
}
