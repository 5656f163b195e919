package dev.signalbox.bootstrap.config.routing;

import dev.signalbox.bootstrap.config.reading.KnownKeys;
import dev.signalbox.bootstrap.config.yaml.Findings;
import dev.signalbox.bootstrap.config.yaml.Place;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.catalog.NamePattern;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The names that a file serves.
 *
 * @param groups with a star in some of them
 * @param others that hold for everybody: aliases, and what models are called themselves
 * @param moreExpected true: other models are in the database
 */
public record ServedNames(Set<ModelName> groups, Set<ModelName> others, boolean moreExpected) {

    public ServedNames {
        groups = Set.copyOf(groups);
        others = Set.copyOf(others);
    }

    /** Whether a group of that name, or with that pattern, serves calls for {@code name}. */
    public static boolean leads(ModelName name, ModelName group) {
        NamePattern pattern = NamePattern.in(group.text());
        return pattern == null ? group.equals(name) : pattern.matches(name.text());
    }

    /** Says which of the groups that are named nobody serves. */
    void check(List<Mention> mentions, Findings findings) {
        for (Mention mention : mentions) {
            if (!serves(mention.name())) {
                tell(mention, findings);
            }
        }
    }

    private boolean serves(ModelName name) {
        return others.contains(name) || groups.stream().anyMatch(group -> leads(name, group));
    }

    /** Teams have aliases of their own, which no file knows; calls are never sent to those. */
    private void tell(Mention mention, Findings findings) {
        String missing =
                "there is no model " + Place.shown(mention.name().text()) + nearest(mention);
        if (!mention.target()) {
            findings.warn(
                    mention.place(),
                    missing + " It holds for an alias of a team, or a stored model, of that name.");
        } else if (moreExpected) {
            findings.warn(mention.place(), missing + " It works if one is stored.");
        } else {
            findings.error(
                    mention.place(),
                    missing
                            + " If it is kept in the database, say"
                            + " general_settings.store_model_in_db: true.");
        }
    }

    private String nearest(Mention mention) {
        Set<String> known = new LinkedHashSet<>();
        groups.stream().sorted().forEach(name -> known.add(name.text()));
        others.stream().sorted().forEach(name -> known.add(name.text()));
        String nearest = KnownKeys.nearest(mention.name().text(), known);
        return nearest == null ? " in model_list." : "; did you mean " + nearest + "?";
    }
}
