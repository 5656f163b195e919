package dev.signalbox.http.admin;

import dev.signalbox.application.driving.admin.Verdict;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.rights.Objection;
import dev.signalbox.http.exchange.Checked;
import dev.signalbox.http.exchange.ErrorAnswer;
import dev.signalbox.http.openai.OpenAiErrors;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The words and the status for every objection. */
public final class AdminErrors {

    private static final String NOT_FOUND = "not_found_error";
    private static final String BAD_REQUEST = "bad_request_error";

    private AdminErrors() {}

    /** What was granted, or the words for why not. */
    public static <T> Checked<T> checked(Verdict<T> verdict) {
        return switch (verdict) {
            case Verdict.Granted<T> granted -> Checked.good(granted.value());
            case Verdict.Objected<T> objected -> Checked.bad(of(objected.objection()));
        };
    }

    /** There is no such key, or not for whoever asks. */
    public static ErrorAnswer noSuchKey() {
        return ErrorAnswer.of(404, NOT_FOUND, "key", "Key not found in database");
    }

    private static ErrorAnswer of(Objection objection) {
        return switch (objection) {
            case Objection.NoSuchTeam no ->
                    ErrorAnswer.of(
                            404,
                            NOT_FOUND,
                            "team_id",
                            "Team not found, passed team_id=" + no.id() + ".");
            case Objection.TeamExists exists ->
                    badRequest(
                            "team_id",
                            "Team id = "
                                    + exists.id()
                                    + " already exists. Please use a different team id.");
            case Objection.NoSuchKey no -> noSuchKey();
            case Objection.KeyExists exists ->
                    badRequest("key", "This key exists already. Leave `key` out to get a new one.");
            case Objection.KeyNameTaken taken ->
                    badRequest(
                            "key_alias",
                            "Key with alias '"
                                    + taken.name()
                                    + "' already exists. Unique key aliases across all keys are"
                                    + " required.");
            case Objection.UnfitKey unfit -> badRequest("key", unfit.rule());
            case Objection.AliasToNowhere nowhere -> aliasToNowhere(nowhere);
            case Objection.NoSuchUser no ->
                    ErrorAnswer.of(404, NOT_FOUND, "user_id", "User not found: " + no.who());
            case Objection.UserExists exists ->
                    badRequest(
                            "user_id",
                            "User id = "
                                    + exists.id()
                                    + " already exists. Please use a different user id.");
            case Objection.MemberAlready already ->
                    badRequest(
                            "member",
                            "User="
                                    + already.who()
                                    + " already in team. Team="
                                    + already.team()
                                    + ".");
            case Objection.NoSuchMember no ->
                    badRequest("user_id", "User not found in team: " + no.who());
            case Objection.NotForYou no -> OpenAiErrors.of(new Refusal.AdministratorsOnly());
            case Objection.MoreThanOwn more ->
                    ErrorAnswer.of(
                            403,
                            "permission_denied",
                            more.field(),
                            "You cannot give more than you have: " + more.bound() + ".");
            case Objection.ChangedMeanwhile changed ->
                    ErrorAnswer.of(
                            412,
                            "precondition_failed",
                            "If-Match",
                            "It has changed since you looked at it. Look again, then decide.");
            case Objection.NoSuchRevision no ->
                    ErrorAnswer.of(
                            404,
                            NOT_FOUND,
                            "revision",
                            "Nothing is known of revision " + no.revision() + ".");
            case Objection.RegistryAway away ->
                    ErrorAnswer.of(
                                    503,
                                    "no_db_connection",
                                    null,
                                    "No connected db. Nothing was changed.")
                            .retryAfter(Duration.ofSeconds(1));
        };
    }

    private static ErrorAnswer aliasToNowhere(Objection.AliasToNowhere nowhere) {
        Map<?, ?> inOrder = new TreeMap<>(nowhere.dangling());
        String aliases =
                inOrder.entrySet().stream()
                        .map(alias -> alias.getKey() + " -> " + alias.getValue())
                        .collect(Collectors.joining(", "));
        return badRequest(
                nowhere.field(),
                "An alias names a model group that exists, and these do not: "
                        + aliases
                        + ". The groups are: "
                        + inOrder(nowhere.groups())
                        + ".");
    }

    private static String inOrder(Collection<?> names) {
        return names.isEmpty()
                ? "none"
                : names.stream().map(Object::toString).sorted().collect(Collectors.joining(", "));
    }

    private static ErrorAnswer badRequest(String param, String message) {
        return ErrorAnswer.of(400, BAD_REQUEST, param, message);
    }
}
