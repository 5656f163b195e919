package dev.signalbox.application.dispatch.attempt;

import dev.signalbox.application.accounting.Entry;
import dev.signalbox.application.dispatch.choice.Selection;
import dev.signalbox.application.driven.Upstream;
import dev.signalbox.application.driven.Upstream.Answer.Relayed;
import dev.signalbox.application.driven.routing.Signals;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.limits.Usage;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.domain.policy.RoutingPolicy;
import dev.signalbox.domain.pulse.Cooldown;
import dev.signalbox.domain.pulse.Pulse;
import dev.signalbox.domain.pulse.Tally;
import dev.signalbox.domain.routing.Candidate;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * One call on one deployment: it takes a place there, and whatever becomes of it is noted in the
 * deployment's pulse and in the books. Ended exactly once, by {@link #faulted}, {@link #abandoned}
 * or {@link #ended}; used by the call's thread.
 */
public final class Lease {

    /** Who asks for more time than that has not too many calls at once, but in a minute. */
    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    private final Taken taken;
    private final Runnable leaving;
    private final LongSupplier clock;
    private final Signals signals;
    private final long began;

    /**
     * What a lease is about.
     *
     * @param tokens of the question, estimated
     * @param peers the others of the group, for finding out whether this one may rest
     * @param mock whether nobody is asked: nothing is learned of the deployment then
     */
    record Taken(
            Signals.Place place,
            Candidate candidate,
            RoutingPolicy policy,
            long tokens,
            Selection peers,
            Entry entry,
            boolean mock) {

        private Taken pretended() {
            return new Taken(place, candidate, policy, tokens, peers, entry, true);
        }
    }

    /**
     * For a candidate whose place was taken with {@link Pulse#enter}.
     *
     * @param leaving is done when the place is free again
     */
    Lease(Taken taken, Runnable leaving, LongSupplier clock, Signals signals) {
        this.taken = taken;
        this.leaving = leaving;
        this.clock = clock;
        this.signals = signals;
        this.began = clock.getAsLong();
    }

    Signals.Place place() {
        return taken.place();
    }

    /** How long ago it began, in nanoseconds. */
    long age() {
        return clock.getAsLong() - began;
    }

    /** In place of this one, when an answer has begun for which nobody was asked. */
    Lease pretended() {
        taken.entry().answered();
        return new Lease(taken.pretended(), leaving, clock, signals);
    }

    /** An answer has begun: the deployment serves. */
    void answered(boolean streamed) {
        taken.entry().answered();
        long now = clock.getAsLong();
        if (streamed) {
            pulse().events().measured(now - began, now);
        }
        if (taken.policy().checks().found()) {
            pulse().capacity().answered(streamed, began, pulse().inFlight(), now);
        }
        boolean back = pulse().state(now) == Pulse.State.RETURNING;
        pulse().succeeded(now);
        if (back) {
            signals.returned(taken.place());
        }
    }

    /**
     * There is no answer, and that is not the deployment's doing: the caller waited too short, or
     * invented a name that a wildcard let through.
     */
    void excused(Upstream.Faulted faulted) {
        leave();
        pulse().abandoned();
        taken.entry().failed(faulted.fault(), faulted.usage());
    }

    /** There is no answer. */
    void faulted(Upstream.Faulted faulted) {
        Fault fault = faulted.fault();
        if (isOverrun(fault)) {
            // It needs no rest, but fewer calls.
            excused(faulted);
            return;
        }
        leave();
        taken.entry().failed(fault, faulted.usage());
        long now = clock.getAsLong();
        Pulse.State before = pulse().state(now);
        note(fault, before, pulse().failed(fault.kind(), now));
    }

    /** Whether it has too much to do just now, and fewer calls at once are the remedy. */
    private boolean isOverrun(Fault fault) {
        Duration asked = fault.retryAfter();
        boolean tooMuch =
                (fault.kind() == Fault.Kind.RATE_LIMITED || fault.kind() == Fault.Kind.UNAVAILABLE)
                        && (asked == null || asked.compareTo(A_MOMENT) <= 0);
        return tooMuch
                && taken.policy().checks().found()
                && pulse().capacity().overrun(began, pulse().inFlight(), clock.getAsLong());
    }

    /** The caller went away before there was an answer. */
    void abandoned() {
        leave();
        pulse().abandoned();
        taken.entry().abandoned();
    }

    /** Whether somebody knows what the answer costs. */
    public boolean isPriced() {
        return taken.entry().isPriced();
    }

    /** What an answer that took that will have cost. */
    public NanoUsd cost(Usage usage) {
        return taken.entry().cost(usage);
    }

    /**
     * An answer that had begun has ended.
     *
     * @param streamed whether it came event by event
     */
    public void ended(Relayed relayed, boolean streamed) {
        leave();
        taken.entry().ended(relayed);
        if (taken.mock()) {
            pulse().abandoned();
            return;
        }
        Usage usage = relayed.usage();
        if (usage != null) {
            // The tokens of its question were only estimated.
            pulse().spent(usage.total() - taken.tokens(), clock.getAsLong());
        }
        switch (relayed.ending()) {
            case WHOLE -> {
                if (!streamed) {
                    long now = clock.getAsLong();
                    pulse().documents().measured(now - began, now);
                }
            }
            case CUT_SHORT -> {
                long now = clock.getAsLong();
                Fault fault = Fault.of(Fault.Kind.BROKEN, "it broke off an answer that had begun");
                note(fault, pulse().state(now), pulse().brokeOff(now));
            }
            case ABANDONED -> {}
        }
    }

    /** Whoever fails while it returns has not recovered, however seldom it failed. */
    private void note(Fault fault, Pulse.State before, Tally tally) {
        long now = clock.getAsLong();
        Cooldown.Situation situation =
                new Cooldown.Situation(
                        taken.policy().rests(),
                        taken.candidate().deployment().terms(),
                        tally,
                        taken.peers().all().size() - 1,
                        taken.peers().healthyBeside(taken.candidate(), now));
        if (fault.kind() == Fault.Kind.TIMEOUT) {
            pulse().events().measured(now - began, now);
            pulse().documents().measured(now - began, now);
        }
        Duration rest =
                before == Pulse.State.RETURNING
                        ? Cooldown.again(fault, situation)
                        : Cooldown.after(fault, situation);
        if (rest != null && pulse().rest(rest.toNanos(), now)) {
            signals.rests(taken.place(), rest, fault);
        }
    }

    private void leave() {
        pulse().leave();
        leaving.run();
    }

    private Pulse pulse() {
        return taken.candidate().pulse();
    }
}
