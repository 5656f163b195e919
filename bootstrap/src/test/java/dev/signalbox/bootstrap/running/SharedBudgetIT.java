package dev.signalbox.bootstrap.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bootstrap.running.RunningGateway.Order;
import dev.signalbox.persistence.contact.DatabaseUrl;
import dev.signalbox.persistence.embedded.EmbeddedPostgres;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Gateways on one database share what a key may use: no call more, and none less. {@code
 * -Dsignalbox.rounds=200} for the long form.
 */
@Timeout(3_600)
class SharedBudgetIT {

    private static final int ROUNDS = Integer.getInteger("signalbox.rounds", 3);
    private static final String QUESTION =
            """
            {"model": "flat", "messages": [{"role": "user", "content": "Hi"}], "max_tokens": 5}""";

    @TempDir Path folder;

    /** How often a machine was too busy to share in time. */
    private final AtomicInteger asksAgain = new AtomicInteger();

    private final CountDownLatch never = new CountDownLatch(1);

    @ParameterizedTest
    @ValueSource(ints = {2, 5})
    void noBudgetIsPassedAndAllOfItCanBeSpent(int replicas) throws Exception {
        List<RunningGateway> all = new ArrayList<>();
        try (Fleet fleet = new Fleet();
                EmbeddedPostgres database = Prepared.postgres(folder.resolve("external"))) {
            fleet.serves(
                    "flat",
                    "flat-1",
                    "input_cost_per_request: 0.02",
                    "input_cost_per_token: 0",
                    "output_cost_per_token: 0");
            try {
                for (int i = 0; i < replicas; i++) {
                    all.add(start("replica-" + i, fleet, database.url()));
                }
                all.forEach(RunningGateway::listening);
                for (int round = 1; round <= ROUNDS; round++) {
                    exactlyFiftyAreServed(all, round);
                }
                assertThat(fleet.count("flat-1")).isEqualTo(50 * ROUNDS);
                System.out.printf(
                        "a budget on %d replicas: %d rounds of 200 calls at once, 50 served in each;"
                                + " %d answers were 503 and asked for again%n",
                        replicas, ROUNDS, asksAgain.get());
            } finally {
                all.forEach(RunningGateway::close);
            }
        }
    }

    private void exactlyFiftyAreServed(List<RunningGateway> all, int round) throws Exception {
        Asker asker = Asker.withKey(all.getFirst(), "\"max_budget\": 1.00");
        List<HttpResponse<String>> answers = callAtOnce(all, asker.key(), 200);
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

    /** A machine that is too busy to share in time says so, and whoever hears it asks again. */
    private HttpResponse<String> answered(RunningGateway gateway, String key)
            throws InterruptedException {
        HttpResponse<String> answer = gateway.post("/v1/chat/completions", key, QUESTION);
        for (int again = 0; again < 1_000 && answer.statusCode() == 503; again++) {
            assertThat(answer.body()).contains("No connected db");
            asksAgain.incrementAndGet();
            var unused = never.await(100, TimeUnit.MILLISECONDS);
            answer = gateway.post("/v1/chat/completions", key, QUESTION);
        }
        return answer;
    }

    private List<HttpResponse<String>> callAtOnce(
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
