package dev.signalbox.bootstrap.config.reading;

import dev.signalbox.bootstrap.config.yaml.ConfigNode.Member;
import dev.signalbox.bootstrap.config.yaml.Findings;
import dev.signalbox.bootstrap.config.yaml.Place;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;

/**
 * What everybody needs who reads a piece of the file.
 *
 * @param unknownKeysAllowed true: a key that nobody knows is a warning and no error
 */
public record Reading(
        Findings findings, Environment environment, KnownKeys keys, boolean unknownKeysAllowed) {

    /** The same with these variables. */
    public Reading with(Environment environment) {
        return new Reading(findings, environment, keys, unknownKeysAllowed);
    }

    /** Says what is to be said about a key of {@code group} that the group does not serve. */
    public void reportUnserved(Member member, KnownKeys.Group group) {
        reportUnserved(member, group, List.of());
    }

    /**
     * The same.
     *
     * @param more keys that would have been served here beside those of the group
     */
    public void reportUnserved(Member member, KnownKeys.Group group, Collection<String> more) {
        String absence = group.absence(member.key());
        if (absence != null) {
            findings.warn(member.place(), "is LiteLLM's and not served yet. " + absence);
            return;
        }
        String message =
                "nobody knows this key"
                        + suggestion(
                                group.nearest(member.key(), more),
                                keys.sectionOf(member.key(), group));
        if (unknownKeysAllowed) {
            findings.warn(member.place(), message + " It has no effect.");
        } else {
            findings.error(member.place(), message + " Correct or remove it" + wayOut(member));
        }
    }

    /** The option is about the file; whatever is stored is checked in any case. */
    private static String wayOut(Member member) {
        return member.place().file().isEmpty()
                ? "."
                : ", or start with --allow-unknown-config-keys.";
    }

    private static String suggestion(@Nullable String nearest, @Nullable String section) {
        if (section != null) {
            return "file".equals(section)
                    ? " here; it belongs at the top of the file."
                    : " here; it belongs into "
                            + ("request".equals(section) ? "litellm_params" : section)
                            + ".";
        }
        return nearest == null ? "." : "; did you mean " + Place.shown(nearest) + "?";
    }
}
