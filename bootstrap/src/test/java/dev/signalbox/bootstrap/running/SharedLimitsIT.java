package dev.signalbox.bootstrap.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.bootstrap.running.RunningGateway.Order;
import dev.signalbox.persistence.contact.FirstContact;
import dev.signalbox.persistence.embedded.EmbeddedPostgres;
import dev.signalbox.simulator.model.Latency;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Limits on three gateways that share a database: exact, whole, and free again when a gateway is
 * killed while it has a part of them. {@code -Dsignalbox.faketime=/path/of/libfaketime.so.1} puts
 * their clocks 90 seconds before and behind the database's.
 */
@Timeout(600)
class SharedLimitsIT {

    private static final int REPLICAS = 3;
    private static final int SLOTS = 6;
    private static final String FAKETIME = System.getProperty("signalbox.faketime", "");
    private static final List<String> CLOCKS = List.of("+90s", "-90s", "+0s");
    private static final Duration SOON = Duration.ofSeconds(60);

    /** So long a call of a slow model holds its slot. */
    private static final int HELD_MILLIS = 80_000;

    private static final byte[] SLOW =
            """
            {"model": "slow", "max_tokens": 5, "messages": [{"role": "user", "content": "Hi"}]}"""
                    .getBytes(StandardCharsets.UTF_8);

    private static final String[] TWO_CENTS = {
        "input_cost_per_request: 0.02", "input_cost_per_token: 0", "output_cost_per_token: 0"
    };

    @TempDir Path folder;

    private final Fleet fleet = new Fleet();
    private final List<RunningGateway> all = new ArrayList<>();
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch never = new CountDownLatch(1);
    private final List<CompletableFuture<HttpResponse<String>>> held = new ArrayList<>();
    private EmbeddedPostgres database;

    @BeforeEach
    void startThree() throws Exception {
        database = Prepared.postgres(folder.resolve("external"));
        fleet.serves("flat", "flat-1", TWO_CENTS).serves("slow", "slow-1", TWO_CENTS);
        for (int i = 0; i < REPLICAS; i++) {
            all.add(start(i));
        }
        all.forEach(RunningGateway::listening);
    }

    @AfterEach
    void stopAll() {
        // Those who are under way need not be waited for.
        all.forEach(gateway -> gateway.process().destroyForcibly());
        callers.close();
        fleet.close();
        database.close();
    }

    @Test
    void whatThreeShareIsExactAndOutlivesWhoeverIsKilled() throws Exception {
        try (Spender spender = new Spender(all.subList(0, REPLICAS - 1))) {
            // The dead are waited for, and meanwhile windows begin and end.
            slotsDoNotLeak();
            aBudgetIsPassedNeitherByTheDeadNorByTheirHeirs();
            spender.close();
            everyWindowIsSpentToTheCent(spender.served());
        }
        while (!ofAHundredRequestsAMinuteAHundredAreServed()) {
            assertThat(fleet.count("flat-1"))
                    .as("a machine that is much too slow")
                    .isLessThan(2_000);
        }
    }

    /**
     * A hundred, although two of the three have taken a part and use one call of it.
     *
     * @return false: it was not all in one minute
     */
    private boolean ofAHundredRequestsAMinuteAHundredAreServed() throws Exception {
        final long minute = minute();
        String key = Asker.withKey(all.getFirst(), "\"rpm_limit\": 100").key();
        List<HttpResponse<String>> answers = new ArrayList<>();
        answers.add(answered(all.get(0), key, "flat"));
        answers.add(answered(all.get(1), key, "flat"));
        List<Future<HttpResponse<String>>> asked = new ArrayList<>();
        for (int i = 0; i < 130; i++) {
            asked.add(callers.submit(() -> answered(all.get(2), key, "flat")));
        }
        for (Future<HttpResponse<String>> one : asked) {
            answers.add(one.get());
        }
        for (int i = 0; i < 20; i++) {
            answers.add(answered(all.get(i % REPLICAS), key, "flat"));
        }
        if (minute() != minute) {
            return false;
        }
        assertThat(answers).filteredOn(answer -> answer.statusCode() == 200).hasSize(100);
        assertThat(answers)
                .filteredOn(answer -> answer.statusCode() != 200)
                .allSatisfy(
                        answer -> {
                            assertThat(answer.statusCode()).isEqualTo(429);
                            assertThat(answer.body()).contains("Rate limit exceeded");
                        });
        return true;
    }

    private void slotsDoNotLeak() throws Exception {
        fleet.takes("slow-1", new Latency.Fixed(HELD_MILLIS));
        String key = Asker.withKey(all.getFirst(), "\"max_parallel_requests\": " + SLOTS).key();
        // Two on each of three.
        for (int i = 0; i < SLOTS; i++) {
            RunningGateway gateway = all.get(i % REPLICAS);
            holdsASlot(gateway, key, i + 1);
        }
        for (RunningGateway gateway : all) {
            assertThat(answered(gateway, key, "slow").statusCode()).isEqualTo(429);
        }

        long killed = System.nanoTime();
        all.getLast().process().destroyForcibly();
        var unused = all.getLast().exitCode();

        holdsASlot(all.get(0), key, SLOTS + 1);
        Duration until = Duration.ofNanos(System.nanoTime() - killed);
        holdsASlot(all.get(1), key, SLOTS + 2);
        for (RunningGateway gateway : all.subList(0, REPLICAS - 1)) {
            assertThat(answered(gateway, key, "slow").statusCode())
                    .as("two were free, and not three")
                    .isEqualTo(429);
        }
        System.out.printf(
                "slots of a replica that was killed were free after %d ms%n", until.toMillis());
        // The callers go, and all six are to be had on one replica.
        held.forEach(call -> call.cancel(true));
        all.set(REPLICAS - 1, start(REPLICAS - 1).listening());
        int before = fleet.count("slow-1");
        for (int i = 0; i < SLOTS; i++) {
            holdsASlot(all.getLast(), key, before + i + 1);
        }
        assertThat(answered(all.getFirst(), key, "slow").statusCode()).isEqualTo(429);
        held.forEach(call -> call.cancel(true));
    }

    /** Asks, and goes on when the question is under way; whoever is refused asks again. */
    private void holdsASlot(RunningGateway gateway, String key, int number) {
        await().atMost(SOON)
                .until(
                        () -> {
                            var call =
                                    gateway.client()
                                            .sendAsync(
                                                    gateway.post("/v1/chat/completions", key, SLOW),
                                                    HttpResponse.BodyHandlers.ofString());
                            held.add(call);
                            await().atMost(SOON)
                                    .until(() -> fleet.count("slow-1") >= number || call.isDone());
                            return fleet.count("slow-1") >= number;
                        });
        assertThat(fleet.count("slow-1")).isEqualTo(number);
    }

    private void aBudgetIsPassedNeitherByTheDeadNorByTheirHeirs() throws Exception {
        String key = Asker.withKey(all.getFirst(), "\"max_budget\": 1.00").key();
        int served = 0;
        // Each has a part of it.
        for (int i = 0; i < 2 * REPLICAS; i++) {
            served += answered(all.get(i % REPLICAS), key, "flat").statusCode() == 200 ? 1 : 0;
        }
        assertThat(served).isEqualTo(2 * REPLICAS);
        all.getLast().process().destroyForcibly();
        var unused = all.getLast().exitCode();
        int locked = 0;
        for (int i = 0; i < 80; i++) {
            int status = answered(all.get(i % (REPLICAS - 1)), key, "flat").statusCode();
            served += status == 200 ? 1 : 0;
            locked += status == 200 ? 0 : 1;
        }
        assertThat(served).as("what the dead one was granted is not given away").isBetween(40, 50);
        assertThat(locked).isPositive();
        // The next one on its folder reads its journal, and what is over is to be had again.
        all.set(REPLICAS - 1, start(REPLICAS - 1).listening());
        await().atMost(SOON).until(() -> number("SELECT count(*) FROM journals_read") >= 2);
        for (int i = 0; i < 40; i++) {
            served += answered(all.get(i % REPLICAS), key, "flat").statusCode() == 200 ? 1 : 0;
        }
        assertThat(served).isEqualTo(50);
    }

    /** Spends a fifth of a dollar every five seconds, on several replicas, until it is closed. */
    private final class Spender implements AutoCloseable {

        private final AtomicBoolean over = new AtomicBoolean();
        private final AtomicInteger served = new AtomicInteger();
        private final List<Future<?>> asking = new ArrayList<>();

        Spender(List<RunningGateway> gateways) {
            String key =
                    Asker.withKey(
                                    gateways.getFirst(),
                                    "\"max_budget\": 0.20, \"budget_duration\": \"5s\"")
                            .key();
            for (RunningGateway gateway : List.copyOf(gateways)) {
                asking.add(callers.submit(() -> spend(gateway, key)));
                asking.add(callers.submit(() -> spend(gateway, key)));
            }
        }

        private int spend(RunningGateway gateway, String key) throws InterruptedException {
            while (!over.get()) {
                int status = answered(gateway, key, "flat").statusCode();
                served.addAndGet(status == 200 ? 1 : 0);
                rest(50);
            }
            return 0;
        }

        int served() {
            return served.get();
        }

        @Override
        public void close() throws Exception {
            over.set(true);
            for (Future<?> one : asking) {
                var unused = one.get();
            }
        }
    }

    private void everyWindowIsSpentToTheCent(int served) throws Exception {
        String rows = "(SELECT meters[1] AS meter, cost FROM ledger WHERE meters[1] LIKE '%/5s/%')";
        await().atMost(SOON)
                .until(() -> number("SELECT count(*) FROM " + rows + " AS l") == served);
        Map<String, Long> windows = new HashMap<>();
        try (Connection connection = FirstContact.connect(database.url(), 10);
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT meter, sum(cost) FROM " + rows + " AS l GROUP BY meter")) {
            while (row.next()) {
                windows.put(row.getString(1), row.getLong(2));
            }
        }
        System.out.println("windows of a budget of 0.20: " + windows.values());
        assertThat(windows).hasSizeGreaterThanOrEqualTo(3);
        assertThat(windows.values())
                .as("%s", windows)
                .allSatisfy(cost -> assertThat(cost).isLessThanOrEqualTo(200_000_000L));
        // The first and the last were met in part.
        assertThat(windows.values().stream().filter(cost -> cost == 200_000_000L).count())
                .as("%s", windows)
                .isGreaterThanOrEqualTo(windows.size() - 2);
    }

    /** A machine that is too busy to share in time says so, and whoever hears it asks again. */
    private HttpResponse<String> answered(RunningGateway gateway, String key, String model)
            throws InterruptedException {
        Asker asker = new Asker(gateway, key);
        HttpResponse<String> answer = asker.chat(model, "\"max_tokens\": 5");
        for (int again = 0; again < 200 && answer.statusCode() == 503; again++) {
            assertThat(answer.body()).contains("No connected db");
            rest(100);
            answer = asker.chat(model, "\"max_tokens\": 5");
        }
        return answer;
    }

    private void rest(int millis) throws InterruptedException {
        var unused = never.await(millis, TimeUnit.MILLISECONDS);
    }

    private long number(String question) throws SQLException {
        try (Connection connection = FirstContact.connect(database.url(), 10);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Of the database's clock, which is this machine's. */
    private static long minute() {
        return Instant.now().getEpochSecond() / 60;
    }

    private RunningGateway start(int number) throws Exception {
        Order order =
                Order.in(Files.createDirectories(folder.resolve("replica-" + number)))
                        .with("DATABASE_URL", RunningGateway.text(database.url()))
                        .serving(fleet.config(""));
        if (!FAKETIME.isEmpty()) {
            order =
                    order.with("LD_PRELOAD", FAKETIME)
                            .with("DONT_FAKE_MONOTONIC", "1")
                            .with("FAKETIME", CLOCKS.get(number));
        }
        return order.start();
    }
}
