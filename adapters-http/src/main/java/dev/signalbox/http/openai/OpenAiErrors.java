package dev.signalbox.http.openai;

import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.access.Refusal.ModelNotAllowed.Owner;
import dev.signalbox.http.exchange.ErrorAnswer;
import dev.signalbox.http.openai.wording.FaultErrors;
import dev.signalbox.http.openai.wording.QuotaErrors;
import dev.signalbox.http.openai.wording.ResponseErrors;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The words and the status for every refusal: LiteLLM's, as far as it has any. No secret in them.
 */
public final class OpenAiErrors {

    private static final String AUTH = "auth_error";
    private static final int LONGEST_PATH_SHOWN = 200;

    /** Of a budget that is spent, as in LiteLLM since the middle of 2026. */
    public static final int BUDGET_STATUS = 429;

    private static final Duration SOON = Duration.ofSeconds(1);

    private OpenAiErrors() {}

    /** What a caller is told who is refused for {@code refusal}. */
    public static ErrorAnswer of(Refusal refusal) {
        return of(refusal, BUDGET_STATUS);
    }

    /**
     * The same.
     *
     * @param budgetStatus of a budget that is spent: {@link #BUDGET_STATUS}, or {@link
     *     QuotaErrors#FORMER_BUDGET_STATUS} for clients of former times
     */
    public static ErrorAnswer of(Refusal refusal, int budgetStatus) {
        ErrorAnswer answer = words(refusal, budgetStatus);
        return refusal instanceof Refusal.UpstreamFailed
                ? answer
                : answer.because(ErrorAnswer.Cause.of(refusal.getClass()));
    }

    private static ErrorAnswer words(Refusal refusal, int budgetStatus) {
        return switch (refusal) {
            case Refusal.KeyMissing missing ->
                    unauthenticated(AUTH, null, "Authentication Error, No api key passed in.");
            case Refusal.UnknownKey unknown ->
                    unauthenticated(
                            "token_not_found_in_db",
                            "key",
                            "Authentication Error, Invalid proxy server token passed. Unable to"
                                    + " find token in cache or `LiteLLM_VerificationTokenTable`.");
            case Refusal.KeyExpired expired ->
                    unauthenticated(
                            "expired_key",
                            "key",
                            "Authentication Error - Expired Key. Key Expiry time "
                                    + expired.since().truncatedTo(ChronoUnit.SECONDS));
            case Refusal.EndUserBlocked blocked -> endUserBlocked(blocked);
            case Refusal.KeyBlocked blocked ->
                    unauthenticated(
                            AUTH,
                            null,
                            "Authentication Error, Key is blocked. Update via `/key/unblock` if"
                                    + " you're admin.");
            case Refusal.TeamBlocked blocked ->
                    unauthenticated(
                            AUTH,
                            null,
                            "Authentication Error, Team="
                                    + blocked.team()
                                    + " is blocked. Update via `/team/unblock` if you're admin.");
            case Refusal.AdministratorsOnly administrators -> administratorsOnly();
            case Refusal.ModelNotAllowed denied -> notAllowed(denied);
            case Refusal.RouteNotAllowed denied -> routeNotAllowed(denied);
            case Refusal.UnknownModel unknown -> unknownModel(unknown);
            case Refusal.UnknownResponse unknown -> ResponseErrors.unknown(unknown.id());
            case Refusal.RegistryAway away ->
                    ErrorAnswer.of(503, "no_db_connection", null, "No connected db.")
                            .retryAfter(SOON);
            case Refusal.DirectoryStale stale -> stale();
            case Refusal.TooManyLookups many ->
                    throttled(
                            "Too many unknown keys are being tried; this one could not be"
                                    + " looked up yet.",
                            SOON);
            case Refusal.NoPrice none -> unpriced(none);
            case Refusal.LedgerFull full -> ledgerFull();
            case Refusal.NoMatchForTags none -> noMatch(none);
            case Refusal.ResidencyUnavailable none -> outside(none);
            case Refusal.AllResting resting -> resting(resting);
            case Refusal.AllBusy busy -> busy(busy);
            case Refusal.RateLimited limited -> QuotaErrors.of(limited);
            case Refusal.BudgetSpent spent -> QuotaErrors.of(spent, budgetStatus);
            case Refusal.AllowanceUnknown unknown -> QuotaErrors.of(unknown);
            case Refusal.UpstreamFailed failed -> FaultErrors.of(failed);
        };
    }

    /** What is shown is not a credential. */
    public static ErrorAnswer malformedCredential() {
        return unauthenticated(
                AUTH,
                null,
                "Authentication Error, Malformed API Key passed in. Ensure Key has `Bearer `"
                        + " prefix.");
    }

    /** Nothing is served under that path. */
    public static ErrorAnswer noSuchPath(String method, String path) {
        return ErrorAnswer.of(
                404, "not_found_error", null, "Not Found: " + method + " " + shortened(path));
    }

    /** The path is served, but not with that method. */
    public static ErrorAnswer wrongMethod(String method, String path) {
        return ErrorAnswer.of(
                405,
                "method_not_allowed_error",
                null,
                "Method Not Allowed: " + method + " " + shortened(path));
    }

    private static ErrorAnswer endUserBlocked(Refusal.EndUserBlocked blocked) {
        return ErrorAnswer.of(
                403,
                AUTH,
                "user",
                "User not allowed to access proxy: "
                        + blocked.user()
                        + " is blocked. Ask an administrator of the gateway.");
    }

    private static ErrorAnswer unauthenticated(
            String type, @Nullable String param, String message) {
        return ErrorAnswer.of(401, type, param, message);
    }

    private static ErrorAnswer notAllowed(Refusal.ModelNotAllowed denied) {
        String holder = holder(denied.owner());
        return ErrorAnswer.of(
                403,
                holder + "_model_access_denied",
                "model",
                holder
                        + " not allowed to access model. This "
                        + holder
                        + " can only access models="
                        + quoted(denied.allowed())
                        + ". Tried to access "
                        + denied.asked());
    }

    private static ErrorAnswer noMatch(Refusal.NoMatchForTags none) {
        return unauthenticated(
                AUTH,
                null,
                "Not allowed to access model due to tags configuration. Passed model="
                        + none.group()
                        + " and tags="
                        + quoted(List.copyOf(new TreeSet<>(none.tags()))));
    }

    private static ErrorAnswer stale() {
        return ErrorAnswer.of(
                        503,
                        "no_db_connection",
                        null,
                        "No connected db, for longer than `auth_staleness` allows keys to be"
                                + " served from memory.")
                .retryAfter(SOON);
    }

    private static ErrorAnswer unpriced(Refusal.NoPrice none) {
        return ErrorAnswer.of(
                400,
                "invalid_request_error",
                "model",
                "Nobody knows what "
                        + none.group()
                        + " costs, and `unpriced_models: refuse` is set. Give its deployments"
                        + " prices, or a base_model that has one.");
    }

    private static ErrorAnswer ledgerFull() {
        return ErrorAnswer.of(
                        503,
                        "ledger_unavailable",
                        null,
                        "What calls cost cannot be written down now: the database is away, and"
                                + " the journal is full.")
                .retryAfter(SOON);
    }

    private static ErrorAnswer outside(Refusal.ResidencyUnavailable none) {
        return ErrorAnswer.of(
                503,
                "residency_unavailable",
                "model",
                "No deployment of "
                        + none.group()
                        + " lies in a region that this call may be served in: "
                        + quoted(List.copyOf(new TreeSet<>(none.residency()))));
    }

    private static ErrorAnswer resting(Refusal.AllResting resting) {
        return throttled(
                "No deployments available for selected model, Try again in "
                        + ErrorAnswer.wholeSeconds(resting.pause())
                        + " seconds. Passed model="
                        + resting.group(),
                resting.pause());
    }

    private static ErrorAnswer busy(Refusal.AllBusy busy) {
        return throttled(
                "No deployments available for selected model: each has reached its "
                        + busy.limit()
                        + ". Passed model="
                        + busy.group(),
                busy.pause());
    }

    private static ErrorAnswer throttled(String message, Duration pause) {
        return ErrorAnswer.of(429, "throttling_error", null, message).retryAfter(pause);
    }

    private static ErrorAnswer administratorsOnly() {
        return ErrorAnswer.of(
                403,
                AUTH,
                null,
                "Authentication Error, Only proxy admin can be used to generate, delete, update"
                        + " info for new keys/users/teams.");
    }

    private static ErrorAnswer routeNotAllowed(Refusal.RouteNotAllowed denied) {
        return ErrorAnswer.of(
                403,
                AUTH,
                null,
                "Authentication Error, Virtual key is not allowed to call this route. Only allowed"
                        + " to call routes: "
                        + quoted(denied.allowed())
                        + ". Tried to call route: "
                        + shortened(denied.path()));
    }

    private static String holder(Owner holder) {
        return switch (holder) {
            case KEY -> "key";
            case TEAM -> "team";
            case USER -> "user";
        };
    }

    private static String quoted(List<String> texts) {
        return texts.stream()
                .map(text -> "'" + text + "'")
                .collect(Collectors.joining(", ", "[", "]"));
    }

    /** Both sentences that LiteLLM has for it: programs look for the one or the other. */
    private static ErrorAnswer unknownModel(Refusal.UnknownModel unknown) {
        String dangling =
                unknown.target() == null
                        ? ""
                        : " The alias "
                                + unknown.asked()
                                + " stands for "
                                + unknown.target()
                                + ", and no group of that name is configured.";
        return ErrorAnswer.of(
                404,
                "model_not_found",
                "model",
                "litellm.BadRequestError: You passed in model="
                        + unknown.asked()
                        + ". There is no 'model_name' with this string. Invalid model name passed in"
                        + " model="
                        + unknown.asked()
                        + ". Call `/v1/models` to view available models for your key."
                        + dangling);
    }

    private static String shortened(String path) {
        return path.length() <= LONGEST_PATH_SHOWN
                ? path
                : path.substring(0, LONGEST_PATH_SHOWN) + "...";
    }
}
