package dev.signalbox.domain.rights;

import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.policy.RoutingTerms;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whoever is no administrator gives calls no other way than their own have. A policy of a key's own
 * takes the place of the team's and of everybody's, so it could switch off whatever those switch
 * on; a tag opens the deployments that have it.
 */
public final class RoutingRights {

    private RoutingRights() {}

    /**
     * The first way in which a key would go further than its giver; null if it does not.
     *
     * @param own what the giver's own key says
     * @param team what the team of the key says
     */
    public static Objection.@Nullable MoreThanOwn beyond(
            RoutingTerms wanted, RoutingTerms own, RoutingTerms team) {
        FreeJson settings = wanted.settings();
        if (!Objects.equals(settings, own.settings())) {
            return new Objection.MoreThanOwn(
                    "router_settings",
                    own.settings() == null
                            ? "only administrators write router_settings"
                            : "yours go with every key that you give, as they are");
        }
        Set<String> foreign = new TreeSet<>(wanted.tags());
        foreign.removeAll(own.tags());
        foreign.removeAll(team.tags());
        if (!foreign.isEmpty()) {
            return new Objection.MoreThanOwn(
                    "tags", "neither you nor the team have " + String.join(", ", foreign));
        }
        if (!wanted.tags().containsAll(own.tags())) {
            return new Objection.MoreThanOwn(
                    "tags",
                    "yours go with every key that you give: "
                            + String.join(", ", new TreeSet<>(own.tags())));
        }
        if (wanted.trustsTags() && !own.trustsTags() && !team.trustsTags()) {
            return new Objection.MoreThanOwn(
                    "metadata.allow_client_tags", "only administrators switch it on");
        }
        return own.stays() && !wanted.stays()
                ? new Objection.MoreThanOwn(
                        "metadata.disable_fallbacks", "yours goes with every key that you give")
                : null;
    }
}
