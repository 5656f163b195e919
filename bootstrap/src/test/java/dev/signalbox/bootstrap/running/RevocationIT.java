package dev.signalbox.bootstrap.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bootstrap.running.RunningGateway.Order;
import dev.signalbox.persistence.contact.DatabaseUrl;
import dev.signalbox.persistence.contact.FirstContact;
import dev.signalbox.persistence.embedded.EmbeddedPostgres;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Three gateways on one database, under load: a key that one of them revokes is soon accepted by
 * none. {@code -Dsignalbox.revocations=1000} for the long form.
 */
class RevocationIT {

    private static final int REVOCATIONS = Integer.getInteger("signalbox.revocations", 40);

    /** For how long a key that should be dead is tried. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Every key that dies here is tried once too often, all from one address. */
    private static final String BEAR_WRONG_KEYS = "failed_key_burst: 1000000";

    private static final String QUESTION =
            """
            {"model": "gpt-3.5-turbo", "messages": [{"role": "user", "content": "Hi"}]}""";

    @TempDir Path folder;

    @Test
    void aRevokedKeyIsAcceptedNowhereASecondLater() throws Exception {
        try (Upstreams upstreams = new Upstreams();
                EmbeddedPostgres database = Prepared.postgres(folder.resolve("external"));
                RunningGateway first = gateway("a", upstreams, database.url());
                RunningGateway second = gateway("b", upstreams, database.url());
                RunningGateway third = gateway("c", upstreams, database.url())) {
            List<RunningGateway> all = List.of(first, second, third);
            all.forEach(RunningGateway::listening);
            String busy = first.keyOfTeam("busy", "gpt-3.5-turbo", Upstreams.EU);
            List<String> keys = keys(first, 2 * REVOCATIONS);
            try (SteadyLoad unused = new SteadyLoad(second, busy, 50);
                    SteadyLoad alsoUnused = new SteadyLoad(third, busy, 50)) {
                Lateness announced = latest(all, keys.subList(0, REVOCATIONS));
                CountDownLatch enough = new CountDownLatch(1);
                // On a thread of its own: the common pool may be one thread, which HTTP clients
                // use.
                CompletableFuture<Integer> cutter =
                        CompletableFuture.supplyAsync(
                                () -> cut(database.url(), enough),
                                work -> Thread.ofPlatform().daemon().start(work));
                Lateness deaf;
                try {
                    deaf = latest(all, keys.subList(REVOCATIONS, keys.size()));
                } finally {
                    enough.countDown();
                }
                System.out.println(
                        REVOCATIONS
                                + " revocations: "
                                + announced
                                + "; with "
                                + cutter.join()
                                + " listening connections cut meanwhile: "
                                + deaf);
                assertThat(announced.afterAnswer()).isLessThan(Duration.ofSeconds(1));
                assertThat(deaf.afterAnswer()).isLessThan(Duration.ofSeconds(1));
                assertThat(unused.failures()).isEmpty();
                assertThat(alsoUnused.failures()).isEmpty();
            }
        }
    }

    /**
     * How late the latest call was accepted, over all keys and gateways. The commit lies between
     * the wish and its answer.
     */
    private record Lateness(Duration afterWish, Duration afterAnswer) {

        static final Lateness NONE = new Lateness(Duration.ZERO, Duration.ZERO);

        Lateness or(long wishNanos, long answerNanos) {
            return new Lateness(longer(afterWish, wishNanos), longer(afterAnswer, answerNanos));
        }

        private static Duration longer(Duration so, long nanos) {
            return so.toNanos() > nanos ? so : Duration.ofNanos(nanos);
        }

        @Override
        public String toString() {
            return "latest acceptance "
                    + afterAnswer.toMillis()
                    + " ms after the answer, "
                    + afterWish.toMillis()
                    + " ms after the wish";
        }
    }

    private static Lateness latest(List<RunningGateway> gateways, List<String> keys)
            throws Exception {
        Lateness latest = Lateness.NONE;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String key : keys) {
                gateways.forEach(gateway -> assertThat(status(gateway, key)).isEqualTo(200));
                long wish = System.nanoTime();
                List<Future<Long>> accepted = new ArrayList<>();
                for (RunningGateway gateway : gateways) {
                    accepted.add(threads.submit(() -> lastAccepted(gateway, key)));
                }
                assertThat(delete(gateways.getFirst(), key)).isEqualTo(200);
                long answer = System.nanoTime();
                for (Future<Long> last : accepted) {
                    latest = latest.or(last.get() - wish, last.get() - answer);
                }
            }
        }
        return latest;
    }

    private static int delete(RunningGateway gateway, String key) {
        return gateway.post(
                        "/key/delete", RunningGateway.MASTER_KEY, "{\"keys\": [\"" + key + "\"]}")
                .statusCode();
    }

    /** Asks until it is refused. Returns when it was last served. */
    private static long lastAccepted(RunningGateway gateway, String key) {
        long start = System.nanoTime();
        long last = start;
        while (status(gateway, key) == 200 && last - start < PATIENCE.toNanos()) {
            last = System.nanoTime();
        }
        return last;
    }

    private static int status(RunningGateway gateway, String key) {
        return gateway.post("/v1/chat/completions", key, QUESTION).statusCode();
    }

    private static List<String> keys(RunningGateway gateway, int count) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            keys.add(
                    RunningGateway.member(
                            "key",
                            gateway.post(
                                            "/key/generate",
                                            RunningGateway.MASTER_KEY,
                                            "{\"team_id\": \"busy\"}")
                                    .body()));
        }
        return keys;
    }

    /** Ends whatever listens, again and again. Returns how many. */
    private static int cut(DatabaseUrl url, CountDownLatch enough) {
        int cut = 0;
        try (Connection connection = FirstContact.connect(url, 10);
                Statement statement = connection.createStatement()) {
            do {
                try (var rows =
                        statement.executeQuery(
                                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                                        + " WHERE application_name = 'signalbox-feed'")) {
                    rows.next();
                    cut += rows.getInt(1);
                }
            } while (!enough.await(20, TimeUnit.MILLISECONDS));
            return cut;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** It does not listen yet: all three start at the same time. */
    private RunningGateway gateway(String name, Upstreams upstreams, DatabaseUrl url)
            throws IOException {
        return upstreams
                .told(Order.in(Files.createDirectories(folder.resolve(name))))
                .with("DATABASE_URL", RunningGateway.text(url))
                .serving(Upstreams.config(BEAR_WRONG_KEYS))
                .start();
    }
}
