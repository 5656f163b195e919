package dev.signalbox.bootstrap.config.reading;

import dev.signalbox.bootstrap.config.yaml.ConfigNode;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Kind;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Mapping;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Member;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Scalar;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Sequence;
import dev.signalbox.bootstrap.config.yaml.Findings;
import dev.signalbox.bootstrap.config.yaml.Place;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/**
 * The variables that {@code os.environ/NAME} means. Never printed: there are secrets in it.
 *
 * @param variables by name
 */
public record Environment(Map<String, String> variables) {

    private static final String REFERENCE = "os.environ/";

    public Environment {
        variables = Map.copyOf(variables);
    }

    /** The value; null if the variable is unset or empty. */
    public @Nullable String get(String name) {
        String value = variables.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** These variables, and {@code more}, which win. */
    public Environment with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(variables);
        all.putAll(more);
        return new Environment(all);
    }

    /**
     * The same with every reference replaced, in lists and mappings too. Only a text that is a
     * reference from its beginning is one.
     *
     * @param findings gets an error for every variable that is unset or empty
     */
    public ConfigNode resolve(ConfigNode node, Findings findings) {
        return switch (node) {
            case Scalar scalar -> resolve(scalar, findings);
            case Sequence sequence ->
                    new Sequence(
                            sequence.place(),
                            sequence.items().stream()
                                    .map(item -> resolve(item, findings))
                                    .toList());
            case Mapping mapping ->
                    new Mapping(
                            mapping.place(),
                            mapping.members().stream()
                                    .map(member -> resolve(member, findings))
                                    .toList());
        };
    }

    /** The variable that a value refers to; null if it is just a value. */
    public static @Nullable String variable(Scalar scalar) {
        return scalar.text().startsWith(REFERENCE)
                ? scalar.text().substring(REFERENCE.length()).trim()
                : null;
    }

    private Member resolve(Member member, Findings findings) {
        return new Member(member.place(), member.key(), resolve(member.value(), findings));
    }

    private Scalar resolve(Scalar scalar, Findings findings) {
        String name = variable(scalar);
        if (name == null) {
            return scalar;
        }
        String value = get(name);
        if (value == null) {
            findings.error(scalar.place(), complaint(name));
            return new Scalar(scalar.place(), Kind.NOTHING, "");
        }
        boolean truth = value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false");
        return new Scalar(scalar.place(), truth ? Kind.TRUTH : Kind.TEXT, value);
    }

    private String complaint(String name) {
        if (name.isEmpty()) {
            return "the name of an environment variable is missing after " + REFERENCE;
        }
        String shown = Place.shown(name);
        return "the environment variable "
                + shown
                + (variables.containsKey(name) ? " is empty" : " is not set")
                + ". Set it (`export "
                + shown
                + "=…`) before the start.";
    }

    @Override
    public String toString() {
        return variables.size() + " variables";
    }
}
