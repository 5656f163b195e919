package dev.signalbox.application.driving.admin;

import dev.signalbox.application.driving.admin.ManageKeys.IssuedKey;
import dev.signalbox.application.driving.admin.ManageKeys.NewKey;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.ModelList;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.listing.Page;
import dev.signalbox.domain.listing.PageWish;
import dev.signalbox.domain.listing.UserFilter;
import dev.signalbox.domain.rights.Actor;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.UnaryOperator;

/** An administrator looks after users; everybody may look at themselves. */
public interface ManageUsers {

    /** Makes a user, and a key for them if one is wanted. */
    Verdict<NewcomerView> create(Actor actor, NewUser user);

    /** Changes a user. */
    Verdict<User> change(Actor actor, User.Id id, Change change);

    /** Deletes all of these users, their keys and memberships, or none. */
    Verdict<List<User.Id>> delete(Actor actor, List<User.Id> ids);

    /**
     * One user.
     *
     * @param id null: the actor's own
     */
    Verdict<UserView> look(Actor actor, User.@Nullable Id id);

    /** Users. */
    Verdict<Page<User>> page(Actor actor, UserFilter filter, PageWish wish);

    /**
     * A user that is to be.
     *
     * @param id null: we make one
     * @param teams which to join
     * @param key a key to be made with them; null for none
     */
    record NewUser(
            User.@Nullable Id id,
            @Nullable String email,
            @Nullable String name,
            User.Role role,
            ModelList models,
            Limits limits,
            List<Team.Id> teams,
            @Nullable NewKey key,
            FreeJson extras) {}

    /** What is to change; null leaves a thing as it is. */
    record Change(
            @Nullable UnaryOperator<@Nullable String> email,
            @Nullable UnaryOperator<@Nullable String> name,
            User.@Nullable Role role,
            @Nullable ModelList models,
            @Nullable UnaryOperator<Limits> limits,
            @Nullable UnaryOperator<FreeJson> extras) {}

    /** A user that was just made. */
    record NewcomerView(User user, List<Team.Id> teams, @Nullable IssuedKey key) {
        public NewcomerView {
            teams = List.copyOf(teams);
        }
    }

    /**
     * A user and what belongs to them.
     *
     * @param user null for a user who owns keys and was never registered
     */
    record UserView(User.Id id, @Nullable User user, List<Key> keys, List<Team> teams) {
        public UserView {
            keys = List.copyOf(keys);
            teams = List.copyOf(teams);
        }
    }
}
