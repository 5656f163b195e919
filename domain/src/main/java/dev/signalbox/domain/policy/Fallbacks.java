package dev.signalbox.domain.policy;

import dev.signalbox.domain.catalog.ModelName;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * Where a call goes whose group could not serve it. The lists are found by the name asked for, then
 * by the group's own.
 *
 * @param general for every failure that has no list of its own
 * @param ofLength for questions that are too long ({@code context_window_fallbacks}); null: {@code
 *     general} holds for them
 * @param ofContent for what was filtered ({@code content_policy_fallbacks}); null: {@code general}
 * @param byDefault for groups that {@code general} does not name
 * @param most how many groups a call may be sent to after the first
 * @param checked false: whether the caller may ask for a target of a configured list is not asked
 * @param continues true: they also go on with a stream that broke off
 */
public record Fallbacks(
        Map<ModelName, List<ModelName>> general,
        @Nullable Map<ModelName, List<ModelName>> ofLength,
        @Nullable Map<ModelName, List<ModelName>> ofContent,
        List<ModelName> byDefault,
        int most,
        boolean checked,
        boolean continues) {

    /** How many groups a call may be sent to where nobody said anything. */
    public static final int MOST = 5;

    /** Nowhere. */
    public static final Fallbacks NONE =
            new Fallbacks(Map.of(), null, null, List.of(), MOST, true, false);

    /** What {@code lists} say of the first of {@code names} that they know; empty for none. */
    public static List<ModelName> of(Map<ModelName, List<ModelName>> lists, List<ModelName> names) {
        for (ModelName name : names) {
            List<ModelName> list = lists.get(name);
            if (list != null) {
                return list;
            }
        }
        return List.of();
    }

    public Fallbacks {
        general = Map.copyOf(general);
        ofLength = ofLength == null ? null : Map.copyOf(ofLength);
        ofContent = ofContent == null ? null : Map.copyOf(ofContent);
        byDefault = List.copyOf(byDefault);
    }
}
