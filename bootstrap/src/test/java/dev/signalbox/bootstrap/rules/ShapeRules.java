package dev.signalbox.bootstrap.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Names, sizes and circles. */
final class ShapeRules {

    private static final int FEWEST_TYPES = 2;
    private static final int MOST_TYPES = 9;

    /** Packages that stand at the head of a module and may have one type only, or some more. */
    private static final Set<String> HEADS = Set.of("http", "bootstrap");

    private static final List<String> EMPTY_ENDINGS =
            List.of("Utils", "Helper", "Manager", "Impl", "Base", "Dto", "Port");
    private static final Set<String> EMPTY_PACKAGES =
            Set.of("util", "utils", "common", "misc", "in", "out");

    private ShapeRules() {}

    static ArchRule noCircles(Rooms rooms) {
        return slices().matching(rooms.root() + ".(**)").should().beFreeOfCycles();
    }

    static ArchRule namesSaySomething(Rooms rooms) {
        return classes()
                .that(rooms.ours())
                .should(Conditions.holds("have a name that says something", ShapeRules::empty));
    }

    static ArchRule packagesAreOfAReadableSize(Rooms rooms) {
        return classes().that(rooms.ours()).should(new ReadablePackages(rooms));
    }

    private static Stream<String> empty(JavaClass type) {
        String name = type.getSimpleName();
        boolean emptyName =
                name.contains("Util")
                        || name.startsWith("Abstract")
                        || EMPTY_ENDINGS.stream().anyMatch(name::endsWith);
        boolean emptyPackage =
                Arrays.stream(type.getPackageName().split("\\."))
                        .anyMatch(EMPTY_PACKAGES::contains);
        return emptyName || emptyPackage
                ? Stream.of(type.getName() + " has a name that says nothing")
                : Stream.empty();
    }

    /** Counts the types at the outside of their files; what is nested is a word of its owner. */
    private static final class ReadablePackages extends ArchCondition<JavaClass> {

        private final Rooms rooms;
        private final TreeMap<String, Set<String>> types = new TreeMap<>();

        ReadablePackages(Rooms rooms) {
            super("lie in packages of %d to %d types".formatted(FEWEST_TYPES, MOST_TYPES));
            this.rooms = rooms;
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            if (type.isTopLevelClass() && !type.getSimpleName().equals("package-info")) {
                types.computeIfAbsent(type.getPackageName(), name -> new TreeSet<>())
                        .add(type.getName());
            }
        }

        @Override
        public void finish(ConditionEvents events) {
            types.forEach(
                    (name, members) -> {
                        boolean head =
                                HEADS.stream().anyMatch(room -> name.equals(rooms.type(room)));
                        if (!head
                                && (members.size() < FEWEST_TYPES || members.size() > MOST_TYPES)) {
                            events.add(
                                    SimpleConditionEvent.violated(
                                            members,
                                            "%s has %d types: %s"
                                                    .formatted(name, members.size(), members)));
                        }
                    });
            types.clear();
        }
    }
}
