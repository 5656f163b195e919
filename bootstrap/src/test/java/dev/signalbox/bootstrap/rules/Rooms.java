package dev.signalbox.bootstrap.rules;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;

import java.util.Arrays;
import java.util.Set;

/**
 * Where things lie below one root package. The house has the root {@code dev.signalbox}; every
 * planted violation has a root of its own with the same rooms in it.
 */
record Rooms(String root) {

    /** The house itself. */
    static final Rooms HOUSE = new Rooms("dev.signalbox");

    /** What is neither product nor adapter, though it lies beside them. */
    static final Set<String> PROOF = Set.of("simulator", "benchmarks");

    private static final Set<String> NO_ADAPTERS =
            Set.of("domain", "application", "bootstrap", "simulator", "benchmarks");

    /** The pattern of a room and everything in it; a room is named as below the root. */
    String in(String room) {
        return root + "." + room + "..";
    }

    /** Patterns of rooms. */
    String[] in(String... rooms) {
        return Arrays.stream(rooms).map(this::in).toArray(String[]::new);
    }

    /** The class of that name below the root. */
    String type(String name) {
        return root + "." + name;
    }

    /** Everything of ours outside these rooms. */
    DescribedPredicate<JavaClass> oursOutside(String... rooms) {
        DescribedPredicate<JavaClass> inside = JavaClass.Predicates.resideInAnyPackage(in(rooms));
        return ours().and(DescribedPredicate.not(inside))
                .as("lie in our house outside %s", String.join(", ", rooms));
    }

    /** Everything of ours. */
    DescribedPredicate<JavaClass> ours() {
        return JavaClass.Predicates.resideInAPackage(root + "..").as("are ours");
    }

    /** The first part of the package below the root; empty if the class is not ours. */
    String room(JavaClass type) {
        String name = type.getBaseComponentType().getPackageName();
        if (!name.startsWith(root + ".")) {
            return "";
        }
        String below = name.substring(root.length() + 1);
        int dot = below.indexOf('.');
        return dot < 0 ? below : below.substring(0, dot);
    }

    /** Whether the class lies in an adapter. */
    boolean isAdapter(JavaClass type) {
        String room = room(type);
        return !room.isEmpty() && !NO_ADAPTERS.contains(room);
    }

    /** The Maven module that has this class; two providers share one. */
    String module(JavaClass type) {
        String room = room(type);
        return room.equals("azure") ? "openai" : room;
    }

    /** The class at the outside, if this one is nested; else this one. */
    static JavaClass outermost(JavaClass type) {
        JavaClass outermost = type.getBaseComponentType();
        while (outermost.getEnclosingClass().isPresent()) {
            outermost = outermost.getEnclosingClass().get();
        }
        return outermost;
    }
}
