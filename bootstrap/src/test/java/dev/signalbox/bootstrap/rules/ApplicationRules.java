package dev.signalbox.bootstrap.rules;

import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;

import java.util.List;
import java.util.stream.Stream;

/** What the application may know, and what its ports are. */
final class ApplicationRules {

    private ApplicationRules() {}

    static ArchRule knowsNoTechnology(Rooms rooms) {
        return noClasses()
                .that()
                .resideInAPackage(rooms.in("application"))
                .should()
                .dependOnClassesThat(
                        rooms.oursOutside("application", "domain")
                                .or(
                                        JavaClass.Predicates.resideInAnyPackage(
                                                AdapterRules.TECHNOLOGIES)));
    }

    static ArchRule callUsesOnlyDomain(Rooms rooms) {
        return noClasses()
                .that()
                .resideInAPackage(rooms.in("application.call"))
                .should()
                .dependOnClassesThat(rooms.oursOutside("application.call", "domain"));
    }

    static ArchRule portsUseOnlyCallAndDomain(Rooms rooms) {
        return CompositeArchRule.of(portsOf(rooms, "application.driving"))
                .and(portsOf(rooms, "application.driven"));
    }

    static ArchRule relayAndAdminStayApart(Rooms rooms) {
        return CompositeArchRule.of(avoids(rooms, "application.relay", "application.admin"))
                .and(avoids(rooms, "application.admin", "application.relay"));
    }

    static ArchRule portsAreInterfaces(Rooms rooms) {
        return classes()
                .that()
                .resideInAnyPackage(rooms.in("application.driving", "application.driven"))
                .should(
                        Conditions.holds(
                                "be interfaces, or nested in one",
                                type ->
                                        Rooms.outermost(type).isInterface()
                                                ? Stream.empty()
                                                : Stream.of(type.getName() + " is a class")));
    }

    static ArchRule interfacesDoNotKnowWhoImplementsThem(Rooms rooms) {
        return classes()
                .that(rooms.ours())
                .and(are(JavaClass.Predicates.INTERFACES))
                .should(
                        Conditions.holds(
                                "not know who implements them",
                                ApplicationRules::knownImplementations));
    }

    static ArchRule drivingPortsHaveOneHiddenImplementation(Rooms rooms) {
        return classes()
                .that()
                .resideInAPackage(rooms.in("application.driving"))
                .and(isAsked())
                .should(
                        Conditions.holds(
                                "have one implementation in relay or admin, named by bootstrap only",
                                port -> wrongImplementations(rooms, port)));
    }

    private static ArchRule portsOf(Rooms rooms, String room) {
        return noClasses()
                .that()
                .resideInAPackage(rooms.in(room))
                .should()
                .dependOnClassesThat(
                        rooms.oursOutside(
                                room, "application.call", "application.ledger", "domain"));
    }

    private static ArchRule avoids(Rooms rooms, String room, String other) {
        return noClasses()
                .that()
                .resideInAPackage(rooms.in(room))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(rooms.in(other));
    }

    /** The words of a sealed interface live inside it and are no implementation. */
    private static Stream<String> knownImplementations(JavaClass port) {
        return port.getDirectDependenciesFromSelf().stream()
                .filter(use -> !use.getTargetClass().isInterface())
                .filter(use -> use.getTargetClass().isAssignableTo(port.getName()))
                .filter(use -> !Rooms.outermost(use.getTargetClass()).equals(Rooms.outermost(port)))
                .map(Dependency::getDescription);
    }

    /** A port proper: at the outside of its file, and with something to be asked. */
    private static DescribedPredicate<JavaClass> isAsked() {
        return DescribedPredicate.describe(
                "are ports",
                type ->
                        type.isInterface()
                                && type.isTopLevelClass()
                                && type.getMethods().stream()
                                        .anyMatch(
                                                method ->
                                                        method.getModifiers()
                                                                .contains(JavaModifier.ABSTRACT)));
    }

    private static Stream<String> wrongImplementations(Rooms rooms, JavaClass port) {
        List<JavaClass> implementations =
                port.getAllSubclasses().stream().filter(type -> !type.isInterface()).toList();
        if (implementations.size() != 1) {
            return Stream.of(
                    port.getName()
                            + " has "
                            + implementations.size()
                            + " implementations: "
                            + implementations);
        }
        JavaClass only = implementations.getFirst();
        Stream<String> misplaced =
                only.getPackageName().startsWith(rooms.type("application.relay"))
                                || only.getPackageName().startsWith(rooms.type("application.admin"))
                        ? Stream.empty()
                        : Stream.of(port.getName() + " is implemented by " + only.getName());
        return Stream.concat(misplaced, namedByStrangers(rooms, only));
    }

    private static Stream<String> namedByStrangers(Rooms rooms, JavaClass implementation) {
        return implementation.getDirectDependenciesToSelf().stream()
                .filter(
                        use ->
                                !use.getOriginClass()
                                        .getPackageName()
                                        .equals(implementation.getPackageName()))
                .filter(use -> !rooms.room(use.getOriginClass()).equals("bootstrap"))
                .map(Dependency::getDescription);
    }
}
