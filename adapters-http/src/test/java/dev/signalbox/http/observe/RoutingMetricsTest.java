package dev.signalbox.http.observe;

import static dev.signalbox.http.observe.Happenings.LIMITED;
import static dev.signalbox.http.observe.Happenings.attempt;
import static dev.signalbox.http.observe.Happenings.place;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.driven.routing.Signals.Next;
import dev.signalbox.application.driven.routing.Signals.Place;
import dev.signalbox.domain.catalog.ModelName;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

class RoutingMetricsTest {

    private static final Place A = place("gpt-4", "a", "chatgpt-v-2");
    private static final String OF_A =
            "litellm_model_name=\"chatgpt-v-2\",model_id=\"a\",api_base=\"https://eu.example\","
                    + "api_provider=\"azure\"";

    private final RoutingMetrics metrics =
            new RoutingMetrics(
                    Set.of(new ModelName("gpt-4"), new ModelName("four"))::contains,
                    () ->
                            new SpendNumbers(
                                    3,
                                    0,
                                    7,
                                    1,
                                    12,
                                    new SpendNumbers.Notices(2, 5, 1, 4),
                                    List.of(new SpendNumbers.Unpriced("g", "d", 9))));

    @Test
    void withoutACallEveryFamilyIsNamedAndEmpty() {
        assertThat(metrics.text().lines())
                .filteredOn(line -> !line.contains("signalbox_spend"))
                .filteredOn(line -> !line.contains("signalbox_budget"))
                .filteredOn(line -> !line.contains("signalbox_unpriced"))
                .hasSize(20)
                .allMatch(line -> line.startsWith("# "));
    }

    @Test
    void howWritingDownWhatCallsCostIsDoingIsTold() {
        assertThat(metrics.text().lines())
                .contains(
                        "signalbox_spend_unrecorded_total 3",
                        "signalbox_spend_waiting 7",
                        "signalbox_spend_open 1",
                        "signalbox_spend_journal_used_percent 12",
                        "signalbox_budget_notices_sent_total 2",
                        "signalbox_budget_notices_failed_total 5",
                        "signalbox_budget_notices_given_up_total 1",
                        "signalbox_budget_notices_waiting 4",
                        "signalbox_unpriced_requests_total{model_group=\"g\",model_id=\"d\"} 9");
    }

    @Test
    void attemptsAreCountedByWhatBecameOfThem() {
        metrics.attempted(attempt("gpt-4", A, LIMITED, Next.RETRIED));
        metrics.attempted(attempt("gpt-4", A, LIMITED, Next.GIVEN_UP));
        metrics.attempted(attempt("gpt-4", A, null, Next.ANSWERED));
        metrics.attempted(attempt("gpt-4", A, LIMITED, Next.ABANDONED));

        assertThat(metrics.text().lines())
                .contains(
                        "litellm_deployment_total_requests_total{requested_model=\"gpt-4\","
                                + OF_A
                                + "} 4",
                        "litellm_deployment_success_responses_total{requested_model=\"gpt-4\","
                                + OF_A
                                + "} 1",
                        "litellm_deployment_failure_responses_total{requested_model=\"gpt-4\","
                                + OF_A
                                + ",exception_status=\"429\",exception_class=\"RateLimitError\"} 2",
                        "signalbox_attempts_total{model_group=\"gpt-4\"} 4",
                        "signalbox_retries_total{model_group=\"gpt-4\"} 1");
    }

    @Test
    void whatIsToldBesidesIsCounted() {
        Happenings.all(metrics);

        assertThat(metrics.text().lines())
                .contains(
                        "litellm_deployment_cooled_down_total{"
                                + OF_A
                                + ",exception_status=\"429\"} 1",
                        "litellm_deployment_successful_fallbacks_total{requested_model=\"gpt-4\","
                                + "fallback_model=\"gpt-3.5\"} 1",
                        "signalbox_retries_refused_total{model_group=\"gpt-4\"} 1");
    }

    @Test
    void theStateFollowsWhatHappens() {
        metrics.attempted(attempt("gpt-4", A, null, Next.ANSWERED));
        requireState(0);
        metrics.attempted(attempt("gpt-4", A, LIMITED, Next.GIVEN_UP));
        requireState(1);
        metrics.rests(A, Duration.ofSeconds(5), LIMITED);
        requireState(2);
        // A call that was under way when it began to rest.
        metrics.attempted(attempt("gpt-4", A, null, Next.ANSWERED));
        requireState(2);
        metrics.returned(A);
        requireState(0);
    }

    private void requireState(int state) {
        assertThat(metrics.text().lines())
                .contains("litellm_deployment_state{" + OF_A + "} " + state);
    }

    @Test
    void aNameThatACallerInventsIsNotALabel() {
        Place wild = place("openai/*", "w", "gpt-invented");
        for (int i = 0; i < 100; i++) {
            metrics.attempted(attempt("openai/invented-" + i, wild, null, Next.ANSWERED));
        }

        assertThat(metrics.text()).doesNotContain("invented");
        assertThat(metrics.text().lines())
                .contains(
                        "litellm_deployment_total_requests_total{requested_model=\"openai/*\","
                                + "litellm_model_name=\"openai/*\",model_id=\"w\","
                                + "api_base=\"https://eu.example\",api_provider=\"azure\"} 100");
    }

    @Test
    void aNameThatSomebodyConfiguredIsALabel() {
        metrics.attempted(attempt("four", A, null, Next.ANSWERED));
        assertThat(metrics.text()).contains("requested_model=\"four\"");
    }

    @Test
    void valuesCannotBreakOutOfTheirQuotes() {
        Place odd = place("odd", "x\"} 1\n\\", "m");
        metrics.attempted(attempt("odd", odd, null, Next.ANSWERED));
        assertThat(metrics.text()).contains("model_id=\"x\\\"} 1\\n\\\\\"");
    }

    @Test
    void nothingIsLostWhenManyCount() {
        int threads = 8;
        int each = 5_000;
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (int i = 0; i < threads; i++) {
                var unused =
                        pool.submit(
                                () -> {
                                    for (int k = 0; k < each; k++) {
                                        metrics.retryRefused(new ModelName("gpt-4"));
                                    }
                                });
            }
        }
        assertThat(metrics.text().lines())
                .contains(
                        "signalbox_retries_refused_total{model_group=\"gpt-4\"} " + threads * each);
    }

    @Test
    void seriesAreNotBegunWithoutEnd() {
        for (int i = 0; i < Family.MOST_SERIES + 10; i++) {
            metrics.retryRefused(new ModelName("group-" + i));
        }
        assertThat(metrics.text().lines().filter(line -> line.startsWith("signalbox_retries")))
                .hasSize(Family.MOST_SERIES);
    }
}
