package dev.signalbox.domain.pulse;

import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.policy.RestRule;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * Decides whether a deployment that has just failed rests, and for how long (LiteLLM's cooldown, as
 * it is documented). What a caller did wrong is no failure of a deployment's, unless the rule names
 * that kind. What is said of a kind holds before a number for all of them, a deployment's own
 * number before the rule's.
 */
public final class Cooldown {

    /** Above this share of failures a deployment rests. */
    static final double SHARE = 0.5;

    /** With fewer calls in the minute a share says nothing. */
    static final int LEAST_CALLS = 5;

    /** An upstream may ask for days; nobody is left alone for longer than that. */
    static final Duration LONGEST = Duration.ofMinutes(10);

    private Cooldown() {}

    /**
     * What the decision depends on.
     *
     * @param tally the failure among it
     * @param siblings how many others the group has
     * @param healthy how many of them do not rest
     */
    public record Situation(
            RestRule rule, Deployment.Terms terms, Tally tally, int siblings, int healthy) {}

    /** For how long the deployment rests after {@code fault}; null if it goes on. */
    public static @Nullable Duration after(Fault fault, Situation situation) {
        return mayRest(fault, situation) && isDue(fault, situation) ? rest(fault, situation) : null;
    }

    /**
     * The same for one that has just rested and failed at once, however seldom it failed in this
     * minute; null if it goes on.
     */
    public static @Nullable Duration again(Fault fault, Situation situation) {
        return mayRest(fault, situation) && counts(fault.kind()) && situation.healthy() > 0
                ? rest(fault, situation)
                : after(fault, situation);
    }

    private static boolean mayRest(Fault fault, Situation situation) {
        Duration own = situation.terms().rest();
        boolean never = situation.rule().never() || (own != null && own.isZero());
        // Who allows a number of caller errors says that more of them are the deployment's fault.
        boolean named = situation.rule().byKind().containsKey(fault.kind());
        return !never && (named || counts(fault.kind()));
    }

    private static @Nullable Duration rest(Fault fault, Situation situation) {
        Duration own = situation.terms().rest();
        if (own != null) {
            return own;
        }
        Duration asked = fault.retryAfter();
        if (asked == null || asked.isZero() || asked.isNegative()) {
            Duration rest = situation.rule().rest();
            return rest.isZero() ? null : rest;
        }
        return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    }

    /** Whether a failure of that kind says something about the deployment. */
    public static boolean counts(Fault.Kind kind) {
        return switch (kind) {
            case RATE_LIMITED,
                    UNREACHABLE,
                    UNAVAILABLE,
                    BROKEN,
                    TIMEOUT,
                    BAD_CREDENTIAL,
                    FORBIDDEN,
                    MODEL_GONE,
                    UNREADABLE ->
                    true;
            case CONTEXT_TOO_LONG, CONTENT_POLICY, CALLER_ERROR -> false;
        };
    }

    private static boolean isDue(Fault fault, Situation situation) {
        Fault.Kind kind = fault.kind();
        Integer ofKind = situation.rule().byKind().get(kind);
        if (ofKind != null) {
            return situation.tally().failures(kind) > ofKind;
        }
        Integer allowed =
                situation.terms().allowedFails() != null
                        ? situation.terms().allowedFails()
                        : situation.rule().allowedFails();
        if (allowed != null) {
            return situation.tally().failures() > allowed;
        }
        return switch (kind) {
            // It will not get better by itself: also the only one of its group is left alone.
            case BAD_CREDENTIAL, MODEL_GONE -> true;
            case RATE_LIMITED -> situation.siblings() > 0;
            default -> failsTooOften(situation);
        };
    }

    /**
     * The last one that is left goes on: half of its answers are better than none. Whoever fails so
     * often in a row need not wait until that is more than what went well in the minute.
     */
    private static boolean failsTooOften(Situation situation) {
        if (situation.healthy() == 0) {
            return false;
        }
        int failures = situation.tally().failures();
        int calls = failures + situation.tally().good();
        return situation.tally().inRow() >= LEAST_CALLS
                || (calls >= LEAST_CALLS && failures > SHARE * calls);
    }
}
