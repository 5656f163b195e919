package dev.signalbox.domain.policy;

/**
 * Whether tags decide who may serve a call.
 *
 * @param on false: they decide nothing ({@code enable_tag_filtering})
 * @param any true: one tag in common is enough; false: a deployment has all of the call's tags
 *     ({@code tag_filtering_match_any})
 * @param ofCallers false: only tags of the key and the team count
 */
public record TagRule(boolean on, boolean any, boolean ofCallers) {

    /** Tags decide nothing. */
    public static final TagRule OFF = new TagRule(false, true, true);
}
