package dev.signalbox.application.driving.admin.spend;

import dev.signalbox.application.driving.admin.Verdict;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.quota.Holder;
import dev.signalbox.domain.rights.Actor;
import dev.signalbox.domain.stored.Bounded;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Somebody says what bounds those who are neither keys nor teams nor users: people who use
 * applications, tags, and terms that several share. Administrators change it, whoever may look at
 * everything looks at it. What was answered is effective in this process.
 */
public interface ManageBudgets {

    /** Says something of a holder of whom nothing was said. */
    Verdict<Bounded> create(Actor actor, Wanted wanted);

    /** Says something else of one. */
    Verdict<Bounded> change(Actor actor, Holder holder, Change change);

    /**
     * Nobody is served for these any more, or they are again; it need not have been said anything
     * of them.
     */
    Verdict<List<Bounded>> block(Actor actor, List<Holder> holders, boolean blocked);

    /** Takes back what was said of them, of all or of none; terms that are in force stay. */
    Verdict<List<Holder>> delete(Actor actor, List<Holder> holders);

    /** What is said of them. */
    Verdict<List<Bounded>> look(Actor actor, List<Holder> holders);

    /** What is said of all on that level, in the order of their ids. */
    Verdict<List<Bounded>> list(Actor actor, Holder.Level level);

    /**
     * What is to be said of one.
     *
     * @param extras an object of the fields that are kept and not interpreted here
     */
    record Wanted(Holder holder, Limits limits, boolean blocked, FreeJson extras) {}

    /**
     * What is to be different.
     *
     * @param blocked null: as it was
     */
    record Change(
            UnaryOperator<Limits> limits,
            @Nullable Boolean blocked,
            UnaryOperator<FreeJson> extras) {}
}
