package dev.signalbox.bootstrap.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bootstrap.running.RunningGateway.Order;
import dev.signalbox.persistence.contact.DatabaseUrl;
import dev.signalbox.persistence.embedded.EmbeddedPostgres;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Two gateways on one database share what a key may use: no call more, and none less. {@code
 * -Dsignalbox.rounds=200} for the long form.
 */
@Timeout(3_600)
class SharedBudgetIT {

    private static final int ROUNDS = Integer.getInteger("signalbox.rounds", 3);
    private static final String QUESTION =
            """
            {"model": "flat", "messages": [{"role": "user", "content": "Hi"}], "max_tokens": 5}""";

    @TempDir Path folder;

    @Test
    void noBudgetIsPassedAndAllOfItCanBeSpent() throws Exception {
        try (Fleet fleet = new Fleet();
                EmbeddedPostgres database =
                        EmbeddedPostgres.start(folder.resolve("external"), progress -> {})) {
            fleet.serves(
                    "flat",
                    "flat-1",
                    "input_cost_per_request: 0.02",
                    "input_cost_per_token: 0",
                    "output_cost_per_token: 0");
            try (RunningGateway first = start("a", fleet, database.url());
                    RunningGateway second = start("b", fleet, database.url())) {
                List<RunningGateway> both = List.of(first.listening(), second.listening());
                for (int round = 1; round <= ROUNDS; round++) {
                    Asker asker = Asker.withKey(first, "\"max_budget\": 1.00");
                    List<HttpResponse<String>> answers = callAtOnce(both, asker.key(), 200);
                    assertThat(answers)
                            .as("round %s", round)
                            .filteredOn(answer -> answer.statusCode() == 200)
                            .hasSize(50);
                    assertThat(answers)
                            .as("round %s", round)
                            .filteredOn(answer -> answer.statusCode() != 200)
                            .allSatisfy(
                                    answer -> {
                                        assertThat(answer.statusCode()).isEqualTo(429);
                                        assertThat(answer.body()).contains("budget_exceeded");
                                    });
                }
                assertThat(fleet.count("flat-1")).isEqualTo(50 * ROUNDS);
            }
        }
    }

    /** A machine that is too busy to share in time says so, and whoever hears it asks again. */
    private static HttpResponse<String> answered(RunningGateway gateway, String key) {
        HttpResponse<String> answer = gateway.post("/v1/chat/completions", key, QUESTION);
        for (int again = 0; again < 10_000 && answer.statusCode() == 503; again++) {
            assertThat(answer.body()).contains("No connected db");
            answer = gateway.post("/v1/chat/completions", key, QUESTION);
        }
        return answer;
    }

    private static List<HttpResponse<String>> callAtOnce(
            List<RunningGateway> gateways, String key, int calls) throws Exception {
        List<Future<HttpResponse<String>>> asked = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < calls; i++) {
                RunningGateway gateway = gateways.get(i % gateways.size());
                asked.add(callers.submit(() -> answered(gateway, key)));
            }
        }
        List<HttpResponse<String>> answers = new ArrayList<>();
        for (Future<HttpResponse<String>> one : asked) {
            answers.add(one.get());
        }
        return answers;
    }

    private RunningGateway start(String name, Fleet fleet, DatabaseUrl url) throws IOException {
        return Order.in(Files.createDirectories(folder.resolve(name)))
                .with("DATABASE_URL", RunningGateway.text(url))
                .serving(fleet.config(""))
                .start();
    }
}
