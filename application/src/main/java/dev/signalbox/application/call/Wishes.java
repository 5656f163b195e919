package dev.signalbox.application.call;

import dev.signalbox.application.call.body.CallBody;
import dev.signalbox.domain.catalog.ModelName;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a caller says about the way of a call, in its body or its headers; null where nothing is
 * said. Within bounds already: whoever reads it refuses what cannot be meant.
 *
 * @param elsewhere where to go if the group cannot serve it; in place of every configured list
 * @param stays true: to no other group ({@code disable_fallbacks})
 * @param retries how often to try again
 * @param timeout for the whole call; of a stream, for its first event
 * @param streamTimeout for the first event of a stream
 * @param tags in the order of their mention
 * @param session calls with the same one belong together
 * @param user whoever uses the caller's application
 */
public record Wishes(
        @Nullable Elsewhere elsewhere,
        boolean stays,
        @Nullable Integer retries,
        @Nullable Duration timeout,
        @Nullable Duration streamTimeout,
        Set<String> tags,
        @Nullable String session,
        @Nullable String user) {

    /** Nothing is said. */
    public static final Wishes NONE =
            new Wishes(null, false, null, null, null, Set.of(), null, null);

    /**
     * A caller's own fallbacks: either a list for whatever fails, or lists by the name that failed.
     */
    public record Elsewhere(List<Fallback> list, Map<ModelName, List<ModelName>> byName) {
        public Elsewhere {
            list = List.copyOf(list);
            byName = Map.copyOf(byName);
        }
    }

    /**
     * One place to go.
     *
     * @param model as the caller writes it, perhaps an alias; null: what was asked first
     * @param changes members of the body that are replaced or added, there and in every later
     *     fallback of the list
     */
    public record Fallback(@Nullable ModelName model, List<CallBody.Member> changes) {
        public Fallback {
            changes = List.copyOf(changes);
        }
    }
}
