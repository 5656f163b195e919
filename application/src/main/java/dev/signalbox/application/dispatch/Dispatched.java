package dev.signalbox.application.dispatch;

import dev.signalbox.application.call.Served;
import dev.signalbox.application.dispatch.attempt.Journey;
import dev.signalbox.application.dispatch.attempt.Lease;
import dev.signalbox.application.dispatch.choice.Station;
import dev.signalbox.application.driven.Upstream;
import dev.signalbox.domain.access.Refusal;

import org.jspecify.annotations.Nullable;

/** What became of a call before anything reached its caller. */
public sealed interface Dispatched {

    /**
     * An answer has begun. Whoever gets it closes it and ends the lease.
     *
     * @param served who answers, and what was tried before
     * @param station where
     * @param journey the way there
     */
    record Answered(
            Served served, Upstream.Answer answer, Lease lease, Station station, Journey journey)
            implements Dispatched {

        /** Whether the first group failed, if it did, for a reason that was not its own. */
        public boolean excused() {
            return journey.isExcused();
        }
    }

    /**
     * Nobody serves it.
     *
     * @param served who was asked first; null if it did not come to that
     */
    record Unserved(Refusal refusal, @Nullable Served served) implements Dispatched {}
}
