package dev.signalbox.application.admin;

import dev.signalbox.application.admin.routing.RoutingRules;
import dev.signalbox.application.directory.Directory;
import dev.signalbox.application.directory.LiveDirectory;
import dev.signalbox.application.driven.Registry;
import dev.signalbox.application.driven.Registry.Edit;
import dev.signalbox.application.driven.Registry.RegistryUnavailable;
import dev.signalbox.application.driving.admin.Verdict;
import dev.signalbox.domain.access.Aliases;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.history.Author;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.quota.Holder;
import dev.signalbox.domain.rights.Actor;
import dev.signalbox.domain.rights.Objection;
import dev.signalbox.domain.rights.Objection.OutsideResidency;
import dev.signalbox.domain.rights.Scope;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One change, one transaction, effective here before anybody is told that it is done. Safe for many
 * threads.
 */
public final class Changes {

    private final Registry registry;
    private final LiveDirectory live;
    private final RoutingRules rules;

    /**
     * @param rules what must hold for the way of calls
     */
    public Changes(Registry registry, LiveDirectory live, RoutingRules rules) {
        this.registry = registry;
        this.live = live;
        this.rules = rules;
    }

    /** Makes a change that may be objected to; an objection undoes what was written before it. */
    public <T> Verdict<T> make(Actor actor, Function<Registry.Edit, T> change) {
        return make(actor.author(), change);
    }

    /** The same for somebody who asked for it earlier. */
    public <T> Verdict<T> make(Author author, Function<Registry.Edit, T> change) {
        Verdict<T> verdict = ask(() -> registry.change(author, change));
        if (verdict instanceof Verdict.Granted<T>) {
            takeOver();
        }
        return verdict;
    }

    /** Asks the registry something. */
    public <T> Verdict<T> ask(Supplier<T> question) {
        try {
            return new Verdict.Granted<>(question.get());
        } catch (Veto veto) {
            return new Verdict.Objected<>(veto.objection);
        } catch (RegistryUnavailable e) {
            return new Verdict.Objected<>(new Objection.RegistryAway());
        }
    }

    /** Goes on only if the actor has the right. */
    public static void require(boolean right) {
        if (!right) {
            throw new Veto(new Objection.NotForYou());
        }
    }

    /**
     * Goes on only if nothing has changed since the actor looked.
     *
     * @param seen null if they do not care
     */
    static void requireSeen(@Nullable Instant seen, Instant present) {
        if (seen != null && !seen.equals(present)) {
            throw new Veto(new Objection.ChangedMeanwhile());
        }
    }

    /** When something is said to have been made, as exactly as it can be stored and shown. */
    public static Instant moment(InstantSource clock) {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** When a change is said to have been made: later than the one before, to the microsecond. */
    public static Instant after(Instant before, Instant now) {
        Instant next = before.plus(1, ChronoUnit.MICROS);
        Instant present = now.truncatedTo(ChronoUnit.MICROS);
        return present.isBefore(next) ? next : present;
    }

    /**
     * Goes on only if every alias names something that can be called.
     *
     * @param field where they stood
     */
    void requireGroups(String field, Aliases aliases) {
        Directory directory = live.present();
        Map<ModelName, ModelName> dangling = aliases.dangling(directory::serves);
        if (!dangling.isEmpty()) {
            throw new Veto(new Objection.AliasToNowhere(field, dangling, directory.groupNames()));
        }
    }

    /** Goes on only if the terms that these name are there. */
    public static void requireTerms(Edit edit, Limits limits) {
        String terms = limits.terms();
        if (terms != null && edit.bounded(Holder.of(Holder.Level.TERMS, terms)).isEmpty()) {
            throw new Veto(new Objection.NoSuchTerms(terms));
        }
    }

    /** The team, which must be there. */
    static Team existing(Edit edit, Team.Id id) {
        return edit.team(id).orElseThrow(() -> new Veto(new Objection.NoSuchTeam(id)));
    }

    /** The team, if the actor may see it; else it is not there for them. */
    public static Team visible(Edit edit, Actor actor, Team.Id id) {
        return edit.team(id)
                .filter(team -> actor.rights().mayLookAt(team))
                .orElseThrow(() -> new Veto(new Objection.NoSuchTeam(id)));
    }

    /** Goes on only if there is no objection. */
    static void requireNo(@Nullable Objection objection) {
        if (objection != null) {
            throw new Veto(objection);
        }
    }

    /**
     * Goes on only if a team can have these aliases.
     *
     * @param bound true: it gets no further by them than it does already
     */
    public void requireFit(Edit edit, Team team, Aliases aliases, boolean bound) {
        requireGroups("model_aliases", aliases);
        if (bound) {
            Scope wider = Scope.of(team).withAliases(aliases);
            requireNo(wider.beyond(Scope.of(team), live.present().names()));
        }
        requireInside(edit, team.withAliases(aliases, team.updatedAt()));
    }

    /** Goes on only if no name of the team's, or of its keys', leads out of its residency alone. */
    void requireInside(Edit edit, Team team) {
        boolean anywhere = team.routing().residency().isEmpty();
        List<Key> keys = anywhere ? List.of() : edit.aliasedKeysOf(team.id());
        rules.outside(live.present(), team, keys).forEach(Changes::requireNo);
    }

    /**
     * Goes on only if no name that leads inside a team's residency now leads outside alone then.
     *
     * @param then as it would be after the change
     */
    public void requireStillInside(Edit edit, Directory then) {
        Directory now = live.present();
        for (Team team : then.teams()) {
            if (!team.routing().residency().isEmpty()) {
                List<Key> keys = edit.aliasedKeysOf(team.id());
                List<OutsideResidency> outside = new ArrayList<>(rules.outside(then, team, keys));
                if (!outside.isEmpty()) {
                    outside.removeAll(rules.outside(now, team, keys));
                    outside.forEach(Changes::requireNo);
                }
            }
        }
    }

    /** What must hold for the way of calls. */
    public RoutingRules rules() {
        return rules;
    }

    /** What holds in this process now. */
    public LiveDirectory live() {
        return live;
    }

    private void takeOver() {
        try {
            live.refresh();
        } catch (RegistryUnavailable e) {
            // The change is committed, and the next refresh brings it. Saying "not done" would be a
            // lie.
            System.getLogger(Changes.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "a change is stored, but not yet effective here",
                            e);
        }
    }

    /** Leaves a change or a question with an objection; never seen outside of administration. */
    public static final class Veto extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Objection objection;

        /** Leaves with {@code objection}. */
        public Veto(Objection objection) {
            super(objection.toString(), null, false, false);
            this.objection = objection;
        }
    }
}
