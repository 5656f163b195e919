package dev.signalbox.application.driving.admin;

import dev.signalbox.application.call.Credential;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.policy.RoutingTerms;
import dev.signalbox.domain.rights.Actor;
import dev.signalbox.domain.rights.Scope;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * Somebody looks after keys: an administrator after all of them, a team's admin after the team's, a
 * user after their own. A change is effective in this process before it is answered.
 */
public interface ManageKeys {

    /** Makes a key. Whoever is no administrator cannot give it more than they have. */
    Verdict<IssuedKey> issue(Actor actor, NewKey key);

    /** Changes a key. */
    Verdict<Key> change(Actor actor, Key.Hash hash, Change change);

    /**
     * Puts a new secret in the place of the old one; everything else about the key stays.
     *
     * @param grace how long the old secret goes on working; zero for not at all
     * @param change what changes with it
     */
    Verdict<IssuedKey> rotate(Actor actor, Key.Hash hash, Duration grace, Change change);

    /** What those who look after a key should know of it as it is now, a sentence each. */
    List<String> remarks(Key key);

    /** Deletes all of these keys, or none. */
    Verdict<List<Key>> delete(Actor actor, List<Which> keys);

    /** A key, named by its hash or by its name. */
    sealed interface Which {
        /** By hash. */
        record Hashed(Key.Hash hash) implements Which {}

        /** By name ({@code key_alias}). */
        record Named(String name) implements Which {}
    }

    /**
     * A key that is to be.
     *
     * @param own the caller's own text for it; null: we make one
     * @param name unique among keys; null for none
     * @param user whose it is; null: the actor's own, or nobody's
     * @param ofNobody true: it stays nobody's, as a service's
     * @param scope how far it goes
     */
    record NewKey(
            @Nullable Credential own,
            @Nullable String name,
            Team.@Nullable Id team,
            User.@Nullable Id user,
            boolean ofNobody,
            Scope scope,
            boolean blocked,
            RoutingTerms routing,
            FreeJson extras) {}

    /**
     * What is to change; null leaves a thing as it is.
     *
     * @param seen when the key had last been changed as far as the actor knows; null if they do not
     *     care
     * @param name how to change it; the answer null means no name
     * @param team how to change it; the answer null means no team
     * @param user how to change it; the answer null means nobody's
     * @param scope how far it goes from now on
     * @param extras how to change the fields that are only kept
     * @param routing how to change what is said about the way of calls, of which the extras tell,
     *     too: those that are to be come with it
     */
    record Change(
            @Nullable Instant seen,
            @Nullable UnaryOperator<@Nullable String> name,
            @Nullable UnaryOperator<Team.@Nullable Id> team,
            @Nullable UnaryOperator<User.@Nullable Id> user,
            @Nullable UnaryOperator<Scope> scope,
            @Nullable Boolean blocked,
            @Nullable UnaryOperator<FreeJson> extras,
            @Nullable BiFunction<RoutingTerms, FreeJson, RoutingTerms> routing) {

        /** Nothing. */
        public static final Change NONE =
                new Change(null, null, null, null, null, null, null, null);

        /**
         * Blocks the key, or lets it in again.
         *
         * @param extras how to change the fields that are only kept
         */
        public static Change blocking(boolean blocked, @Nullable UnaryOperator<FreeJson> extras) {
            return new Change(null, null, null, null, null, blocked, extras, null);
        }
    }

    /** A new key, and the only time that anybody sees its text. */
    record IssuedKey(Credential credential, Key key) {}
}
