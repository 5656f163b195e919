package dev.signalbox.application.dispatch.choice;

import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.policy.Checks;
import dev.signalbox.domain.policy.TagRule;
import dev.signalbox.domain.pulse.Pulse;
import dev.signalbox.domain.routing.Candidate;
import dev.signalbox.domain.routing.Candidates;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whom a call may ask in one group at one moment, and why not the others. Made for one choice, used
 * by one thread.
 */
public final class Selection {

    private final Query query;
    private final List<Candidate> all;
    private final @Nullable Bar[] bars;

    /**
     * What a choice depends on.
     *
     * @param tried those that this call has asked in this group; left out while there are others
     * @param spent those whose budget has nothing left for this call, and who says so
     * @param now nanoseconds of a clock that only goes forward
     */
    public record Query(
            Station station,
            Rules rules,
            Set<Deployment.Id> tried,
            Map<Deployment.Id, Refusal> spent,
            long now) {}

    /**
     * What holds for the whole call.
     *
     * @param residency regions that it may be served in; empty for any
     * @param tags of the call
     * @param maker the only one that can serve it; null if others can as well
     */
    public record Rules(
            Set<String> residency,
            TagRule tagRule,
            Set<String> tags,
            Checks checks,
            Deployment.@Nullable Id maker) {}

    public Selection(Query query, Pulses pulses) {
        this.query = query;
        this.all = new ArrayList<>(query.station().group().deployments().size());
        for (Deployment deployment : query.station().group().deployments()) {
            all.add(pulses.candidate(deployment));
        }
        this.bars = new Bar[all.size()];
        sift();
    }

    /** Why that one is not asked; null if it may be. */
    public @Nullable Bar bar(int index) {
        return bars[index];
    }

    /** All of the group, in its order. */
    public List<Candidate> all() {
        return all;
    }

    /** How many others of the group do not rest. */
    public int healthyBeside(Candidate one, long now) {
        int healthy = 0;
        for (Candidate candidate : all) {
            boolean other = candidate.pulse() != one.pulse();
            healthy += other && candidate.pulse().state(now) != Pulse.State.RESTING ? 1 : 0;
        }
        return healthy;
    }

    /** Those that may be asked; null if there are none. */
    public @Nullable Candidates candidates() {
        List<Candidate> list = left();
        return list.isEmpty() ? null : among(list);
    }

    /** As if this one were the only one. */
    public Candidates among(List<Candidate> list) {
        return new Candidates(
                query.station().group(),
                list,
                query.station().call().streamed(),
                query.station().call().body().tokens(),
                query.now());
    }

    /** Whether nobody is left because places are taken that will be free again. */
    public boolean isFull() {
        return denial().has(Bar.BUSY);
    }

    /** Why nobody can be asked, and when that may be better at the soonest. */
    public Refusal refusal() {
        return denial().refusal();
    }

    /** Why nobody can be asked, a sentence for people. */
    public String words() {
        return denial().words();
    }

    private Denial denial() {
        return new Denial(query, all, bars);
    }

    private void sift() {
        Deployment.Id maker = query.rules().maker();
        if (maker != null) {
            bar(Bar.MAKER, candidate -> !candidate.deployment().id().equals(maker));
        }
        Set<String> residency = query.rules().residency();
        bar(Bar.RESIDENCY, candidate -> !residency.isEmpty() && !Fit.lies(candidate, residency));
        barOtherTags();
        Checks checks = query.rules().checks();
        long tokens = query.station().call().body().tokens();
        if (checks.window()) {
            bar(
                    Bar.WINDOW,
                    candidate -> Fit.isOver(candidate.deployment().terms().window(), tokens));
        }
        long now = query.now();
        boolean direct = query.station().resolution().isDirect() || maker != null;
        // Whoever names a deployment gets that one, whether it rests or not.
        bar(
                Bar.RESTING,
                candidate -> !direct && candidate.pulse().state(now) == Pulse.State.RESTING);
        if (checks.minute()) {
            barThoseWhoseMinuteIsFull(tokens);
        }
        barTheFull();
        barThoseBeingTried();
        Map<Deployment.Id, Refusal> spent = query.spent();
        if (!spent.isEmpty()) {
            bar(Bar.BUDGET, candidate -> spent.containsKey(candidate.deployment().id()));
        }
        barTried();
        barHigherOrders();
    }

    private void barTheFull() {
        Checks checks = query.rules().checks();
        bar(Bar.BUSY, candidate -> candidate.pulse().inFlight() >= Fit.most(candidate, checks));
    }

    /** Of deployments with a tag of the call's there may be some; else those for the rest serve. */
    private void barOtherTags() {
        TagRule rule = query.rules().tagRule();
        if (!rule.on()) {
            return;
        }
        Set<String> tags = query.rules().tags();
        boolean matched = !tags.isEmpty() && some(candidate -> Fit.matches(candidate, tags, rule));
        boolean kept = some(candidate -> Fit.isForTheRest(candidate));
        if (matched) {
            bar(Bar.TAGS, candidate -> !Fit.matches(candidate, tags, rule));
        } else if (kept || !tags.isEmpty()) {
            bar(Bar.TAGS, candidate -> !Fit.isForTheRest(candidate));
        }
    }

    private void barThoseWhoseMinuteIsFull(long tokens) {
        long now = query.now();
        bar(
                Bar.REQUESTS,
                candidate ->
                        Fit.isOver(
                                candidate.deployment().terms().rpm(),
                                candidate.pulse().requests(now) + 1));
        bar(
                Bar.TOKENS,
                candidate ->
                        Fit.isOver(
                                candidate.deployment().terms().tpm(),
                                candidate.pulse().tokens(now) + tokens));
    }

    /** One call at a time asks somebody who has rested; if nobody else is left, any number. */
    private void barThoseBeingTried() {
        long now = query.now();
        if (some(candidate -> candidate.pulse().state(now) == Pulse.State.SERVING)) {
            bar(
                    Bar.RETURNING,
                    candidate ->
                            candidate.pulse().state(now) == Pulse.State.RETURNING
                                    && candidate.pulse().isTried());
        }
    }

    private void barTried() {
        Set<Deployment.Id> tried = query.tried();
        if (!tried.isEmpty()) {
            bar(Bar.TRIED, candidate -> tried.contains(candidate.deployment().id()));
        }
    }

    private void barHigherOrders() {
        int lowest = Integer.MAX_VALUE;
        for (int i = 0; i < bars.length; i++) {
            lowest =
                    bars[i] == null ? Math.min(lowest, Fit.order(all.get(i).deployment())) : lowest;
        }
        int first = lowest;
        bar(Bar.ORDER, candidate -> Fit.order(candidate.deployment()) > first);
    }

    private interface Test {
        boolean holds(Candidate candidate);
    }

    private void bar(Bar bar, Test test) {
        for (int i = 0; i < bars.length; i++) {
            if (bars[i] == null && test.holds(all.get(i))) {
                bars[i] = bar;
            }
        }
    }

    private boolean some(Test test) {
        for (int i = 0; i < bars.length; i++) {
            if (bars[i] == null && test.holds(all.get(i))) {
                return true;
            }
        }
        return false;
    }

    private List<Candidate> left() {
        List<Candidate> left = new ArrayList<>(all.size());
        for (int i = 0; i < bars.length; i++) {
            if (bars[i] == null) {
                left.add(all.get(i));
            }
        }
        return left;
    }
}
