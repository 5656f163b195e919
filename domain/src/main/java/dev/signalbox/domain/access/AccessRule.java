package dev.signalbox.domain.access;

import dev.signalbox.domain.access.Refusal.ModelNotAllowed.Holder;
import dev.signalbox.domain.catalog.ModelName;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** What must hold for a call to be let in. The order of the constants is the order of asking. */
public enum AccessRule {
    KEY_IS_NOT_BLOCKED {
        @Override
        @Nullable Refusal refusal(Caller.Member caller, @Nullable ModelName asked, Instant now) {
            return caller.key().blocked() ? new Refusal.KeyBlocked() : null;
        }
    },
    KEY_HAS_NOT_EXPIRED {
        @Override
        @Nullable Refusal refusal(Caller.Member caller, @Nullable ModelName asked, Instant now) {
            Instant expires = caller.key().expires();
            return expires != null && caller.key().expiredAt(now)
                    ? new Refusal.KeyExpired(expires)
                    : null;
        }
    },
    TEAM_IS_NOT_BLOCKED {
        @Override
        @Nullable Refusal refusal(Caller.Member caller, @Nullable ModelName asked, Instant now) {
            Team team = caller.team();
            return team != null && team.blocked() ? new Refusal.TeamBlocked(team.id()) : null;
        }
    },
    KEY_MAY_ASK_FOR_THE_MODEL {
        @Override
        @Nullable Refusal refusal(Caller.Member caller, @Nullable ModelName asked, Instant now) {
            ModelList models = caller.key().models();
            boolean deferred = models.defersToTeam() && caller.team() != null;
            if (asked == null || deferred || models.allows(asked)) {
                return null;
            }
            ModelName target = caller.aliasTarget(asked);
            return target != null && models.allows(target)
                    ? null
                    : new Refusal.ModelNotAllowed(Holder.KEY, asked, models.entries());
        }
    },
    /** An alias is the team's own grant: the team's list is not asked for it. */
    TEAM_MAY_ASK_FOR_THE_MODEL {
        @Override
        @Nullable Refusal refusal(Caller.Member caller, @Nullable ModelName asked, Instant now) {
            Team team = caller.team();
            if (asked == null || team == null || caller.aliasTarget(asked) != null) {
                return null;
            }
            return team.models().allows(asked)
                    ? null
                    : new Refusal.ModelNotAllowed(Holder.TEAM, asked, team.models().entries());
        }
    };

    private static final AccessRule[] IN_ORDER = values();

    /** Why this rule does not let the caller in; null if it does, or has nothing to say. */
    abstract @Nullable Refusal refusal(
            Caller.Member caller, @Nullable ModelName asked, Instant now);

    /**
     * Why {@code caller} may not call at all, whatever the model; null if nothing speaks against
     * it.
     */
    public static @Nullable Refusal firstRefusal(Caller caller, Instant now) {
        return first(caller, null, now);
    }

    /** Why {@code caller} may not ask for {@code asked}; null if nothing speaks against it. */
    public static @Nullable Refusal firstRefusal(Caller caller, ModelName asked, Instant now) {
        return first(caller, asked, now);
    }

    private static @Nullable Refusal first(Caller caller, @Nullable ModelName asked, Instant now) {
        if (!(caller instanceof Caller.Member member)) {
            return null;
        }
        for (AccessRule rule : IN_ORDER) {
            Refusal refusal = rule.refusal(member, asked, now);
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }
}
