package dev.signalbox.application.driving.admin;

import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.rights.Actor;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.UnaryOperator;

/** An administrator says who belongs to a team; open ones may be joined by anybody. */
public interface ManageMembers {

    /**
     * Takes all of them into the team, or none; users who do not exist are made. Whoever does not
     * administer may take in themselves only, and into an open team, without bounds of their own.
     */
    Verdict<Joined> join(Actor actor, Team.Id team, List<Joining> members);

    /**
     * Makes a member an admin of the team or an ordinary one, or bounds what they may use there.
     */
    Verdict<Standing> change(Actor actor, Team.Id team, Who who, Change change);

    /** Ends a membership. */
    Verdict<Team> leave(Actor actor, Team.Id team, Who who);

    /** A user, named by id or by e-mail address; one of them is there. */
    record Who(User.@Nullable Id id, @Nullable String email) {

        /** For people. */
        public String text() {
            return id == null ? String.valueOf(email) : id.text();
        }
    }

    /**
     * Somebody who is to belong to a team.
     *
     * @param limits what they may use there; none: what the team says of each member
     */
    record Joining(Who who, boolean leads, Limits limits) {}

    /**
     * What is to be different for a member.
     *
     * @param leads null: as it was
     * @param limits of what they may use in the team
     */
    record Change(@Nullable Boolean leads, UnaryOperator<Limits> limits) {}

    /**
     * A member as they are now.
     *
     * @param limits of their own in the team
     */
    record Standing(Team.Member member, Limits limits) {}

    /** A team with its new members, and those users as they are now. */
    record Joined(Team team, List<User> users) {
        public Joined {
            users = List.copyOf(users);
        }
    }
}
