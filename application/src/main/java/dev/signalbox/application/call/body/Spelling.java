package dev.signalbox.application.call.body;

import dev.signalbox.application.call.body.CallBody.Member;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How bodies are written for one deployment.
 *
 * @param defaults members that are added where a caller leaves them out
 * @param dropped members that this model does not take ({@code drop_params})
 * @param renamed members that it knows by another name, as {@code max_tokens} by {@code
 *     max_completion_tokens}; whoever wrote both means the second
 * @param metadata whether {@code metadata} of callers goes up ({@code forward_metadata}), without
 *     what of it is meant for us; else all of it is
 */
public record Spelling(
        List<Member> defaults, Set<String> dropped, Map<String, String> renamed, boolean metadata) {

    /** What callers write into {@code metadata} stays here. */
    public Spelling(List<Member> defaults, Set<String> dropped, Map<String, String> renamed) {
        this(defaults, dropped, renamed, false);
    }

    /** As it came. */
    public static final Spelling PLAIN = new Spelling(List.of(), Set.of(), Map.of());

    public Spelling {
        defaults = List.copyOf(defaults);
        dropped = Set.copyOf(dropped);
        renamed = Map.copyOf(renamed);
    }

    /** The same for who must not be told that member. */
    public Spelling without(String member) {
        Set<String> less = new HashSet<>(dropped);
        less.add(member);
        return new Spelling(defaults, less, renamed, metadata);
    }

    /** Only with defaults. */
    public static Spelling with(List<Member> defaults) {
        return new Spelling(defaults, Set.of(), Map.of());
    }
}
