package dev.signalbox.application.admin.spend;

import dev.signalbox.application.admin.Changes;
import dev.signalbox.application.admin.Changes.Veto;
import dev.signalbox.application.driven.money.SpendCorrections;
import dev.signalbox.application.driven.money.SpendCorrections.Charged;
import dev.signalbox.application.driven.money.SpendCorrections.Correction;
import dev.signalbox.application.driving.admin.Verdict;
import dev.signalbox.application.driving.admin.spend.CorrectSpend;
import dev.signalbox.application.ledger.Intent;
import dev.signalbox.domain.history.OrderedCorrection;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.domain.rights.Actor;
import dev.signalbox.domain.rights.Objection;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** Prices the past anew, page by page. Safe for many threads. */
public final class SpendCorrector implements CorrectSpend {

    private static final System.Logger LOG = System.getLogger(SpendCorrector.class.getName());

    /**
     * Rows in one transaction: it holds the meters that they name, and calls that ask for more of
     * those must not wait for long.
     */
    private static final int AT_ONCE = 250;

    private final Changes changes;
    private final SpendCorrections corrections;
    private final InstantSource clock;

    public SpendCorrector(Changes changes, SpendCorrections corrections, InstantSource clock) {
        this.changes = changes;
        this.corrections = corrections;
        this.clock = clock;
    }

    @Override
    public Verdict<Page> preview(Actor actor, Part part) {
        return Ledger.ask(
                changes,
                () -> {
                    Changes.require(actor.rights().reads());
                    return look(part).page();
                });
    }

    @Override
    public Verdict<Applied> apply(Actor actor, Part part, String page) {
        return Ledger.ask(
                changes,
                () -> {
                    Changes.require(actor.rights().administers());
                    Looked looked = look(part);
                    if (!looked.page().id().equals(page)) {
                        throw new Veto(new Objection.DryRunOutdated());
                    }
                    if (!looked.corrections().isEmpty()) {
                        note(actor, part, looked);
                    }
                    int written = write(looked.corrections());
                    if (written > 0) {
                        tell(actor, part, written);
                    }
                    return new Applied(looked.page(), written);
                });
    }

    private record Looked(Page page, List<Correction> corrections) {}

    private Looked look(Part part) {
        if (part.to().isAfter(clock.instant())) {
            throw new Veto(new Objection.PeriodNotOver());
        }
        List<Charged> questions = corrections.charged(part.from(), part.to(), part.after(), PAGE);
        Repricer repricer = new Repricer(changes.live().present());
        PageSums sums = new PageSums();
        for (Charged question : questions) {
            if (isMeant(part.model(), question.receipt().intent().target())) {
                sums.add(question, repricer.price(question.receipt()));
            }
        }
        Intent last = questions.isEmpty() ? null : questions.getLast().receipt().intent();
        Instant reached = last == null ? null : last.at();
        UUID next = last == null || questions.size() < PAGE ? null : last.id();
        return new Looked(sums.page(reached, next), sums.corrections());
    }

    /** Before anything is written: nothing is corrected that the history does not know of. */
    private void note(Actor actor, Part part, Looked looked) {
        NanoUsd difference =
                looked.page().totals().stream()
                        .map(total -> total.cost().minus(total.charged()))
                        .reduce(NanoUsd.ZERO, NanoUsd::plus);
        OrderedCorrection ordered =
                new OrderedCorrection(
                        part.from(),
                        part.to(),
                        part.model(),
                        looked.corrections().size(),
                        difference);
        Verdict<Boolean> noted =
                changes.make(
                        actor,
                        edit -> {
                            edit.note(ordered);
                            return true;
                        });
        if (noted instanceof Verdict.Objected<Boolean> no) {
            throw new Veto(no.objection());
        }
    }

    private int write(List<Correction> all) {
        int written = 0;
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            written += corrections.correct(all.subList(from, Math.min(all.size(), from + AT_ONCE)));
        }
        return written;
    }

    private static void tell(Actor actor, Part part, int written) {
        LOG.log(
                System.Logger.Level.INFO,
                "{0} has priced questions from {1} to {2} anew: {3} rows of corrections",
                actor.name(),
                part.from(),
                part.to(),
                written);
    }

    private static boolean isMeant(@Nullable String model, Intent.Target target) {
        return model == null || model.equals(target.group()) || model.equals(target.model());
    }
}
