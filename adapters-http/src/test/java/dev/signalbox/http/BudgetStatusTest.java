package dev.signalbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.call.Outcome;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.domain.quota.Holder;
import dev.signalbox.domain.quota.Holder.Level;

import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;

/** With which status a budget that is spent is answered, over HTTP. */
class BudgetStatusTest {

    private static final Refusal SPENT =
            new Refusal.BudgetSpent(
                    Holder.of(Level.KEY, "pub"),
                    new NanoUsd(2_000_000_000),
                    new NanoUsd(1_000_000_000),
                    new NanoUsd(1),
                    Instant.parse("2026-12-01T00:00:00Z"),
                    Duration.ofSeconds(90));

    private static HttpResponse<String> refused(RunningHouse house) throws Exception {
        house.relaying((call, sink) -> new Outcome.Refused(SPENT, null));
        return house.post("/v1/chat/completions", RunningHouse.CHAT);
    }

    @Test
    void isTooManyRequestsUnlessTheOperatorWantsTheFormerOne() throws Exception {
        try (RunningHouse house = new RunningHouse(settings -> settings)) {
            assertThat(refused(house).statusCode()).isEqualTo(429);
        }
        try (RunningHouse house = new RunningHouse(settings -> settings.withBudgetStatus(400))) {
            HttpResponse<String> answer = refused(house);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body())
                    .contains("\"type\":\"budget_exceeded\"", "\"code\":\"400\"")
                    .contains("Budget has been exceeded!");
            assertThat(answer.headers().firstValue("retry-after")).contains("90");
        }
    }
}
