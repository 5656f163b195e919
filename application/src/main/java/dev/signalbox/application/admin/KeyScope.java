package dev.signalbox.application.admin;

import dev.signalbox.application.admin.Changes.Veto;
import dev.signalbox.application.directory.LiveDirectory;
import dev.signalbox.application.driven.Registry.Edit;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.quota.Holder;
import dev.signalbox.domain.rights.Actor;
import dev.signalbox.domain.rights.Objection;
import dev.signalbox.domain.rights.Rights;
import dev.signalbox.domain.rights.Scope;
import dev.signalbox.domain.stored.Bounded;

import org.jspecify.annotations.Nullable;

/** Nobody gives a key more than they have themselves. */
final class KeyScope {

    private final LiveDirectory live;

    KeyScope(LiveDirectory live) {
        this.live = live;
    }

    /**
     * The key as {@code actor} may make it: what it leaves open is bound as the actor's own key is.
     * Its team must be there; its owner need not be registered.
     */
    Key granted(Edit edit, Actor actor, Key wanted) {
        Team team = wanted.team() == null ? null : Changes.existing(edit, wanted.team());
        Key key = withOwner(wanted, edit);
        Changes.requireTerms(edit, key.limits());
        if (actor.rights().administers()) {
            return key;
        }
        requireReach(actor.rights(), key, team);
        if (!(actor.caller() instanceof Caller.Member member)) {
            throw new Veto(new Objection.NotForYou());
        }
        Scope own = complete(Scope.of(member.key()));
        Scope scope = Scope.of(key).orElse(own);
        requireWithin(scope, own);
        if (team != null) {
            // What the key leaves open, the team binds when it is used.
            requireWithin(scope.orElse(Scope.of(team)), Scope.of(team));
        }
        return scope.on(key);
    }

    /** What bounds a key by its terms bounds what it may give. */
    private Scope complete(Scope scope) {
        return scope.withLimits(scope.limits().complete(this::terms));
    }

    private @Nullable Limits terms(String id) {
        Bounded found = live.present().bounded(Holder.of(Holder.Level.TERMS, id));
        return found == null ? null : found.limits();
    }

    private static void requireReach(Rights rights, Key key, @Nullable Team team) {
        if (team != null && !rights.mayLookAt(team)) {
            throw new Veto(new Objection.NoSuchTeam(team.id()));
        }
        User.Id user = key.user();
        boolean forSelf = user != null && user.equals(rights.user());
        if (team == null) {
            Changes.require(rights.keepsKeys() && forSelf && rights.confinedTo() == null);
        } else {
            Changes.require(
                    rights.leads(team) && (user == null || forSelf || team.member(user) != null));
        }
    }

    private void requireWithin(Scope scope, Scope bound) {
        Objection.MoreThanOwn beyond = scope.beyond(bound, live.present().names());
        if (beyond != null) {
            throw new Veto(beyond);
        }
    }

    private static Key withOwner(Key key, Edit edit) {
        User.Id id = key.user();
        Key.Owner owner =
                id == null ? null : edit.user(id).map(Key.Owner::of).orElse(Key.Owner.stranger(id));
        return key.withOwner(owner);
    }
}
