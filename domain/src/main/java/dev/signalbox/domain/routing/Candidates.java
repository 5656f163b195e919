package dev.signalbox.domain.routing;

import dev.signalbox.domain.catalog.ModelGroup;

import java.util.List;

/**
 * Whom a call may still ask: resting ones, those it asked already and those that may not serve it
 * are left out.
 *
 * @param group all of them, for what is looked up over the whole group
 * @param list at least one, in the group's order
 * @param streamed whether the call wants its answer event by event
 * @param tokens of the question, estimated
 * @param now nanoseconds of a clock that only goes forward
 */
public record Candidates(
        ModelGroup group, List<Candidate> list, boolean streamed, long tokens, long now) {

    public Candidates {
        if (list.isEmpty()) {
            throw new IllegalArgumentException("there is nobody to choose from in " + group.name());
        }
    }
}
