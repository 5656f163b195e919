package dev.signalbox.domain.policy;

import dev.signalbox.domain.catalog.FreeJson;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/**
 * What a key or a team says about the way of its calls.
 *
 * @param tags that its calls have ({@code tags}, and those in {@code metadata})
 * @param residency regions that its calls may be served in, in lower case; empty for any
 * @param settings a policy of its own, as it was written ({@code router_settings}); null for none
 * @param stays true: its calls go to no other group ({@code metadata.disable_fallbacks})
 * @param trustsTags true: callers' own tags count even where others' do not ({@code
 *     metadata.allow_client_tags})
 */
public record RoutingTerms(
        Set<String> tags,
        Set<String> residency,
        @Nullable FreeJson settings,
        boolean stays,
        boolean trustsTags) {

    /** Nothing is said. */
    public static final RoutingTerms NONE =
            new RoutingTerms(Set.of(), Set.of(), null, false, false);

    public RoutingTerms {
        tags = Set.copyOf(tags);
        residency = Set.copyOf(residency);
    }
}
