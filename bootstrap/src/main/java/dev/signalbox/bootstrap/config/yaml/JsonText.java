package dev.signalbox.bootstrap.config.yaml;

import dev.signalbox.bootstrap.config.yaml.ConfigNode.Mapping;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Member;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Scalar;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Sequence;

import java.util.Locale;
import java.util.regex.Pattern;

/** Writes a piece of configuration as JSON. */
public final class JsonText {

    private static final Pattern NUMBER =
            Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

    private JsonText() {}

    /**
     * The same as a whole JSON value.
     *
     * @throws NoSuchNotation if a number is written in a way that JSON does not have
     */
    public static String of(ConfigNode node) {
        StringBuilder json = new StringBuilder();
        write(node, json);
        return json.toString();
    }

    /** A text as a JSON string, quotes included. */
    public static String quoted(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2);
        quote(text, json);
        return json.toString();
    }

    private static void write(ConfigNode node, StringBuilder json) {
        switch (node) {
            case Scalar scalar -> write(scalar, json);
            case Sequence sequence -> {
                String separator = "[";
                for (ConfigNode item : sequence.items()) {
                    json.append(separator);
                    write(item, json);
                    separator = ",";
                }
                json.append(sequence.items().isEmpty() ? "[]" : "]");
            }
            case Mapping mapping -> {
                String separator = "{";
                for (Member member : mapping.members()) {
                    json.append(separator);
                    quote(member.key(), json);
                    json.append(':');
                    write(member.value(), json);
                    separator = ",";
                }
                json.append(mapping.members().isEmpty() ? "{}" : "}");
            }
        }
    }

    private static void write(Scalar scalar, StringBuilder json) {
        switch (scalar.kind()) {
            case TEXT -> quote(scalar.text(), json);
            case INTEGER, DECIMAL -> json.append(number(scalar));
            case TRUTH -> json.append(isTrue(scalar.text()));
            case NOTHING -> json.append("null");
        }
    }

    /** Whether YAML's word for it ({@code yes}, {@code on}, {@code True}) means true. */
    public static boolean isTrue(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "y" -> true;
            default -> false;
        };
    }

    private static String number(Scalar scalar) {
        String plain = scalar.text().replace("_", "");
        plain = plain.startsWith("+") ? plain.substring(1) : plain;
        plain = plain.endsWith(".") ? plain + "0" : plain;
        plain = plain.startsWith(".") ? "0" + plain : plain;
        plain = plain.startsWith("-.") ? "-0" + plain.substring(1) : plain;
        if (!NUMBER.matcher(plain).matches()) {
            throw new NoSuchNotation(scalar.place());
        }
        return plain;
    }

    private static void quote(String text, StringBuilder json) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || c == '\u2028' || c == '\u2029' || Character.isSurrogate(c)) {
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }

    /** A number in a notation that JSON does not have: octal, sexagesimal, infinite. */
    public static final class NoSuchNotation extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Place place;

        NoSuchNotation(Place place) {
            super("write this number in plain decimal digits");
            this.place = place;
        }

        /** Where the number stands. */
        public Place place() {
            return place;
        }
    }
}
