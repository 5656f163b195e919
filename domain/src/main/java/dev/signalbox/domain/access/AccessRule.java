package dev.signalbox.domain.access;

import dev.signalbox.domain.access.Refusal.ModelNotAllowed.Owner;
import dev.signalbox.domain.catalog.Endpoint;
import dev.signalbox.domain.catalog.Resolution;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** What must hold for a call to be let in. The order of the constants is the order of asking. */
public enum AccessRule {
    KEY_IS_NOT_BLOCKED {
        @Override
        @Nullable Refusal refusal(Caller.Member caller, Instant now) {
            return caller.key().blocked() ? new Refusal.KeyBlocked() : null;
        }
    },
    KEY_HAS_NOT_EXPIRED {
        @Override
        @Nullable Refusal refusal(Caller.Member caller, Instant now) {
            Instant expires = caller.key().expires();
            return expires != null && caller.key().expiredAt(now)
                    ? new Refusal.KeyExpired(expires)
                    : null;
        }
    },
    TEAM_IS_NOT_BLOCKED {
        @Override
        @Nullable Refusal refusal(Caller.Member caller, Instant now) {
            Team team = caller.team();
            return team != null && team.blocked() ? new Refusal.TeamBlocked(team.id()) : null;
        }
    },
    KEY_MAY_BE_USED_FOR_THE_CALL {
        @Override
        @Nullable Refusal refusal(Caller.Member caller, Endpoint endpoint, Resolution model) {
            return refusalOf(caller, endpoint);
        }
    },
    KEY_MAY_ASK_FOR_THE_MODEL {
        @Override
        @Nullable Refusal refusal(Caller.Member caller, Resolution model) {
            ModelList models = caller.key().models();
            boolean deferred = models.defersToTeam() && caller.team() != null;
            return deferred || models.allows(model, true)
                    ? null
                    : notAllowed(Owner.KEY, model, models);
        }
    },
    /**
     * An alias of the team's is the team's own grant: its list is not asked, unless the alias
     * stands for what no group is called and so could have been granted by nobody. An alias of the
     * key's grants nothing that the team does not: the list is asked for what it stands for.
     */
    TEAM_MAY_ASK_FOR_THE_MODEL {
        @Override
        @Nullable Refusal refusal(Caller.Member caller, Resolution model) {
            Team team = caller.team();
            return team == null
                            || (model.ofTeam() != null && !model.isOfModel())
                            || team.models().allows(model, model.ofKey() == null)
                    ? null
                    : notAllowed(Owner.TEAM, model, team.models());
        }
    },
    /** A key that belongs to no team reaches no further than the user whose key it is. */
    USER_MAY_ASK_FOR_THE_MODEL {
        @Override
        @Nullable Refusal refusal(Caller.Member caller, Resolution model) {
            Key.Owner owner = caller.key().owner();
            if (owner == null || caller.team() != null) {
                return null;
            }
            ModelList models = owner.models();
            return !models.leavesNothing() && models.allows(model, model.ofKey() == null)
                    ? null
                    : notAllowed(Owner.USER, model, models);
        }
    };

    private static final AccessRule[] IN_ORDER = values();

    /** Why this rule lets the caller do nothing at all; null if it has nothing to say. */
    @Nullable Refusal refusal(Caller.Member caller, Instant now) {
        return null;
    }

    /** Why this rule does not let the caller ask for the model; null if it has nothing to say. */
    @Nullable Refusal refusal(Caller.Member caller, Resolution model) {
        return null;
    }

    /** Why this rule does not let the call in; null if it has nothing to say. */
    @Nullable Refusal refusal(Caller.Member caller, Endpoint endpoint, Resolution model) {
        return refusal(caller, model);
    }

    /**
     * Why {@code caller} may not call at all, whatever the model; null if nothing speaks against
     * it.
     */
    public static @Nullable Refusal firstRefusal(Caller caller, Instant now) {
        Refusal refusal = null;
        if (caller instanceof Caller.Member member) {
            for (int i = 0; refusal == null && i < IN_ORDER.length; i++) {
                refusal = IN_ORDER[i].refusal(member, now);
            }
        }
        return refusal;
    }

    /**
     * Why {@code caller}, who may call, may not call for that; null if nothing speaks against it.
     */
    public static @Nullable Refusal firstRefusal(
            Caller caller, Endpoint endpoint, Resolution model) {
        Refusal refusal = null;
        if (caller instanceof Caller.Member member) {
            for (int i = 0; refusal == null && i < IN_ORDER.length; i++) {
                refusal = IN_ORDER[i].refusal(member, endpoint, model);
            }
        }
        return refusal;
    }

    /** Why {@code caller} may not use its key for that, whatever the model; null if it may. */
    public static @Nullable Refusal refusalOf(Caller caller, Endpoint endpoint) {
        return caller instanceof Caller.Member member && !member.key().routes().allows(endpoint)
                ? new Refusal.RouteNotAllowed(
                        "/" + endpoint.path(), member.key().routes().entries())
                : null;
    }

    /** The same for one model and whatever is to be done with it. */
    public static @Nullable Refusal firstRefusal(Caller caller, Resolution model) {
        Refusal refusal = null;
        if (caller instanceof Caller.Member member) {
            for (int i = 0; refusal == null && i < IN_ORDER.length; i++) {
                refusal = IN_ORDER[i].refusal(member, model);
            }
        }
        return refusal;
    }

    /**
     * Why {@code caller} may not send a request to {@code path}, be it for what it wants; null if
     * nothing speaks against it. Not for calls for models.
     */
    public static Refusal.@Nullable RouteNotAllowed routeRefusal(Caller caller, String path) {
        return caller instanceof Caller.Member member && !member.key().routes().allows(path)
                ? new Refusal.RouteNotAllowed(path, member.key().routes().entries())
                : null;
    }

    private static Refusal notAllowed(Owner holder, Resolution model, ModelList models) {
        return new Refusal.ModelNotAllowed(holder, model.asked(), models.entries());
    }
}
