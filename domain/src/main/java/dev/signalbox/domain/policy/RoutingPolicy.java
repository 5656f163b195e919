package dev.signalbox.domain.policy;

/**
 * How calls find their way: whom to pick, when to try again, when to let a deployment rest, where
 * to go instead, how long to wait. A key's holds before its team's, and that before everybody's;
 * the one that holds, holds whole.
 */
public record RoutingPolicy(
        Picking picking,
        RetryRule retries,
        RestRule rests,
        Fallbacks fallbacks,
        Waits waits,
        TagRule tags,
        Checks checks) {

    /** What holds where nobody said anything. */
    public static final RoutingPolicy DEFAULT =
            new RoutingPolicy(
                    Picking.DEFAULT,
                    RetryRule.DEFAULT,
                    RestRule.DEFAULT,
                    Fallbacks.NONE,
                    Waits.SILENT,
                    TagRule.OFF,
                    Checks.NONE);

    /** The same with another way to pick. */
    public RoutingPolicy withPicking(Picking picking) {
        return new RoutingPolicy(picking, retries, rests, fallbacks, waits, tags, checks);
    }

    /** The same with another rule for trying again. */
    public RoutingPolicy withRetries(RetryRule retries) {
        return new RoutingPolicy(picking, retries, rests, fallbacks, waits, tags, checks);
    }

    /** The same with another rule for resting. */
    public RoutingPolicy withRests(RestRule rests) {
        return new RoutingPolicy(picking, retries, rests, fallbacks, waits, tags, checks);
    }

    /** The same with other places to go. */
    public RoutingPolicy withFallbacks(Fallbacks fallbacks) {
        return new RoutingPolicy(picking, retries, rests, fallbacks, waits, tags, checks);
    }

    /** The same with other waits. */
    public RoutingPolicy withWaits(Waits waits) {
        return new RoutingPolicy(picking, retries, rests, fallbacks, waits, tags, checks);
    }

    /** The same with another rule for tags. */
    public RoutingPolicy withTags(TagRule tags) {
        return new RoutingPolicy(picking, retries, rests, fallbacks, waits, tags, checks);
    }

    /** The same with other checks. */
    public RoutingPolicy withChecks(Checks checks) {
        return new RoutingPolicy(picking, retries, rests, fallbacks, waits, tags, checks);
    }
}
