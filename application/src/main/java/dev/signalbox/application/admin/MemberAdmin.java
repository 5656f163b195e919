package dev.signalbox.application.admin;

import dev.signalbox.application.admin.Changes.Veto;
import dev.signalbox.application.driven.Registry.Edit;
import dev.signalbox.application.driving.admin.ManageMembers;
import dev.signalbox.application.driving.admin.Verdict;
import dev.signalbox.domain.access.ModelList;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.quota.Holder;
import dev.signalbox.domain.rights.Actor;
import dev.signalbox.domain.rights.Objection;
import dev.signalbox.domain.stored.Bounded;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Users join teams and leave them. */
public final class MemberAdmin implements ManageMembers {

    private final Changes changes;
    private final InstantSource clock;
    private final Supplier<String> newIds;
    private final Set<Team.Id> open;

    /**
     * @param open the teams that anybody may join
     */
    public MemberAdmin(Changes changes, Makings makings, Set<Team.Id> open) {
        this.changes = changes;
        this.open = Set.copyOf(open);
        this.clock = makings.clock();
        this.newIds = makings.newIds();
    }

    @Override
    public Verdict<Joined> join(Actor actor, Team.Id id, List<Joining> wanted) {
        return changes.make(
                actor,
                edit -> {
                    boolean administers = actor.rights().administers();
                    Changes.require(administers || joinsByThemselves(edit, actor, id, wanted));
                    Team team = Changes.existing(edit, id);
                    List<Team.Member> members = new ArrayList<>(team.members());
                    List<User> users = new ArrayList<>();
                    for (Joining joining : wanted) {
                        User user = known(edit, joining.who());
                        requireNotIn(members, user, team, joining);
                        members.add(
                                new Team.Member(user.id(), email(joining, user), joining.leads()));
                        users.add(user);
                        Limits unused =
                                bound(edit, member(team, user.id()), before -> joining.limits());
                    }
                    return new Joined(stored(edit, team, members), users);
                });
    }

    @Override
    public Verdict<Standing> change(Actor actor, Team.Id id, Who who, Change change) {
        return changes.make(
                actor,
                edit -> {
                    Changes.require(actor.rights().administers());
                    Team team = Changes.existing(edit, id);
                    Team.Member before = member(edit, team, who);
                    Team.Member after =
                            new Team.Member(
                                    before.user(),
                                    before.email(),
                                    change.leads() == null ? before.leads() : change.leads());
                    List<Team.Member> members = new ArrayList<>(team.members());
                    members.replaceAll(member -> member.equals(before) ? after : member);
                    Team unused = stored(edit, team, members);
                    return new Standing(
                            after, bound(edit, member(team, after.user()), change.limits()));
                });
    }

    @Override
    public Verdict<Team> leave(Actor actor, Team.Id id, Who who) {
        return changes.make(
                actor,
                edit -> {
                    Changes.require(actor.rights().administers());
                    Team team = Changes.existing(edit, id);
                    List<Team.Member> members = new ArrayList<>(team.members());
                    Team.Member gone = member(edit, team, who);
                    members.remove(gone);
                    edit.remove(member(team, gone.user()));
                    return stored(edit, team, members);
                });
    }

    /**
     * Nobody but themselves, by their own id, and not as one of its admins. What their key says of
     * them may be a second old: whoever is deleted meanwhile does not come back.
     */
    private boolean joinsByThemselves(Edit edit, Actor actor, Team.Id id, List<Joining> wanted) {
        User.Id user = actor.rights().user();
        return user != null
                && open.contains(id)
                && actor.rights().joinsTeams()
                && edit.user(user).filter(known -> known.role() == User.Role.MEMBER).isPresent()
                && wanted.equals(List.of(new Joining(new Who(user, null), false, Limits.NONE)));
    }

    private static Holder member(Team team, User.Id user) {
        return Holder.of(Holder.Level.MEMBER, team.id().text(), user.text());
    }

    /** Nothing stands where nothing is said. */
    private Limits bound(Edit edit, Holder member, UnaryOperator<Limits> change) {
        Bounded before = edit.bounded(member).orElse(null);
        Limits limits = change.apply(before == null ? Limits.NONE : before.limits());
        Changes.requireTerms(edit, limits);
        Instant now = Changes.moment(clock);
        if (limits.isEmpty()) {
            edit.remove(member);
        } else if (before == null || !before.limits().equals(limits)) {
            edit.put(
                    new Bounded(
                            member,
                            limits,
                            false,
                            FreeJson.EMPTY,
                            before == null ? now : before.createdAt(),
                            now));
        }
        return limits;
    }

    private Team stored(Edit edit, Team team, List<Team.Member> members) {
        Team changed = team.withMembers(members, Changes.after(team.updatedAt(), clock.instant()));
        edit.put(changed);
        return changed;
    }

    private User known(Edit edit, Who who) {
        Optional<User> known =
                who.id() != null ? edit.user(who.id()) : edit.userAt(String.valueOf(who.email()));
        return known.orElseGet(() -> made(edit, who));
    }

    private User made(Edit edit, Who who) {
        Instant now = Changes.moment(clock);
        User user =
                new User(
                        who.id() == null ? new User.Id(newIds.get()) : who.id(),
                        who.email(),
                        null,
                        User.Role.MEMBER,
                        ModelList.EVERYTHING,
                        Limits.NONE,
                        FreeJson.EMPTY,
                        now,
                        now);
        edit.put(user);
        return user;
    }

    private static void requireNotIn(
            List<Team.Member> members, User user, Team team, Joining joining) {
        if (members.stream().anyMatch(member -> member.user().equals(user.id()))) {
            throw new Veto(new Objection.MemberAlready(team.id(), joining.who().text()));
        }
    }

    private static @Nullable String email(Joining joining, User user) {
        return joining.who().email() == null ? user.email() : joining.who().email();
    }

    private static Team.Member member(Edit edit, Team team, Who who) {
        User.Id id =
                who.id() != null
                        ? who.id()
                        : edit.userAt(String.valueOf(who.email())).map(User::id).orElse(null);
        return team.members().stream()
                .filter(
                        member ->
                                member.user().equals(id)
                                        || (who.id() == null
                                                && String.valueOf(who.email())
                                                        .equals(member.email())))
                .findFirst()
                .orElseThrow(() -> new Veto(new Objection.NoSuchMember(team.id(), who.text())));
    }
}
