package dev.signalbox.bootstrap.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaParameterizedType;
import com.tngtech.archunit.core.domain.JavaType;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What is wrong with the types in a method's head. */
final class Signatures {

    private static final Set<String> OPTIONALS =
            Set.of(
                    "java.util.Optional",
                    "java.util.OptionalInt",
                    "java.util.OptionalLong",
                    "java.util.OptionalDouble");

    private Signatures() {}

    /** Whether the method says {@code Object}, or has a map of anything, where a word is due. */
    static Stream<String> vague(JavaMethod method) {
        if (isMadeByTheCompiler(method) || isDictatedFromOutside(method)) {
            return Stream.empty();
        }
        return Stream.concat(Stream.of(method.getReturnType()), method.getParameterTypes().stream())
                .filter(type -> isObject(type) || isMapOfAnything(type))
                .map(type -> method.getFullName() + " says " + type.getName());
    }

    /** A record's component may be one: it is what a cold port returns. */
    static Stream<String> optionals(JavaCodeUnit unit) {
        boolean recorded = unit instanceof JavaConstructor && unit.getOwner().isRecord();
        if (recorded || isMadeByTheCompiler(unit)) {
            return Stream.empty();
        }
        return unit.getRawParameterTypes().stream()
                .filter(type -> OPTIONALS.contains(type.getName()))
                .map(type -> unit.getFullName() + " takes an " + type.getSimpleName());
    }

    private static boolean isObject(JavaType type) {
        return type instanceof JavaClass && type.getName().equals(Object.class.getName());
    }

    private static boolean isMapOfAnything(JavaType type) {
        if (!(type instanceof JavaParameterizedType generic)) {
            return false;
        }
        List<JavaType> arguments = generic.getActualTypeArguments();
        boolean map = type.toErasure().isAssignableTo(Map.class);
        return (map && isObject(arguments.getLast()))
                || arguments.stream().anyMatch(Signatures::isMapOfAnything);
    }

    private static boolean isMadeByTheCompiler(JavaCodeUnit unit) {
        return unit.getModifiers().contains(JavaModifier.SYNTHETIC)
                || unit.getModifiers().contains(JavaModifier.BRIDGE)
                || unit.getName().startsWith("lambda$");
    }

    /** Such as {@code equals}: somebody else's interface or class has it in these words. */
    private static boolean isDictatedFromOutside(JavaMethod method) {
        String[] parameters =
                method.getRawParameterTypes().stream()
                        .map(JavaClass::getName)
                        .toArray(String[]::new);
        return Stream.concat(
                        method.getOwner().getAllRawSuperclasses().stream(),
                        method.getOwner().getAllRawInterfaces().stream())
                .filter(type -> !type.getPackageName().startsWith(Rooms.HOUSE.root()))
                .anyMatch(type -> type.tryGetMethod(method.getName(), parameters).isPresent());
    }
}
