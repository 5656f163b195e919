package dev.signalbox.application.dispatch.choice;

import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.policy.Checks;
import dev.signalbox.domain.routing.Candidate;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/** Says why nobody of a group can be asked. Made for one choice, used by one thread. */
final class Denial {

    /** When the number of calls at once is the limit, nobody knows when one ends. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private static final long MINUTE = 60_000_000_000L;

    private final Selection.Query query;
    private final List<Candidate> all;
    private final @Nullable Bar[] bars;

    /**
     * @param bars why each of {@code all} is not asked
     */
    Denial(Selection.Query query, List<Candidate> all, @Nullable Bar[] bars) {
        this.query = query;
        this.all = all;
        this.bars = bars;
    }

    /** Whether that is why one of them is not asked. */
    boolean has(Bar bar) {
        for (Bar each : bars) {
            if (each == bar) {
                return true;
            }
        }
        return false;
    }

    /** Why nobody can be asked, and when that may be better at the soonest. */
    Refusal refusal() {
        ModelName group = query.station().group().name();
        if (has(Bar.BUSY)) {
            String limit = isFullAsSaid() ? "max_parallel_requests" : "adaptive_concurrency";
            return new Refusal.AllBusy(group, limit, SOON);
        }
        boolean rests = has(Bar.RESTING) || has(Bar.RETURNING);
        boolean used = has(Bar.REQUESTS) || has(Bar.TOKENS);
        long minute = MINUTE - Math.floorMod(query.now(), MINUTE);
        if (rests && (!used || shortestRest() <= minute)) {
            return new Refusal.AllResting(group, Duration.ofNanos(shortestRest()));
        }
        if (used) {
            String limit = has(Bar.REQUESTS) ? "rpm" : "tpm";
            return new Refusal.AllBusy(group, limit, Duration.ofNanos(minute));
        }
        if (has(Bar.BUDGET)) {
            return query.spent().values().iterator().next();
        }
        if (has(Bar.WINDOW)) {
            return new Refusal.UpstreamFailed(
                    group,
                    Fault.of(
                            Fault.Kind.CONTEXT_TOO_LONG,
                            "the question has about "
                                    + query.station().call().body().tokens()
                                    + " tokens, more than any deployment of the group can read"));
        }
        return has(Bar.TAGS)
                ? new Refusal.NoMatchForTags(group, query.rules().tags())
                : new Refusal.ResidencyUnavailable(group, query.rules().residency());
    }

    private boolean isFullAsSaid() {
        Checks checks = query.rules().checks();
        for (int i = 0; i < bars.length; i++) {
            Candidate one = all.get(i);
            if (bars[i] == Bar.BUSY && one.pulse().inFlight() >= Fit.said(one, checks)) {
                return true;
            }
        }
        return false;
    }

    /** Why nobody can be asked, a sentence for people. */
    String words() {
        Bar last = null;
        for (Bar each : bars) {
            last = last == null || (each != null && each.compareTo(last) > 0) ? each : last;
        }
        return last == null ? "there is nobody" : last.words();
    }

    private long shortestRest() {
        long shortest = Long.MAX_VALUE;
        for (int i = 0; i < bars.length; i++) {
            if (bars[i] == Bar.RESTING) {
                shortest = Math.min(shortest, all.get(i).pulse().restLeft(query.now()));
            }
        }
        return shortest == Long.MAX_VALUE ? SOON.toNanos() : Math.max(shortest, 1);
    }
}
