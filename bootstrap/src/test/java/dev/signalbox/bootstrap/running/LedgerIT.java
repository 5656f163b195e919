package dev.signalbox.bootstrap.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bootstrap.running.RunningGateway.Order;
import dev.signalbox.persistence.contact.DatabaseUrl;
import dev.signalbox.persistence.contact.FirstContact;
import dev.signalbox.persistence.embedded.EmbeddedPostgres;
import dev.signalbox.simulator.journal.Exchange;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Every question that an upstream saw is in the ledger, once, whatever happens to the gateway: the
 * simulator's own journal is the witness. {@code -Dsignalbox.money=20000} for the long form.
 */
@Timeout(3_600)
class LedgerIT {

    private static final int CALLS = Integer.getInteger("signalbox.money", 1_500);
    private static final int KILLS = Math.max(2, CALLS / 2_000);
    private static final int CALLERS = 8;

    /** 1,000 nanodollars a token of a question, 2,000 a token of an answer. */
    private static final String[] PRICED = {
        "input_cost_per_token: 0.000001", "output_cost_per_token: 0.000002"
    };

    @TempDir Path folder;
    private final long seed = Long.getLong("signalbox.seed", 20261127);

    /** A row, as far as it matters here. */
    private record Row(String status, boolean estimated, long cost, long reserved) {}

    @Test
    void everyQuestionIsThereOnceThoughTheGatewayIsKilledAgainAndAgain() throws Exception {
        try (Fleet fleet = new Fleet();
                EmbeddedPostgres database =
                        EmbeddedPostgres.start(folder.resolve("external"), progress -> {})) {
            fleet.serves("gpt", "gpt-1", PRICED).serves("gpt", "gpt-2", PRICED);
            // Some fail and are asked elsewhere: a row for each.
            fleet.fails("gpt-1", "F34", 40);
            Order order =
                    Order.in(folder)
                            .with("DATABASE_URL", RunningGateway.text(database.url()))
                            .serving(fleet.config(""));
            AtomicInteger asked = new AtomicInteger();
            for (int i = 0; i < KILLS; i++) {
                RunningGateway killed = order.listen();
                int until = CALLS * (i + 1) / (KILLS + 1);
                load(killed, asked, until, () -> killed.process().destroyForcibly());
                killed.exitCode();
            }
            try (RunningGateway last = order.listen()) {
                load(last, asked, CALLS, () -> {});
            }
            compare(fleet.simulator().requests(), database.url());
        }
    }

    /** Asks until so many were asked, and does {@code then} while others are still on their way. */
    private void load(RunningGateway gateway, AtomicInteger asked, int until, Runnable then)
            throws InterruptedException {
        Random random = new Random(seed + until);
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CALLERS; i++) {
                long mine = random.nextLong();
                callers.submit(() -> call(gateway, new Random(mine), asked, over));
            }
            Awaitility.await().atMost(Duration.ofMinutes(20)).until(() -> asked.get() >= until);
            then.run();
            over.set(true);
        }
    }

    private static void call(
            RunningGateway gateway, Random random, AtomicInteger asked, AtomicBoolean over) {
        while (!over.get() && gateway.isAlive()) {
            String body =
                    """
                    {"model": "gpt", "stream": %s, "max_tokens": 50,
                     "messages": [{"role": "user", "content": "%s"}]}"""
                            .formatted(random.nextBoolean(), "word ".repeat(1 + random.nextInt(9)));
            try {
                HttpResponse<String> answer =
                        gateway.post("/v1/chat/completions", RunningGateway.MASTER_KEY, body);
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            } catch (RuntimeException e) {
                // It was killed; the ledger must know of the question all the same.
                assertThat(over.get() || !gateway.isAlive()).as("seed of the callers").isTrue();
            }
            asked.incrementAndGet();
        }
    }

    private static void compare(List<Exchange> seen, DatabaseUrl url) throws SQLException {
        Map<String, List<Row>> ledger = rows(url);
        Map<String, Integer> oracle = new HashMap<>();
        for (Exchange exchange : seen) {
            String call = exchange.head().header("x-ms-client-request-id");
            oracle.merge(String.valueOf(call), 1, Integer::sum);
        }
        Map<String, Integer> known = new HashMap<>();
        int unknown = 0;
        for (Map.Entry<String, List<Row>> entry : ledger.entrySet()) {
            known.put(entry.getKey(), entry.getValue().size());
            for (Row row : entry.getValue()) {
                if (row.status().equals("unknown")) {
                    unknown++;
                    assertThat(row.cost()).as("what was set aside").isEqualTo(row.reserved());
                    assertThat(row.reserved()).isPositive();
                } else if (row.status().equals("success")) {
                    assertThat(row.cost()).isPositive();
                    assertThat(row.cost()).as("a ceiling").isLessThanOrEqualTo(row.reserved());
                }
            }
        }
        System.out.println(
                "ledger: %d questions seen by upstreams, %d rows, %d of them unknown"
                        .formatted(
                                seen.size(),
                                known.values().stream().mapToInt(n -> n).sum(),
                                unknown));
        oracle.forEach(
                (call, times) ->
                        assertThat(known.getOrDefault(call, 0))
                                .as("rows of call %s", call)
                                .isGreaterThanOrEqualTo(times));
        known.forEach(
                (call, rows) -> {
                    long heard =
                            ledger.get(call).stream()
                                    .filter(row -> !row.status().equals("unknown"))
                                    .count();
                    assertThat(oracle.getOrDefault(call, 0))
                            .as(
                                    "questions of call %s; one that was killed may not have arrived",
                                    call)
                            .isBetween((int) heard, rows);
                });
        assertThat(unknown).as("the kills met calls on their way").isPositive();
    }

    private static Map<String, List<Row>> rows(DatabaseUrl url) throws SQLException {
        Map<String, List<Row>> rows = new HashMap<>();
        try (Connection connection = FirstContact.connect(url, 10);
                Statement statement = connection.createStatement();
                ResultSet found =
                        statement.executeQuery(
                                "SELECT call, status, estimated, cost, reserved FROM ledger")) {
            while (found.next()) {
                rows.computeIfAbsent(found.getString("call"), call -> new ArrayList<>())
                        .add(
                                new Row(
                                        found.getString("status"),
                                        found.getBoolean("estimated"),
                                        found.getLong("cost"),
                                        found.getLong("reserved")));
            }
        }
        return rows;
    }
}
