package dev.signalbox.http.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.domain.quota.Holder;
import dev.signalbox.domain.quota.Holder.Level;
import dev.signalbox.domain.quota.Measure;
import dev.signalbox.http.exchange.ErrorAnswer;
import dev.signalbox.http.openai.wording.QuotaErrors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;

class QuotaErrorsTest {

    private static final Instant RESET = Instant.parse("2026-04-01T00:00:00Z");
    private static final NanoUsd USED = new NanoUsd(1_980_000_000L);
    private static final NanoUsd LIMIT = new NanoUsd(2_000_000_000L);
    private static final NanoUsd NEED = new NanoUsd(30_000_000L);
    private static final Holder KEY = Holder.of(Level.KEY, "ab12");

    static Stream<Arguments> budgets() {
        return Stream.of(
                Arguments.of(
                        KEY,
                        "Budget has been exceeded! Current cost: 1.98, Max budget: 2 (api_key: ab12)"),
                Arguments.of(
                        Holder.of(Level.MEMBER, "blue", "lea"),
                        "Budget has been exceeded! Current cost: 1.98, Max budget: 2 (team_member:"
                                + " blue:lea)"),
                Arguments.of(
                        Holder.EVERYBODY,
                        "Budget has been exceeded! Current cost: 1.98, Max budget: 2 (global)"),
                Arguments.of(
                        Holder.of(Level.TEAM, "blue"),
                        "Budget has been exceeded! Team=blue Current cost: 1.98, Max budget: 2"),
                Arguments.of(
                        Holder.of(Level.USER, "lea"),
                        "ExceededBudget: User=lea over budget. Spend=1.98, Budget=2"),
                Arguments.of(
                        Holder.of(Level.END_USER, "uwe"),
                        "ExceededBudget: End User=uwe over budget. Spend=1.98, Budget=2"),
                Arguments.of(
                        Holder.of(Level.TAG, "beta"),
                        "Budget has been exceeded! Tag=beta Current cost: 1.98, Max budget: 2"),
                Arguments.of(
                        Holder.of(Level.KEY_MODEL, "ab12", "gpt"),
                        "LiteLLM Virtual Key: ab12, exceeded budget for model=gpt. Current cost:"
                                + " 1.98, Max budget: 2"),
                Arguments.of(
                        Holder.of(Level.PROVIDER, "azure"),
                        "No deployments available - crossed budget for provider: azure. Current"
                                + " cost: 1.98, Max budget: 2"));
    }

    @ParameterizedTest
    @MethodSource("budgets")
    void aBudgetSaysWhoseItIsWhatIsUsedAndWhenItBeginsAnew(Holder holder, String sentence) {
        Refusal spent =
                new Refusal.BudgetSpent(holder, USED, LIMIT, NEED, RESET, Duration.ofSeconds(90));
        ErrorAnswer answer = OpenAiErrors.of(spent);
        assertThat(answer.message())
                .isEqualTo(
                        sentence
                                + ". This call may cost up to 0.03, more than is left: send"
                                + " max_tokens, or a smaller one, to set aside less. It begins"
                                + " anew at 2026-04-01 00:00:00 UTC.");
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.type()).isEqualTo("budget_exceeded");
        assertThat(answer.code()).isEqualTo("429");
        assertThat(answer.retryAfter()).isEqualTo(Duration.ofSeconds(90));
        assertThat(answer.notes()).isEqualTo(Map.of("reset_at", "2026-04-01T00:00:00Z"));
    }

    @Test
    void aBudgetForEverSaysThatItDoesNotBeginAnewAndMayBeA400AsItWas() {
        ErrorAnswer answer =
                QuotaErrors.of(
                        new Refusal.BudgetSpent(KEY, LIMIT, LIMIT, NEED, null, null),
                        QuotaErrors.FORMER_BUDGET_STATUS);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("400");
        assertThat(answer.message())
                .as("nothing is left, and no call is small enough")
                .endsWith("(api_key: ab12). It does not begin anew by itself.");
        assertThat(answer.retryAfter()).isNull();
    }

    @Test
    void aLimitSaysWhatIsLeftAndWhenItBeginsAnew() {
        ErrorAnswer answer =
                OpenAiErrors.of(
                        new Refusal.RateLimited(
                                KEY, Measure.TOKENS, 90, 100, RESET, Duration.ofSeconds(5)));
        assertThat(answer.message())
                .isEqualTo(
                        "Rate limit exceeded for api_key: ab12. Limit type: tokens. Current limit:"
                                + " 100, Remaining: 10. Limit resets at: 2026-04-01 00:00:00 UTC");
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.type()).isEqualTo("throttling_error");
        assertThat(answer.retryAfter()).isEqualTo(Duration.ofSeconds(5));
        assertThat(answer.notes())
                .isEqualTo(
                        Map.of(
                                "rate_limit_type", "tokens",
                                "reset_at", "2026-04-01T00:00:00Z",
                                "x-ratelimit-limit-tokens", "100",
                                "x-ratelimit-remaining-tokens", "10",
                                "x-ratelimit-reset-tokens", "5s"));
    }

    @Test
    void slotsHaveNoMomentWhenTheyBeginAnew() {
        ErrorAnswer answer =
                OpenAiErrors.of(
                        new Refusal.RateLimited(
                                KEY, Measure.SLOTS, 3, 2, null, Duration.ofSeconds(1)));
        assertThat(answer.message())
                .isEqualTo(
                        "Rate limit exceeded for api_key: ab12. Limit type: max_parallel_requests."
                                + " Current limit: 2, Remaining: 0. A slot is free when a call ends");
        assertThat(answer.notes()).isEqualTo(Map.of("rate_limit_type", "max_parallel_requests"));
    }

    @Test
    void whatCannotBeAskedForIsNotCalledSpent() {
        ErrorAnswer answer = OpenAiErrors.of(new Refusal.AllowanceUnknown(KEY, Measure.MONEY));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.type()).isEqualTo("no_db_connection");
        assertThat(answer.message()).contains("budget of api_key: ab12");
        assertThat(answer.retryAfter()).isEqualTo(Duration.ofSeconds(1));
    }
}
