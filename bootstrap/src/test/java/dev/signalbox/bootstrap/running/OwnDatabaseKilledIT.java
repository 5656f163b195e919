package dev.signalbox.bootstrap.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.bootstrap.running.RunningGateway.Order;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A gateway with a database of its own, which is killed. */
class OwnDatabaseKilledIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir Path folder;

    @Test
    void keysInUseAreServedOnAndAdministrationComesBackWithEverything() throws Exception {
        ProcessHandle last;
        try (Upstreams upstreams = new Upstreams();
                RunningGateway gateway =
                        upstreams
                                .told(Order.in(folder))
                                .prepared()
                                .serving(Upstreams.config())
                                .listen()) {
            String known = gateway.keyOfTeam("team-a", "gpt-3.5-turbo", Upstreams.EU);
            String unused = gateway.keyOfTeam("team-b", "gpt-3.5-turbo", Upstreams.EU);
            try (SteadyLoad load = new SteadyLoad(gateway, known, 20)) {
                await().until(() -> load.served() > 20);
                ProcessHandle killed = postmaster();
                long start = System.nanoTime();

                killed.destroyForcibly();

                await().atMost(SOON).until(() -> gateway.log().contains("PostgreSQL runs again"));
                final long answers = System.nanoTime();
                await().atMost(Duration.ofSeconds(5)).until(() -> makesTeam(gateway));
                long administers = System.nanoTime();
                assertThat(load.failures()).isEmpty();
                System.out.printf(
                        "own database killed: %d calls, none failed, the slowest took %d ms;"
                                + " the server answers after %d ms, administration after %d ms%n",
                        load.served(),
                        load.slowest().toMillis(),
                        Duration.ofNanos(answers - start).toMillis(),
                        Duration.ofNanos(administers - start).toMillis());
            }
            assertThat(gateway.log()).contains("has ended without being told to");
            assertThat(gateway.get("/team/info?team_id=team-a", RunningGateway.MASTER_KEY).body())
                    .contains(Upstreams.EU);
            assertThat(gateway.get("/v1/models", unused).statusCode()).isEqualTo(200);
            last = postmaster();
        }
        await().until(() -> !last.isAlive() || last.info().command().isEmpty());
        assertThat(pidFile()).doesNotExist();
    }

    private static boolean makesTeam(RunningGateway gateway) {
        return gateway.post("/team/new", RunningGateway.MASTER_KEY, "{}").statusCode() == 200;
    }

    private ProcessHandle postmaster() {
        try {
            String pid = Files.readAllLines(pidFile()).getFirst().strip();
            return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path pidFile() {
        return folder.resolve("data/postgres/data/postmaster.pid");
    }
}
