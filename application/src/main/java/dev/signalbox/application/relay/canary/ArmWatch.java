package dev.signalbox.application.relay.canary;

import dev.signalbox.application.call.Outcome.Ending;
import dev.signalbox.application.dispatch.Dispatched;
import dev.signalbox.application.dispatch.choice.Trip;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.catalog.Resolution;
import dev.signalbox.domain.pulse.Cooldown;

import java.util.function.LongSupplier;

/**
 * Sees how calls go whose name stood for several groups, and tells {@link Canaries}. A call that
 * another group served in the end is a failure of the group that was drawn. Safe for many threads.
 */
public final class ArmWatch {

    private final Canaries canaries;
    private final LongSupplier clock;

    /**
     * @param clock nanoseconds that only go forward
     */
    public ArmWatch(Canaries canaries, LongSupplier clock) {
        this.canaries = canaries;
        this.clock = clock;
    }

    /** Who is told. */
    public Canaries canaries() {
        return canaries;
    }

    /** Begins with a call. */
    public Watch watch(Trip trip) {
        return new Watch(trip);
    }

    /** One call; used by its thread. */
    public final class Watch {
        private final Trip trip;
        private final boolean idle;
        private final long start;
        private long took;

        private Watch(Trip trip) {
            this.trip = trip;
            // Who serves for a group that there is not says nothing of it.
            this.idle = trip.resolution().lots().isEmpty() || trip.resolution().instead() != null;
            this.start = idle ? 0 : clock.getAsLong();
        }

        /** Its answer has begun. */
        public void answered() {
            took = idle ? 0 : clock.getAsLong() - start;
        }

        /** Its answer has ended. */
        public void ended(Dispatched.Answered answered, Ending ending) {
            ModelGroup drawn = trip.resolution().group();
            boolean there = drawn != null && drawn.name().equals(answered.served().group());
            if (!idle && (there || !answered.excused())) {
                tell(there && ending != Ending.CUT_SHORT);
            }
        }

        /** Nobody served it. What its caller did wrong says nothing of the group. */
        public void unserved(Refusal refusal) {
            if (idle || trip.hangup().happened()) {
                return;
            }
            answered();
            boolean ofCaller =
                    refusal instanceof Refusal.UpstreamFailed failed
                            && !Cooldown.counts(failed.fault().kind());
            boolean ofRules =
                    refusal instanceof Refusal.NoMatchForTags
                            || refusal instanceof Refusal.ResidencyUnavailable;
            if (!ofCaller && !ofRules) {
                tell(false);
            }
        }

        private void tell(boolean good) {
            for (Resolution.Lot lot : trip.resolution().lots()) {
                canaries.ended(lot, good, took, clock.getAsLong());
            }
        }
    }
}
