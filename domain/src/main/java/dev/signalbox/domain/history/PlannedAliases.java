package dev.signalbox.domain.history;

import dev.signalbox.domain.access.Aliases;
import dev.signalbox.domain.access.Team;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Aliases that a team is to have from a moment on, and what became of that.
 *
 * @param at by the clock of where it is stored
 * @param by who wants it; as whom it stands in the history when it happens
 * @param bound true: by one of the team's own admins, so never more than the team may call then
 * @param made when it was asked for
 * @param why why it did not happen; null unless it failed
 */
public record PlannedAliases(
        String id,
        Team.Id team,
        Aliases aliases,
        Instant at,
        Author by,
        boolean bound,
        Instant made,
        State state,
        @Nullable String why) {

    /** What became of it. */
    public enum State {
        /** Its moment has not come. */
        WAITING("waiting"),
        /** It happened, once. */
        DONE("done"),
        /** Somebody called it off. */
        CANCELLED("cancelled"),
        /** Its moment came and it could not be done; it is not tried again. */
        FAILED("failed");

        private final String word;

        State(String word) {
            this.word = word;
        }

        /** Its name on the wire and in the database. */
        public String word() {
            return word;
        }
    }

    /** The same, after that became of it. */
    public PlannedAliases ended(State state, @Nullable String why) {
        return new PlannedAliases(id, team, aliases, at, by, bound, made, state, why);
    }

    /** Whether it is to happen at {@code now}. */
    public boolean isDue(Instant now) {
        return state == State.WAITING && !at.isAfter(now);
    }
}
