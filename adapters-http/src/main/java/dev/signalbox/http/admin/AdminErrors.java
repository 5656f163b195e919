package dev.signalbox.http.admin;

import dev.signalbox.application.driving.admin.Verdict;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.rights.Objection;
import dev.signalbox.http.exchange.Checked;
import dev.signalbox.http.exchange.ErrorAnswer;
import dev.signalbox.http.openai.OpenAiErrors;

import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
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
        return words(objection).because(ErrorAnswer.Cause.of(objection.getClass()));
    }

    private static ErrorAnswer words(Objection objection) {
        return switch (objection) {
            case Objection.NoSuchTeam no ->
                    notFound("team_id", "Team not found, passed team_id=" + no.id() + ".");
            case Objection.TeamExists exists -> taken("team_id", "Team", exists.id().text());
            case Objection.NoSuchKey no -> noSuchKey();
            case Objection.KeyExists exists ->
                    badRequest("key", "This key exists already. Leave `key` out to get a new one.");
            case Objection.KeyNameTaken taken -> nameTaken(taken.name());
            case Objection.UnfitKey unfit -> badRequest("key", unfit.rule());
            case Objection.AliasToNowhere nowhere -> aliasToNowhere(nowhere);
            case Objection.NothingSaid no -> BudgetErrors.of(no);
            case Objection.SaidAlready already -> BudgetErrors.of(already);
            case Objection.NoSuchTerms no -> BudgetErrors.of(no);
            case Objection.TermsInUse used -> BudgetErrors.of(used);
            case Objection.NoSuchUser no -> notFound("user_id", "User not found: " + no.who());
            case Objection.UserExists exists -> taken("user_id", "User", exists.id().text());
            case Objection.MemberAlready already ->
                    badRequest("member", "User=" + already.who() + " already in team.");
            case Objection.NoSuchMember no ->
                    badRequest("user_id", "User not found in team: " + no.who());
            case Objection.NotForYou no -> OpenAiErrors.of(new Refusal.AdministratorsOnly());
            case Objection.MoreThanOwn more -> moreThanOwn(more);
            case Objection.ChangedMeanwhile changed ->
                    ErrorAnswer.of(
                            412,
                            "precondition_failed",
                            "If-Match",
                            "It has changed since you looked at it. Look again, then decide.");
            case Objection.NoSuchRevision no ->
                    notFound("revision", "Nothing is known of revision " + no.revision() + ".");
            case Objection.NoSuchModel no ->
                    badRequest("id", "Model with id=" + no.id() + " not found in db.");
            case Objection.ModelOfFile file -> modelOfFile(file);
            case Objection.ModelExists exists -> modelExists(exists);
            case Objection.UnfitModel unfit ->
                    badRequest("litellm_params", String.join(" ", unfit.flaws()));
            case Objection.UnfitSettings unfit ->
                    ErrorAnswer.wrongField("router_settings", String.join(" ", unfit.flaws()));
            case Objection.OutsideResidency outside -> outsideResidency(outside);
            case Objection.UnfitMoment unfit ->
                    ErrorAnswer.wrongField("effective_at", unfit.rule());
            case Objection.NoSuchPlan no ->
                    notFound("schedule_id", "Nothing is scheduled as " + no.id() + ".");
            case Objection.PlanIsOver over ->
                    badRequest(
                            "schedule_id",
                            "What was scheduled as " + over.id() + " is " + over.state() + ".");
            case Objection.ModelsOfFileOnly only -> modelsOfFileOnly();
            case Objection.RegistryAway away -> registryAway();
            case Objection.LedgerAway away -> ledgerAway();
            case Objection.NoSuchGroup no -> noSuchGroup(no);
            case Objection.NoPrice no -> noPrice(no);
            case Objection.PeriodNotOver open -> periodNotOver();
            case Objection.DryRunOutdated old -> dryRunOutdated();
        };
    }

    private static ErrorAnswer outsideResidency(Objection.OutsideResidency outside) {
        return ErrorAnswer.wrongField(
                outside.field(),
                "Calls of the team "
                        + outside.team()
                        + " stay in "
                        + inOrder(outside.residency())
                        + ", and `"
                        + outside.name()
                        + "` would lead to `"
                        + outside.group()
                        + "`, which has no deployment there; the regions that its deployments name: "
                        + inOrder(outside.regions())
                        + ". Name a group that is served there, or say the region_name of its"
                        + " deployments.");
    }

    private static ErrorAnswer modelOfFile(Objection.ModelOfFile file) {
        return badRequest(
                "id",
                "Model with id="
                        + file.id()
                        + " stands in the configuration file. Change it there, and restart.");
    }

    private static ErrorAnswer modelsOfFileOnly() {
        return badRequest(
                "store_model_in_db",
                "Models are kept in the configuration file only: it says store_model_in_db: false.");
    }

    private static ErrorAnswer registryAway() {
        return ErrorAnswer.of(
                        503, "no_db_connection", null, "No connected db. Nothing was changed.")
                .retryAfter(Duration.ofSeconds(1));
    }

    private static ErrorAnswer modelExists(Objection.ModelExists exists) {
        return badRequest(
                "model_info.id",
                "Model with id="
                        + exists.id()
                        + " exists already. Change it by /model/update, or leave the id out to get a"
                        + " new one.");
    }

    private static ErrorAnswer noSuchGroup(Objection.NoSuchGroup no) {
        return notFound("model", "No model that you may call is named " + no.name() + ".");
    }

    private static ErrorAnswer noPrice(Objection.NoPrice no) {
        return badRequest(
                "model",
                "Nobody says what calls to "
                        + no.name()
                        + " cost. Say model_info.base_model or input_cost_per_token.");
    }

    private static ErrorAnswer moreThanOwn(Objection.MoreThanOwn more) {
        return ErrorAnswer.of(
                403,
                "permission_denied",
                more.field(),
                "You cannot give more than you have: " + more.bound() + ".");
    }

    private static ErrorAnswer periodNotOver() {
        return ErrorAnswer.wrongField(
                "end_date", "Only what is over is priced anew. Name a day that is, or a moment.");
    }

    private static ErrorAnswer dryRunOutdated() {
        return ErrorAnswer.of(
                412,
                "precondition_failed",
                "page",
                "Prices or rows have changed since the dry run, and nothing of this page was"
                        + " written. Make another dry run, then decide.");
    }

    private static ErrorAnswer ledgerAway() {
        return ErrorAnswer.of(
                        503,
                        "no_db_connection",
                        null,
                        "The ledger cannot be asked now. Calls are charged all the same.")
                .retryAfter(Duration.ofSeconds(1));
    }

    private static ErrorAnswer taken(String field, String what, String id) {
        return badRequest(
                field,
                what
                        + " id = "
                        + id
                        + " already exists. Please use a different "
                        + what.toLowerCase(Locale.ROOT)
                        + " id.");
    }

    private static ErrorAnswer nameTaken(String name) {
        return badRequest(
                "key_alias",
                "Key with alias '"
                        + name
                        + "' already exists. Unique key aliases across all keys are required.");
    }

    private static ErrorAnswer notFound(String param, String message) {
        return ErrorAnswer.of(404, NOT_FOUND, param, message);
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
