package dev.signalbox.application.admin.spend;

import dev.signalbox.application.admin.Changes;
import dev.signalbox.application.admin.Changes.Veto;
import dev.signalbox.application.driven.Registry.Edit;
import dev.signalbox.application.driving.admin.Verdict;
import dev.signalbox.application.driving.admin.spend.ManageBudgets;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.quota.Holder;
import dev.signalbox.domain.rights.Actor;
import dev.signalbox.domain.rights.Objection;
import dev.signalbox.domain.stored.Bounded;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** What bounds those who are neither keys nor teams nor users. Safe for many threads. */
public final class BudgetAdmin implements ManageBudgets {

    private final Changes changes;
    private final InstantSource clock;

    public BudgetAdmin(Changes changes, InstantSource clock) {
        this.changes = changes;
        this.clock = clock;
    }

    @Override
    public Verdict<Bounded> create(Actor actor, Wanted wanted) {
        return make(
                actor,
                edit -> {
                    if (edit.bounded(wanted.holder()).isPresent()) {
                        throw new Veto(new Objection.SaidAlready(wanted.holder()));
                    }
                    Instant now = Changes.moment(clock);
                    return put(
                            edit,
                            new Bounded(
                                    wanted.holder(),
                                    wanted.limits(),
                                    wanted.blocked(),
                                    wanted.extras(),
                                    now,
                                    now));
                });
    }

    @Override
    public Verdict<Bounded> change(Actor actor, Holder holder, Change change) {
        return make(
                actor,
                edit -> {
                    Bounded before = existing(edit, holder);
                    return put(
                            edit,
                            new Bounded(
                                    holder,
                                    change.limits().apply(before.limits()),
                                    change.blocked() == null ? before.blocked() : change.blocked(),
                                    change.extras().apply(before.extras()),
                                    before.createdAt(),
                                    later(before)));
                });
    }

    @Override
    public Verdict<List<Bounded>> block(Actor actor, List<Holder> holders, boolean blocked) {
        return make(
                actor,
                edit -> {
                    List<Bounded> all = new ArrayList<>();
                    for (Holder holder : holders) {
                        Bounded before = edit.bounded(holder).orElseGet(() -> unsaid(holder));
                        all.add(put(edit, before.withBlocked(blocked, later(before))));
                    }
                    return List.copyOf(all);
                });
    }

    @Override
    public Verdict<List<Holder>> delete(Actor actor, List<Holder> holders) {
        return make(
                actor,
                edit -> {
                    for (Holder holder : holders) {
                        Bounded before = existing(edit, holder);
                        String id = holder.ids().getFirst();
                        if (holder.level() == Holder.Level.TERMS && edit.isInForce(id)) {
                            throw new Veto(new Objection.TermsInUse(id));
                        }
                        edit.remove(before.holder());
                    }
                    return List.copyOf(holders);
                });
    }

    @Override
    public Verdict<List<Bounded>> look(Actor actor, List<Holder> holders) {
        return changes.ask(
                () -> {
                    Changes.require(actor.rights().reads());
                    List<Bounded> all = new ArrayList<>();
                    for (Holder holder : holders) {
                        Bounded said = changes.live().present().bounded(holder);
                        if (said == null) {
                            throw new Veto(new Objection.NothingSaid(holder));
                        }
                        all.add(said);
                    }
                    return List.copyOf(all);
                });
    }

    @Override
    public Verdict<List<Bounded>> list(Actor actor, Holder.Level level) {
        return changes.ask(
                () -> {
                    Changes.require(actor.rights().reads());
                    return changes.live().present().bounded().stream()
                            .filter(said -> said.holder().level() == level)
                            .sorted(Comparator.comparing(said -> said.holder().id()))
                            .toList();
                });
    }

    private <T> Verdict<T> make(Actor actor, Function<Edit, T> change) {
        return changes.make(
                actor,
                edit -> {
                    Changes.require(actor.rights().administers());
                    return change.apply(edit);
                });
    }

    private static Bounded put(Edit edit, Bounded bounded) {
        Changes.requireTerms(edit, bounded.limits());
        edit.put(bounded);
        return bounded;
    }

    private static Bounded existing(Edit edit, Holder holder) {
        return edit.bounded(holder).orElseThrow(() -> new Veto(new Objection.NothingSaid(holder)));
    }

    private Bounded unsaid(Holder holder) {
        Instant now = Changes.moment(clock);
        return new Bounded(holder, Limits.NONE, false, FreeJson.EMPTY, now, now);
    }

    private Instant later(Bounded before) {
        return Changes.after(before.updatedAt(), clock.instant());
    }
}
