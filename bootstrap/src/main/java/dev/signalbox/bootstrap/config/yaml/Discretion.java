package dev.signalbox.bootstrap.config.yaml;

import dev.signalbox.bootstrap.config.yaml.ConfigNode.Mapping;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Member;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Scalar;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Sequence;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What of a piece of configuration may be shown: everything but members whose names, or the names
 * of whose variables, are those of secrets, and of addresses what may be one.
 *
 * @param resolve puts a value in the place of a reference to a variable
 */
public record Discretion(UnaryOperator<Scalar> resolve) {

    /** Counts and prices of tokens are none. */
    private static final Pattern SECRET =
            Pattern.compile(
                    "key|secret|passw|passphrase|pwd|credential|auth|cookie|signature|headers"
                            + "|(?<!per_)token(?!s)");

    private static final String AUTHORITY = "://";
    private static final String REFERENCE = "os.environ/";

    /** The same without what must not be shown. */
    public Mapping shown(Mapping mapping) {
        List<Member> members = new ArrayList<>();
        for (Member member : mapping.members()) {
            if (!isSecret(member.key()) && !isSecret(member.value())) {
                members.add(new Member(member.place(), member.key(), shown(member.value())));
            }
        }
        return new Mapping(mapping.place(), members);
    }

    private ConfigNode shown(ConfigNode node) {
        return switch (node) {
            case Mapping mapping -> shown(mapping);
            case Sequence sequence ->
                    new Sequence(
                            sequence.place(),
                            sequence.items().stream()
                                    .filter(item -> !isSecret(item))
                                    .map(this::shown)
                                    .toList());
            case Scalar scalar -> {
                Scalar value = resolve.apply(scalar);
                yield new Scalar(value.place(), value.kind(), withoutSecrets(value.text()));
            }
        };
    }

    /**
     * Without the users of addresses, and without whatever follows a first {@code ?} or {@code #}
     * in one. In one pass: a text may be very long, and is looked at while others wait.
     */
    private static String withoutSecrets(String text) {
        StringBuilder shown = new StringBuilder();
        int from = 0;
        int next = text.indexOf(AUTHORITY);
        while (next >= 0) {
            int authority = next + AUTHORITY.length();
            shown.append(text, from, authority);
            int end = authority;
            from = authority;
            while (end < text.length() && "/?#".indexOf(text.charAt(end)) < 0) {
                from = text.charAt(end) == '@' ? end + 1 : from;
                end++;
            }
            next = text.indexOf(AUTHORITY, end);
        }
        int start = shown.indexOf(AUTHORITY);
        shown.append(text, from, text.length());
        return start < 0 ? text : untilQuery(shown, start);
    }

    private static String untilQuery(StringBuilder address, int start) {
        for (int i = start; i < address.length(); i++) {
            if (address.charAt(i) == '?' || address.charAt(i) == '#') {
                return address.substring(0, i);
            }
        }
        return address.toString();
    }

    private static boolean isSecret(ConfigNode node) {
        return node instanceof Scalar scalar
                && scalar.text().startsWith(REFERENCE)
                && isSecret(scalar.text().substring(REFERENCE.length()));
    }

    private static boolean isSecret(String name) {
        return SECRET.matcher(name.toLowerCase(Locale.ROOT)).find();
    }
}
