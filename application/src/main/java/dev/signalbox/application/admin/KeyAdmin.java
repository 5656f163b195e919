package dev.signalbox.application.admin;

import dev.signalbox.application.admin.Changes.Veto;
import dev.signalbox.application.call.Credential;
import dev.signalbox.application.directory.Directory;
import dev.signalbox.application.driven.Registry.Edit;
import dev.signalbox.application.driving.admin.ManageKeys;
import dev.signalbox.application.driving.admin.Verdict;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.policy.RoutingTerms;
import dev.signalbox.domain.rights.Actor;
import dev.signalbox.domain.rights.Objection;
import dev.signalbox.domain.rights.Scope;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;

/** Keys are issued, changed, rotated and deleted. */
public final class KeyAdmin implements ManageKeys {

    private static final String ALIASES = "aliases";

    private final Changes changes;
    private final KeyScope grants;
    private final OwnKeys ownKeys;
    private final InstantSource clock;
    private final RandomGenerator secrets;

    /**
     * @param master the hash of the master key, which can be nobody's key
     * @param secrets a source fit for secrets
     */
    public KeyAdmin(
            Changes changes, Key.Hash master, InstantSource clock, RandomGenerator secrets) {
        this.changes = changes;
        this.grants = new KeyScope(changes.live());
        this.ownKeys = new OwnKeys(master);
        this.clock = clock;
        this.secrets = secrets;
    }

    @Override
    public Verdict<IssuedKey> issue(Actor actor, NewKey wanted) {
        return changes.make(actor, edit -> issued(edit, actor, wanted));
    }

    /** The same within a change that is under way. */
    IssuedKey issued(Edit edit, Actor actor, NewKey wanted) {
        Credential credential = wanted.own() == null ? Credential.mint(secrets) : wanted.own();
        if (wanted.own() != null) {
            ownKeys.requireFit(credential);
        }
        Key key = grants.granted(edit, actor, key(credential, actor, wanted));
        if (edit.key(key.hash()).isPresent()) {
            throw new Veto(new Objection.KeyExists());
        }
        requireNameFree(edit, key);
        changes.requireGroups(ALIASES, key.aliases());
        requireWay(edit, actor, null, key);
        edit.put(key);
        return new IssuedKey(credential, key);
    }

    @Override
    public Verdict<Key> change(Actor actor, Key.Hash hash, Change change) {
        return changes.make(
                actor,
                edit -> {
                    Key key = changed(edit, actor, manageable(edit, actor, hash), change);
                    edit.put(key);
                    return key;
                });
    }

    @Override
    public Verdict<IssuedKey> rotate(Actor actor, Key.Hash hash, Duration grace, Change change) {
        return changes.make(
                actor,
                edit -> {
                    Key before = manageable(edit, actor, hash);
                    Credential credential = Credential.mintLike(before.publicId(), secrets);
                    Key after = rotated(changed(edit, actor, before, change), credential, grace);
                    edit.rotate(before.hash(), after);
                    return new IssuedKey(credential, after);
                });
    }

    @Override
    public List<String> remarks(Key key) {
        Directory directory = changes.live().present();
        Team team = key.team() == null ? null : directory.team(key.team());
        return changes.rules().remarks(directory, key, team);
    }

    @Override
    public Verdict<List<Key>> delete(Actor actor, List<Which> keys) {
        return changes.make(
                actor,
                edit -> {
                    List<Key> gone = new ArrayList<>();
                    for (Which which : keys) {
                        Key key = manageable(edit, actor, found(edit, which));
                        edit.remove(key.hash());
                        gone.add(key);
                    }
                    return List.copyOf(gone);
                });
    }

    private Key key(Credential credential, Actor actor, NewKey wanted) {
        Instant now = Changes.moment(clock);
        User.Id user =
                wanted.user() == null && !wanted.ofNobody() ? actor.rights().user() : wanted.user();
        return new Key(
                credential.hash(),
                credential.publicId(),
                credential.label(),
                wanted.name(),
                wanted.team(),
                user == null ? null : Key.Owner.stranger(user),
                wanted.scope().models(),
                wanted.scope().aliases(),
                wanted.scope().routes(),
                wanted.scope().limits(),
                wanted.blocked(),
                wanted.scope().expires(),
                null,
                wanted.routing(),
                wanted.extras(),
                now,
                now);
    }

    private Key changed(Edit edit, Actor actor, Key key, Change change) {
        Changes.requireSeen(change.seen(), key.updatedAt());
        Scope scope = change.scope() == null ? Scope.of(key) : change.scope().apply(Scope.of(key));
        User.Id user = change.user() == null ? key.user() : change.user().apply(key.user());
        FreeJson extras =
                change.extras() == null ? key.extras() : change.extras().apply(key.extras());
        Key changed =
                scope.on(key)
                        .withName(
                                change.name() == null
                                        ? key.name()
                                        : change.name().apply(key.name()))
                        .withTeam(
                                change.team() == null
                                        ? key.team()
                                        : change.team().apply(key.team()))
                        .withOwner(user == null ? null : Key.Owner.stranger(user))
                        .withExtras(extras)
                        .withRouting(
                                change.routing() == null
                                        ? key.routing()
                                        : change.routing().apply(key.routing(), extras))
                        .withBlocked(
                                change.blocked() == null ? key.blocked() : change.blocked(),
                                Changes.after(key.updatedAt(), clock.instant()));
        Key granted =
                change.equals(Change.NONE) || isOfBlockOnly(change)
                        ? changed
                        : grants.granted(edit, actor, changed);
        if (granted.name() != null && !granted.name().equals(key.name())) {
            requireNameFree(edit, granted);
        }
        if (!granted.aliases().equals(key.aliases())) {
            changes.requireGroups(ALIASES, granted.aliases());
        }
        requireWay(edit, actor, key, granted);
        return granted;
    }

    private void requireWay(Edit edit, Actor actor, @Nullable Key before, Key key) {
        Team team = key.team() == null ? null : edit.team(key.team()).orElse(null);
        Key like = before != null && Objects.equals(before.team(), key.team()) ? before : null;
        RoutingTerms said = like == null ? null : like.routing();
        Changes.requireNo(changes.rules().objection(actor, said, key, team));
        boolean same =
                like != null
                        && like.routing().equals(key.routing())
                        && like.aliases().equals(key.aliases());
        if (team != null && !same) {
            changes.rules()
                    .outside(changes.live().present(), key, team)
                    .forEach(Changes::requireNo);
        }
    }

    private static boolean isOfBlockOnly(Change change) {
        return Change.blocking(Boolean.TRUE.equals(change.blocked()), change.extras())
                .equals(change);
    }

    private Key rotated(Key key, Credential credential, Duration grace) {
        return key.rotated(
                credential.hash(),
                credential.publicId(),
                credential.label(),
                grace.isZero() ? null : new Key.Former(key.hash(), clock.instant().plus(grace)));
    }

    private static Key found(Edit edit, Which which) {
        return switch (which) {
            case Which.Hashed hashed -> existing(edit, hashed.hash());
            case Which.Named named ->
                    edit.keyNamed(named.name())
                            .orElseThrow(() -> new Veto(new Objection.NoSuchKey()));
        };
    }

    private static Key manageable(Edit edit, Actor actor, Key.Hash hash) {
        return manageable(edit, actor, existing(edit, hash));
    }

    /** A key that the actor may not even see is not there for them. */
    private static Key manageable(Edit edit, Actor actor, Key key) {
        Team team = key.team() == null ? null : edit.team(key.team()).orElse(null);
        if (!actor.rights().mayLookAt(key, team)) {
            throw new Veto(new Objection.NoSuchKey());
        }
        Changes.require(actor.rights().mayManage(key, team));
        return key;
    }

    private static void requireNameFree(Edit edit, Key key) {
        if (key.name() != null && edit.keyNamed(key.name()).isPresent()) {
            throw new Veto(new Objection.KeyNameTaken(key.name()));
        }
    }

    private static Key existing(Edit edit, Key.Hash hash) {
        return edit.key(hash).orElseThrow(() -> new Veto(new Objection.NoSuchKey()));
    }
}
