package dev.signalbox.application.admin;

import dev.signalbox.application.admin.Changes.Veto;
import dev.signalbox.application.driven.Records;
import dev.signalbox.application.driven.Registry.Edit;
import dev.signalbox.application.driving.admin.ManageKeys.IssuedKey;
import dev.signalbox.application.driving.admin.ManageKeys.NewKey;
import dev.signalbox.application.driving.admin.ManageUsers;
import dev.signalbox.application.driving.admin.Verdict;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.listing.KeyFilter;
import dev.signalbox.domain.listing.Page;
import dev.signalbox.domain.listing.PageWish;
import dev.signalbox.domain.listing.TeamFilter;
import dev.signalbox.domain.listing.UserFilter;
import dev.signalbox.domain.rights.Actor;
import dev.signalbox.domain.rights.Objection;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Users are made, changed and deleted. */
public final class UserAdmin implements ManageUsers {

    private static final int MOST_SHOWN = 1_000;

    private final Changes changes;
    private final Records records;
    private final KeyAdmin keys;
    private final InstantSource clock;
    private final Supplier<String> newIds;

    public UserAdmin(Changes changes, Records records, KeyAdmin keys, Makings makings) {
        this.changes = changes;
        this.records = records;
        this.keys = keys;
        this.clock = makings.clock();
        this.newIds = makings.newIds();
    }

    @Override
    public Verdict<NewcomerView> create(Actor actor, NewUser wanted) {
        return changes.make(
                actor,
                edit -> {
                    Changes.require(actor.rights().administers());
                    User user = user(wanted);
                    if (edit.user(user.id()).isPresent()) {
                        throw new Veto(new Objection.UserExists(user.id()));
                    }
                    edit.put(user);
                    wanted.teams().forEach(team -> join(edit, user, team));
                    IssuedKey key =
                            wanted.key() == null
                                    ? null
                                    : keys.issued(edit, actor, owned(wanted.key(), user));
                    return new NewcomerView(user, wanted.teams(), key);
                });
    }

    @Override
    public Verdict<User> change(Actor actor, User.Id id, Change change) {
        return changes.make(
                actor,
                edit -> {
                    Changes.require(actor.rights().administers());
                    User user = changed(existing(edit, id), change);
                    edit.put(user);
                    return user;
                });
    }

    @Override
    public Verdict<List<User.Id>> delete(Actor actor, List<User.Id> ids) {
        return changes.make(
                actor,
                edit -> {
                    Changes.require(actor.rights().administers());
                    for (User.Id id : ids) {
                        remove(edit, existing(edit, id));
                    }
                    return List.copyOf(ids);
                });
    }

    @Override
    public Verdict<UserView> look(Actor actor, User.@Nullable Id asked) {
        return changes.ask(
                () -> {
                    User.Id id = asked == null ? actor.rights().user() : asked;
                    boolean self = id != null && id.equals(actor.rights().user());
                    if (id == null || !(self || actor.rights().reads())) {
                        throw new Veto(new Objection.NoSuchUser(id == null ? "" : id.text()));
                    }
                    return view(id, actor);
                });
    }

    @Override
    public Verdict<Page<User>> page(Actor actor, UserFilter filter, PageWish wish) {
        return changes.ask(
                () -> {
                    Changes.require(actor.rights().reads());
                    return records.users(filter, wish);
                });
    }

    private UserView view(User.Id id, Actor actor) {
        User user = records.user(id).orElse(null);
        Team.Id only = actor.rights().reads() ? null : actor.rights().confinedTo();
        PageWish all = PageWish.newest(1, MOST_SHOWN);
        List<Key> owned = records.keys(new KeyFilter(id, only, null, null), all).rows();
        if (user == null && owned.isEmpty()) {
            throw new Veto(new Objection.NoSuchUser(id.text()));
        }
        List<Team> teams = records.teams(new TeamFilter(id, only, null), all).rows();
        return new UserView(id, user, owned, teams);
    }

    private User user(NewUser wanted) {
        Instant now = Changes.moment(clock);
        return new User(
                wanted.id() == null ? new User.Id(newIds.get()) : wanted.id(),
                wanted.email(),
                wanted.name(),
                wanted.role(),
                wanted.models(),
                wanted.limits(),
                wanted.extras(),
                now,
                now);
    }

    private User changed(User user, Change change) {
        return new User(
                user.id(),
                change.email() == null ? user.email() : change.email().apply(user.email()),
                change.name() == null ? user.name() : change.name().apply(user.name()),
                change.role() == null ? user.role() : change.role(),
                change.models() == null ? user.models() : change.models(),
                change.limits() == null ? user.limits() : change.limits().apply(user.limits()),
                change.extras() == null ? user.extras() : change.extras().apply(user.extras()),
                user.createdAt(),
                Changes.after(user.updatedAt(), clock.instant()));
    }

    private void join(Edit edit, User user, Team.Id id) {
        Team team = Changes.existing(edit, id);
        List<Team.Member> members = new ArrayList<>(team.members());
        if (team.member(user.id()) == null) {
            members.add(new Team.Member(user.id(), user.email(), false));
            edit.put(team.withMembers(members, Changes.after(team.updatedAt(), clock.instant())));
        }
    }

    private void remove(Edit edit, User user) {
        for (Team team : edit.teamsOf(user.id())) {
            List<Team.Member> members = new ArrayList<>(team.members());
            members.removeIf(member -> member.user().equals(user.id()));
            edit.put(team.withMembers(members, Changes.after(team.updatedAt(), clock.instant())));
        }
        edit.keysOf(user.id()).forEach(key -> edit.remove(key.hash()));
        edit.remove(user.id());
    }

    private static NewKey owned(NewKey key, User user) {
        return new NewKey(
                key.own(),
                key.name(),
                key.team(),
                user.id(),
                false,
                key.scope(),
                key.blocked(),
                key.routing(),
                key.extras());
    }

    private static User existing(Edit edit, User.Id id) {
        return edit.user(id).orElseThrow(() -> new Veto(new Objection.NoSuchUser(id.text())));
    }
}
