package dev.signalbox.bootstrap.docs;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericDeclaration;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What other programs can see of a module, a line each: types, and what may be done with them. */
final class PublicApi {

    /** Every object has them. */
    private static final Set<String> OF_OBJECTS = Set.of("equals", "hashCode", "toString");

    /** Every enum has them. */
    private static final Set<String> OF_ENUMS = Set.of("values", "valueOf");

    private PublicApi() {}

    /** Of all that lies in a package and below it, in order. */
    static List<String> of(String root) {
        return new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .withImportOption(location -> !location.contains("-tests.jar"))
                        .importPackages(root)
                        .stream()
                        .filter(type -> !type.getSimpleName().isEmpty())
                        .map(type -> (Class<?>) type.reflect())
                        .filter(PublicApi::isOpen)
                        .flatMap(PublicApi::of)
                        .sorted()
                        .toList();
    }

    /** Of one type, in no order. */
    static Stream<String> of(Class<?> type) {
        List<String> lines = new ArrayList<>();
        lines.add(head(type));
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (isSeen(constructor)) {
                lines.add(words(constructor) + name(type) + parameters(constructor));
            }
        }
        for (Method method : type.getDeclaredMethods()) {
            if (isSeen(method) && !isOfItsKind(method)) {
                lines.add(line(method));
            }
        }
        for (Field field : type.getDeclaredFields()) {
            if (isSeen(field)) {
                lines.add(line(field));
            }
        }
        return lines.stream();
    }

    /** {@code lines} of one that the other has not. */
    static List<String> without(List<String> lines, List<String> others) {
        Set<String> known = Set.copyOf(others);
        return lines.stream().filter(Predicate.not(known::contains)).toList();
    }

    private static String head(Class<?> type) {
        String kind =
                type.isRecord()
                        ? "record"
                        : type.isEnum()
                                ? "enum"
                                : type.isAnnotation()
                                        ? "annotation"
                                        : type.isInterface() ? "interface" : "class";
        boolean plain = kind.equals("class");
        StringBuilder head = new StringBuilder(name(type)).append(generics(type)).append(' ');
        head.append(plain && Modifier.isAbstract(type.getModifiers()) ? "abstract " : "");
        head.append(plain && Modifier.isFinal(type.getModifiers()) ? "final " : "");
        head.append(type.isSealed() && !type.isEnum() ? "sealed " : "").append(kind);
        if (plain && type.getSuperclass() != Object.class) {
            head.append(" extends ").append(name(type.getGenericSuperclass()));
        }
        head.append(joined(" implements ", Stream.of(type.getGenericInterfaces())));
        Class<?>[] permitted = type.isEnum() ? null : type.getPermittedSubclasses();
        return permitted == null
                ? head.toString()
                : head + joined(" permits ", Stream.of(permitted).filter(PublicApi::isOpen));
    }

    private static String line(Method method) {
        boolean bare = Modifier.isAbstract(method.getModifiers());
        return name(method.getDeclaringClass())
                + "."
                + method.getName()
                + generics(method)
                + parameters(method)
                + " "
                + words(method)
                + (bare ? "abstract " : "")
                + said(method.getAnnotatedReturnType())
                + joined(" throws ", checked(method));
    }

    private static String line(Field field) {
        return name(field.getDeclaringClass())
                + "."
                + field.getName()
                + (field.isEnumConstant()
                        ? ""
                        : " " + words(field) + said(field.getAnnotatedType()));
    }

    private static String words(Member member) {
        int modifiers = member.getModifiers();
        return (Modifier.isProtected(modifiers) ? "protected " : "")
                + (Modifier.isStatic(modifiers) ? "static " : "");
    }

    private static String parameters(Executable of) {
        return Stream.of(of.getAnnotatedParameterTypes())
                .map(PublicApi::said)
                .collect(Collectors.joining(", ", "(", ")"));
    }

    private static Stream<Type> checked(Executable of) {
        return Stream.of(of.getExceptionTypes())
                .filter(type -> !RuntimeException.class.isAssignableFrom(type))
                .map(type -> type);
    }

    /** A question mark stands behind what may be null. */
    private static String said(AnnotatedType type) {
        return name(type.getType()) + (type.isAnnotationPresent(Nullable.class) ? "?" : "");
    }

    private static String generics(GenericDeclaration of) {
        return of.getTypeParameters().length == 0
                ? ""
                : Stream.of(of.getTypeParameters())
                        .map(PublicApi::bounded)
                        .collect(Collectors.joining(", ", "<", ">"));
    }

    private static String bounded(TypeVariable<?> variable) {
        return variable.getName()
                + joined(
                        " extends ",
                        Stream.of(variable.getBounds()).filter(bound -> bound != Object.class));
    }

    private static String joined(String word, Stream<? extends Type> types) {
        String all = types.map(PublicApi::name).sorted().collect(Collectors.joining(", "));
        return all.isEmpty() ? "" : word + all;
    }

    /** Without what everybody knows: the packages of Java, and the house. */
    private static String name(Type type) {
        return type.getTypeName()
                .replaceAll("\\bjava\\.(?:[a-z]+\\.)+", "")
                .replaceAll("\\bdev\\.signalbox\\.(?:domain|application)\\.", "")
                .replace('$', '.');
    }

    private static boolean isOpen(Class<?> type) {
        Class<?> around = type.getEnclosingClass();
        return Modifier.isPublic(type.getModifiers()) && (around == null || isOpen(around));
    }

    private static boolean isSeen(Member member) {
        boolean inherited =
                Modifier.isProtected(member.getModifiers())
                        && !Modifier.isFinal(member.getDeclaringClass().getModifiers());
        return !member.isSynthetic() && (Modifier.isPublic(member.getModifiers()) || inherited);
    }

    private static boolean isOfItsKind(Method method) {
        return OF_OBJECTS.contains(method.getName())
                || (method.getDeclaringClass().isEnum() && OF_ENUMS.contains(method.getName()));
    }
}
