package dev.signalbox.bootstrap.config.reading;

import dev.signalbox.bootstrap.config.yaml.ConfigNode;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Kind;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Mapping;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Member;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Scalar;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Sequence;
import dev.signalbox.bootstrap.config.yaml.JsonText;
import dev.signalbox.bootstrap.config.yaml.Place;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One mapping of the file, read key by key: references resolved, types checked. A mistake is
 * reported and answered like an absent key, so that reading goes on.
 */
public final class Section {

    private static final double MILLIS_PER_SECOND = 1000;
    private static final double LONGEST_SECONDS = 1e7;
    private static final double MOST_COUNTED = 1e15;

    private final Mapping mapping;
    private final Reading reading;

    public Section(Mapping mapping, Reading reading) {
        this.mapping = mapping;
        this.reading = reading;
    }

    /** The section, with every key that {@code group} does not serve reported. */
    public static Section checked(Mapping mapping, KnownKeys.Group group, Reading reading) {
        for (Member member : mapping.members()) {
            if (!group.serves(member.key())) {
                reading.reportUnserved(member, group);
            }
        }
        return new Section(mapping, reading);
    }

    /** Where the key stands, or the section if it does not. */
    public Place placeOf(String key) {
        Member member = mapping.member(key);
        return member == null ? mapping.place() : member.place();
    }

    /** What stands under {@code key}, references resolved; null if nothing does. */
    public @Nullable ConfigNode node(String key) {
        Member member = mapping.member(key);
        if (member == null) {
            return null;
        }
        ConfigNode node = reading.environment().resolve(member.value(), reading.findings());
        return node instanceof Scalar scalar && scalar.kind() == Kind.NOTHING ? null : node;
    }

    /** One value as text, whatever its notation; null if it is absent. */
    public @Nullable String text(String key) {
        ConfigNode node = node(key);
        if (node instanceof Scalar scalar) {
            return scalar.text();
        }
        if (node != null) {
            complain(key, "one value", node.what());
        }
        return null;
    }

    /** A whole number from {@code least} to {@code most}; null if it is absent. */
    public @Nullable Integer whole(String key, int least, int most) {
        Double number = number(key);
        if (number == null) {
            return null;
        }
        if (number != Math.rint(number) || number < least || number > most) {
            complain(key, "a whole number from " + least + " to " + most, "this");
            return null;
        }
        return number.intValue();
    }

    /** A whole number above 0; null if it is absent. */
    public @Nullable Long count(String key) {
        Double number = number(key);
        if (number == null) {
            return null;
        }
        if (number != Math.rint(number) || number < 1 || number > MOST_COUNTED) {
            complain(key, "a whole number above 0", "this");
            return null;
        }
        return number.longValue();
    }

    /** An amount of money of 0 or more, to the last digit; null if it is absent. */
    public @Nullable BigDecimal amount(String key) {
        Double number = notNegative(key);
        String text = text(key);
        if (number == null || text == null) {
            return null;
        }
        try {
            return new BigDecimal(text.replace("_", ""));
        } catch (NumberFormatException e) {
            complain(key, "a number in plain decimal digits", "this");
            return null;
        }
    }

    /** A number above 0; null if it is absent. */
    public @Nullable Double positive(String key) {
        Double number = number(key);
        if (number != null && !(number > 0)) {
            complain(key, "a number above 0", "this");
            return null;
        }
        return number;
    }

    /** A number of 0 or more; null if it is absent. */
    public @Nullable Double notNegative(String key) {
        Double number = number(key);
        if (number != null && !(number >= 0)) {
            complain(key, "a number of 0 or more", "this");
            return null;
        }
        return number;
    }

    /** True or false, in any of YAML's words for them; null if it is absent. */
    public @Nullable Boolean truth(String key) {
        ConfigNode node = node(key);
        if (node == null) {
            return null;
        }
        if (node instanceof Scalar scalar
                && (scalar.kind() == Kind.TRUTH || isTruth(scalar.text()))) {
            return JsonText.isTrue(scalar.text());
        }
        complain(key, "true or false", node instanceof Scalar ? "this" : node.what());
        return null;
    }

    private static boolean isTruth(String text) {
        return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
    }

    /** A length of time, written in seconds and longer than nothing; null if it is absent. */
    public @Nullable Duration seconds(String key) {
        return duration(key, positive(key));
    }

    /** A length of time, written in seconds, 0 for none; null if it is absent. */
    public @Nullable Duration pause(String key) {
        return duration(key, notNegative(key));
    }

    private @Nullable Duration duration(String key, @Nullable Double seconds) {
        if (seconds == null) {
            return null;
        }
        if (seconds > LONGEST_SECONDS) {
            complain(key, "at most " + (long) LONGEST_SECONDS + " seconds", "this");
            return null;
        }
        return Duration.ofMillis((long) Math.ceil(seconds * MILLIS_PER_SECOND));
    }

    /** One of these words; null if it is absent. */
    public <T> @Nullable T choice(String key, Map<String, T> words) {
        String word = text(key);
        if (word == null) {
            return null;
        }
        T chosen = words.get(word);
        if (chosen == null) {
            complain(key, String.join(" or ", words.keySet()), "this");
        }
        return chosen;
    }

    /** A list of texts; empty if it is absent. One value stands for a list of one. */
    public List<String> texts(String key) {
        ConfigNode node = node(key);
        List<String> texts = new ArrayList<>();
        if (node instanceof Scalar scalar) {
            texts.add(scalar.text());
        } else if (node instanceof Sequence sequence) {
            for (ConfigNode item : sequence.items()) {
                if (item instanceof Scalar scalar && scalar.kind() != Kind.NOTHING) {
                    texts.add(scalar.text());
                } else {
                    complain(key, "a list of texts", "a list with " + item.what());
                }
            }
        } else if (node != null) {
            complain(key, "a list of texts", node.what());
        }
        return texts;
    }

    /** Those of a list of words that {@code group} serves; the others are reported. */
    public Set<String> known(String key, KnownKeys.Group group) {
        Set<String> known = new LinkedHashSet<>();
        for (String word : texts(key)) {
            String absence = group.absence(word);
            if (group.serves(word)) {
                known.add(word);
            } else if (absence != null) {
                reading.findings()
                        .warn(placeOf(key), word + " is LiteLLM's and not served yet. " + absence);
            } else {
                complain(key, "a list of " + String.join(" or ", group.served()), "this");
            }
        }
        return known;
    }

    /** The mapping under {@code key}, references not resolved; null if it is absent. */
    public @Nullable Mapping mapping(String key) {
        Member member = mapping.member(key);
        if (member == null
                || (member.value() instanceof Scalar scalar && scalar.kind() == Kind.NOTHING)) {
            return null;
        }
        if (member.value() instanceof Mapping found) {
            return found;
        }
        complain(key, "a mapping", member.value().what());
        return null;
    }

    /** A value of this section, with where it stands; null if there is none. */
    public <T> @Nullable Said<T> said(String key, @Nullable T value) {
        return value == null ? null : new Said<>(placeOf(key).toString(), value);
    }

    /** What stands under {@code key}, or else in a variable of the environment. */
    public @Nullable Said<String> saidOrSet(String key, String variable) {
        Said<String> written = said(key, text(key));
        String set = reading.environment().get(variable);
        return written != null || set == null
                ? written
                : new Said<>("the environment variable " + variable, set);
    }

    /** A file's name, relative to the folder of the configuration; null if it is absent. */
    public @Nullable Said<Path> path(String key, Path configuration) {
        String text = text(key);
        if (text == null) {
            return null;
        }
        try {
            return said(key, configuration.resolveSibling(text));
        } catch (InvalidPathException e) {
            reading.findings().error(placeOf(key), "this is no name of a file");
            return null;
        }
    }

    private @Nullable Double number(String key) {
        String text = text(key);
        if (text == null) {
            return null;
        }
        try {
            double number = Double.parseDouble(text.replace("_", ""));
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, like infinity.
        }
        complain(key, "a number", "this");
        return null;
    }

    /** Never shows the value: it may be a secret that slipped into the wrong line. */
    private void complain(String key, String wanted, String found) {
        reading.findings().error(placeOf(key), "this must be " + wanted + ", not " + found);
    }
}
