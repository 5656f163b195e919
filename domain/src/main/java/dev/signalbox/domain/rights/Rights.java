package dev.signalbox.domain.rights;

import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;

import org.jspecify.annotations.Nullable;

/**
 * What a caller may administer. The holder of the master key may do everything. Everybody else acts
 * as the user who owns the key that they show, and <b>a team's key never reaches beyond its
 * team</b>: whoever rotates it for somebody else gains nothing elsewhere.
 */
public record Rights(Caller caller) {

    /** Whether they may change everything. */
    public boolean administers() {
        return switch (caller) {
            case Caller.Master master -> true;
            case Caller.Member member -> isPersonal(member) && has(member, User.Role.ADMIN);
        };
    }

    /** Whether they may look at everything. */
    public boolean reads() {
        return switch (caller) {
            case Caller.Master master -> true;
            case Caller.Member member ->
                    administers() || (isPersonal(member) && has(member, User.Role.VIEWER));
        };
    }

    /** Whether they look after the keys and the aliases of {@code team}, as one of its admins. */
    public boolean leads(@Nullable Team team) {
        User.Id user = user();
        return team != null && user != null && reaches(team.id()) && team.isLedBy(user);
    }

    /** Whether they may look at {@code team}: it is theirs, or they may look at everything. */
    public boolean mayLookAt(Team team) {
        User.Id user = user();
        return reads()
                || (caller instanceof Caller.Member member && team.id().equals(member.key().team()))
                || (user != null && reaches(team.id()) && team.member(user) != null);
    }

    /**
     * Whether they may look at {@code key}.
     *
     * @param team the key's; null if it has none
     */
    public boolean mayLookAt(Key key, @Nullable Team team) {
        return reads() || isSelf(key) || owns(key) || leads(team);
    }

    /**
     * Whether they may change, rotate, block and delete {@code key}.
     *
     * @param team the key's; null if it has none
     */
    public boolean mayManage(Key key, @Nullable Team team) {
        return administers() || leads(team) || (key.team() == null && owns(key) && keepsKeys());
    }

    /**
     * Whether they act as anybody at all: a key that belongs to no user administers nothing,
     * whatever the team.
     */
    public boolean acts() {
        return administers() || user() != null;
    }

    /** Whether they may make keys of their own, outside of any team. */
    public boolean keepsKeys() {
        return administers()
                || (caller instanceof Caller.Member member && has(member, User.Role.MEMBER));
    }

    /** Whether they may join open teams: a team's key never reaches another one. */
    public boolean joinsTeams() {
        return caller instanceof Caller.Member member
                && isPersonal(member)
                && has(member, User.Role.MEMBER);
    }

    /** The user as whom they act; null if there is none. */
    public User.@Nullable Id user() {
        return caller instanceof Caller.Member member ? member.key().user() : null;
    }

    /** The team that they cannot reach beyond; null if there is none. */
    public Team.@Nullable Id confinedTo() {
        return caller instanceof Caller.Member member ? member.key().team() : null;
    }

    private boolean isSelf(Key key) {
        return caller instanceof Caller.Member member && member.key().hash().equals(key.hash());
    }

    private boolean owns(Key key) {
        User.Id user = user();
        Team.Id confined = confinedTo();
        return user != null
                && user.equals(key.user())
                && (confined == null || confined.equals(key.team()));
    }

    private boolean reaches(Team.Id team) {
        Team.Id confined = confinedTo();
        return confined == null || confined.equals(team);
    }

    private static boolean isPersonal(Caller.Member member) {
        return member.key().team() == null;
    }

    private static boolean has(Caller.Member member, User.Role role) {
        return member.key().owner() != null && member.key().owner().role() == role;
    }
}
