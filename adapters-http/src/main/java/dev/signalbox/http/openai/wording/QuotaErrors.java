package dev.signalbox.http.openai.wording;

import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.domain.quota.Holder;
import dev.signalbox.domain.quota.Measure;
import dev.signalbox.http.exchange.ErrorAnswer;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The words for limits and budgets: LiteLLM's, and always whose it is, how much is used, how much
 * may be, and when it begins anew.
 */
public final class QuotaErrors {

    /** What clients of LiteLLM before the middle of 2026 expect of a budget that is spent. */
    public static final int FORMER_BUDGET_STATUS = 400;

    private static final String RATE_LIMIT_TYPE = "rate_limit_type";
    private static final String RESET_AT = "reset_at";
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    private QuotaErrors() {}

    /** What a caller is told who has had what a minute allows, or who calls too often at once. */
    public static ErrorAnswer of(Refusal.RateLimited limited) {
        String message =
                "Rate limit exceeded for "
                        + kind(limited.holder())
                        + named(limited.holder())
                        + ". Limit type: "
                        + limited.measure().word()
                        + ". Current limit: "
                        + limited.limit()
                        + ", Remaining: "
                        + Math.max(0, limited.limit() - limited.used())
                        + (limited.reset() == null
                                ? ". A slot is free when a call ends"
                                : ". Limit resets at: " + MOMENT.format(limited.reset()));
        ErrorAnswer answer =
                ErrorAnswer.of(429, "throttling_error", null, message).retryAfter(limited.pause());
        return answer.noting(notes(limited));
    }

    private static Map<String, String> notes(Refusal.RateLimited limited) {
        Map<String, String> notes = new TreeMap<>();
        notes.put(RATE_LIMIT_TYPE, limited.measure().word());
        if (limited.reset() != null) {
            String left = Long.toString(Math.max(0, limited.limit() - limited.used()));
            notes.put(RESET_AT, limited.reset().toString());
            notes.put(
                    "x-ratelimit-limit-" + limited.measure().word(),
                    Long.toString(limited.limit()));
            notes.put("x-ratelimit-remaining-" + limited.measure().word(), left);
            notes.put(
                    "x-ratelimit-reset-" + limited.measure().word(),
                    ErrorAnswer.wholeSeconds(limited.pause()) + "s");
        }
        return notes;
    }

    /**
     * What a caller is told whose money is spent.
     *
     * @param status 429, or {@link #FORMER_BUDGET_STATUS}
     */
    public static ErrorAnswer of(Refusal.BudgetSpent spent, int status) {
        Instant reset = spent.reset();
        String message =
                sentence(spent)
                        + remedy(spent)
                        + (reset == null
                                ? ". It does not begin anew by itself."
                                : ". It begins anew at " + MOMENT.format(reset) + ".");
        ErrorAnswer answer = ErrorAnswer.of(status, "budget_exceeded", null, message);
        if (reset == null || spent.pause() == null) {
            return answer;
        }
        return answer.retryAfter(spent.pause()).noting(Map.of(RESET_AT, reset.toString()));
    }

    /** Where something is left, a smaller call may pass. */
    private static String remedy(Refusal.BudgetSpent spent) {
        return spent.used().compareTo(spent.limit()) >= 0
                ? ""
                : ". This call may cost up to "
                        + spent.need()
                        + ", more than is left: send max_tokens, or a smaller one, to set aside"
                        + " less";
    }

    /** What a caller is told of whom nobody knows now what is left. */
    public static ErrorAnswer of(Refusal.AllowanceUnknown unknown) {
        String what = unknown.measure() == Measure.MONEY ? "budget" : unknown.measure().word();
        return ErrorAnswer.of(
                        503,
                        "no_db_connection",
                        null,
                        "No connected db: what this gateway was granted of the "
                                + what
                                + " of "
                                + kind(unknown.holder())
                                + named(unknown.holder())
                                + " is used up, and more cannot be had now.")
                .retryAfter(SOON);
    }

    /** Programs look for LiteLLM's sentences; what they leave out stands in brackets. */
    private static String sentence(Refusal.BudgetSpent spent) {
        Holder holder = spent.holder();
        List<String> ids = holder.ids();
        return switch (holder.level()) {
            case USER -> over("User", holder, spent);
            case END_USER -> over("End User", holder, spent);
            case TEAM ->
                    "Budget has been exceeded! Team="
                            + ids.getFirst()
                            + " "
                            + figures(spent.used(), spent.limit());
            case TAG -> "Budget has been exceeded! Tag=" + ids.getFirst() + " " + figures(spent);
            case KEY_MODEL ->
                    "LiteLLM Virtual Key: "
                            + ids.getFirst()
                            + ", exceeded budget for model="
                            + ids.getLast()
                            + ". "
                            + figures(spent);
            case PROVIDER, DEPLOYMENT ->
                    "No deployments available - crossed budget for "
                            + holder.level().word()
                            + ": "
                            + ids.getFirst()
                            + ". "
                            + figures(spent);
            case KEY, MEMBER, EVERYBODY, TERMS ->
                    "Budget has been exceeded! "
                            + figures(spent)
                            + " ("
                            + kind(holder)
                            + named(holder)
                            + ")";
        };
    }

    private static String over(String who, Holder holder, Refusal.BudgetSpent spent) {
        return "ExceededBudget: "
                + who
                + "="
                + holder.id()
                + " over budget. Spend="
                + spent.used()
                + ", Budget="
                + spent.limit();
    }

    private static String figures(Refusal.BudgetSpent spent) {
        return figures(spent.used(), spent.limit());
    }

    private static String figures(NanoUsd used, NanoUsd limit) {
        return "Current cost: " + used + ", Max budget: " + limit;
    }

    /** LiteLLM calls a key so. */
    private static String kind(Holder holder) {
        return holder.level() == Holder.Level.KEY ? "api_key" : holder.level().word();
    }

    private static String named(Holder holder) {
        return holder.ids().isEmpty() ? "" : ": " + holder.id();
    }
}
