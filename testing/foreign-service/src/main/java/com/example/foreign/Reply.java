package com.example.foreign;

import dev.signalbox.domain.access.Refusal;

/**
 * What a caller is told who is not served. The switch names every {@code Refusal} and has no
 * default: a new one in a later version is found by the compiler, not by a caller.
 */
record Reply(int status, String words) {

    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY = 429;
    private static final int BAD_GATEWAY = 502;
    private static final int UNAVAILABLE = 503;

    /** The words for a refusal. */
    static Reply to(Refusal refusal) {
        return switch (refusal) {
            case Refusal.KeyMissing it -> new Reply(UNAUTHORIZED, "Show your key.");
            case Refusal.UnknownKey it -> new Reply(UNAUTHORIZED, "Nobody has that key.");
            case Refusal.KeyExpired it ->
                    new Reply(UNAUTHORIZED, "Your key ended at " + it.since() + ".");
            case Refusal.KeyBlocked it -> new Reply(FORBIDDEN, "Your key is blocked.");
            case Refusal.TeamBlocked it -> new Reply(FORBIDDEN, it.team() + " is blocked.");
            case Refusal.EndUserBlocked it -> new Reply(FORBIDDEN, it.user() + " is blocked.");
            case Refusal.AdministratorsOnly it -> new Reply(FORBIDDEN, "You may not do that.");
            case Refusal.ModelNotAllowed it ->
                    new Reply(FORBIDDEN, "Not " + it.asked() + "; you may ask for " + it.allowed());
            case Refusal.RouteNotAllowed it ->
                    new Reply(FORBIDDEN, "Not " + it.path() + "; you may use " + it.allowed());
            case Refusal.UnknownModel it -> new Reply(NOT_FOUND, "No model is " + it.asked() + ".");
            case Refusal.UnknownResponse it -> new Reply(NOT_FOUND, "No response " + it.id());
            case Refusal.NoMatchForTags it -> new Reply(BAD_REQUEST, "Nobody serves " + it.tags());
            case Refusal.ResidencyUnavailable it ->
                    new Reply(FORBIDDEN, it.group() + " is not served in " + it.residency());
            case Refusal.RateLimited it ->
                    new Reply(
                            TOO_MANY,
                            "No more than %d %s; again in %d s."
                                    .formatted(
                                            it.limit(),
                                            it.measure().word(),
                                            it.pause().toSeconds()));
            case Refusal.BudgetSpent it -> new Reply(TOO_MANY, "The budget is spent.");
            case Refusal.AllBusy it -> new Reply(TOO_MANY, it.group() + " is busy.");
            case Refusal.AllResting it -> new Reply(UNAVAILABLE, it.group() + " is down.");
            case Refusal.UpstreamFailed it -> new Reply(BAD_GATEWAY, it.fault().message());
            case Refusal.NoPrice it -> new Reply(UNAVAILABLE, it.group() + " has no price.");
            case Refusal.RegistryAway it -> later();
            case Refusal.DirectoryStale it -> later();
            case Refusal.TooManyLookups it -> later();
            case Refusal.AllowanceUnknown it -> later();
            case Refusal.LedgerFull it -> later();
        };
    }

    private static Reply later() {
        return new Reply(UNAVAILABLE, "We cannot know now whether you may. Try again.");
    }
}
