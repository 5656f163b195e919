package dev.signalbox.bootstrap.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;

/** What the domain may know. */
final class DomainRules {

    private DomainRules() {}

    static ArchRule usesOnlyTheLanguage(Rooms rooms) {
        return classes()
                .that()
                .resideInAPackage(rooms.in("domain"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        rooms.in("domain"),
                        "java.lang..",
                        "java.math..",
                        "java.time..",
                        "java.util..",
                        "org.jspecify..");
    }

    static ArchRule doesNoInputAndOutput(Rooms rooms) {
        return noClasses()
                .that()
                .resideInAPackage(rooms.in("domain"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.io..",
                        "java.net..",
                        "java.nio..",
                        "java.sql..",
                        // The package itself: atomics and locks lie in packages below it.
                        "java.util.concurrent");
    }

    static ArchRule roomsKnowOnlyWhatLiesBelow(Rooms rooms) {
        return CompositeArchRule.of(knows(rooms, "limits"))
                .and(knows(rooms, "money", "limits"))
                .and(knows(rooms, "quota", "limits", "money"))
                .and(knows(rooms, "catalog", "limits", "money"))
                .and(knows(rooms, "policy", "catalog", "limits", "money"))
                .and(knows(rooms, "access", "catalog", "limits", "money", "policy", "quota"))
                .and(knows(rooms, "pulse", "catalog", "limits", "money", "policy"))
                .and(knows(rooms, "routing", "catalog", "limits", "money", "policy", "pulse"));
    }

    private static ArchRule knows(Rooms rooms, String room, String... others) {
        String[] known = new String[others.length + 1];
        known[0] = "domain." + room;
        for (int i = 0; i < others.length; i++) {
            known[i + 1] = "domain." + others[i];
        }
        return noClasses()
                .that()
                .resideInAPackage(rooms.in("domain." + room))
                .should()
                .dependOnClassesThat(rooms.oursOutside(known))
                .allowEmptyShould(true);
    }
}
