package dev.signalbox.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.signalbox.persistence.Database;
import dev.signalbox.persistence.contact.FirstContact;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A server that ends under a process that is still there. */
class KilledServerTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir private Path dataDir;
    private Path data;
    private LentPrograms lent;

    @BeforeEach
    void lendPrograms() throws Exception {
        Path home = dataDir.resolve("postgres");
        lent = LentPrograms.to(home);
        lent.withData();
        data = home.toRealPath().resolve("data");
    }

    @AfterEach
    void takeProgramsBack() throws Exception {
        lent.close();
    }

    @Test
    void itIsStartedAgainWhereItWasWithEverythingInIt() throws Exception {
        try (EmbeddedPostgres postgres = start();
                Watch watch = postgres.watch();
                Database database = open(postgres)) {
            put(postgres);
            ProcessHandle killed = postmaster();

            killed.destroyForcibly();

            awaitAnother(killed);
            await().atMost(SOON).until(() -> kept(postgres).equals("a row"));
            await().atMost(Duration.ofSeconds(5)).until(() -> database.registry().answers());
            assertThat(watch).isNotNull();
        }
    }

    @Test
    void itIsStartedAgainHoweverOftenItIsKilled() throws Exception {
        try (EmbeddedPostgres postgres = start();
                Watch watch = postgres.watch()) {
            put(postgres);
            for (int i = 0; i < 3; i++) {
                ProcessHandle killed = postmaster();
                killed.destroyForcibly();
                awaitAnother(killed);
                await().atMost(SOON).until(() -> kept(postgres).equals("a row"));
            }
            assertThat(watch).isNotNull();
        }
    }

    @Test
    void whatStillWorksForItIsEndedFirst() throws Exception {
        try (EmbeddedPostgres postgres = start();
                Watch watch = postgres.watch();
                Connection busy = FirstContact.connect(postgres.url(), 60)) {
            int worker = pid(busy);
            // It looks neither at its client nor at its server meanwhile.
            CompletableFuture<Void> work =
                    CompletableFuture.runAsync(
                            () -> run(busy, "SELECT count(*) FROM generate_series(1, 3000000000)"));
            await().until(() -> isActive(postgres, worker));
            ProcessHandle killed = postmaster();

            killed.destroyForcibly();

            awaitAnother(killed);
            await().atMost(SOON).until(() -> answers(postgres));
            assertThat(isThere(ProcessHandle.of(worker).orElse(null))).isFalse();
            assertThatThrownBy(work::join).hasCauseInstanceOf(IllegalStateException.class);
            assertThat(watch).isNotNull();
        }
    }

    @Test
    void aKilledBackendIsTheServersOwnAffair() throws Exception {
        try (EmbeddedPostgres postgres = start();
                Watch watch = postgres.watch();
                Connection other = FirstContact.connect(postgres.url(), 10)) {
            put(postgres);
            ProcessHandle server = postmaster();

            ProcessHandle.of(pid(other)).orElseThrow().destroyForcibly();

            await().atMost(SOON).until(() -> !answers(other));
            await().atMost(SOON).until(() -> answers(postgres));
            assertThat(kept(postgres)).isEqualTo("a row");
            assertThat(postmaster()).isEqualTo(server);
            assertThat(watch).isNotNull();
        }
    }

    @Test
    void whoLivesIsLeftAloneWhateverItsFileSays() throws Exception {
        EmbeddedPostgres postgres = start();
        try (Watch watch = postgres.watch()) {
            put(postgres);
            ProcessHandle server = postmaster();
            Path file = data.resolve("postmaster.pid");
            Files.writeString(file, ProcessHandle.current().pid() + "\n" + data + "\n");
            awaitUnharmed(postgres, server);
            Files.writeString(file, "");
            awaitUnharmed(postgres, server);
            Files.delete(file);
            awaitUnharmed(postgres, server);
            assertThat(kept(postgres)).isEqualTo("a row");
            assertThat(watch).isNotNull();
        } finally {
            postgres.close();
        }
        assertThat(log()).contains("fast shutdown");
        assertThat(processes()).isEmpty();
    }

    private static void awaitUnharmed(EmbeddedPostgres postgres, ProcessHandle server) {
        await().during(Duration.ofSeconds(1))
                .atMost(SOON)
                .until(() -> isThere(server) && answers(postgres));
    }

    @Test
    void whatKeepsItFromStartingMayBeRemovedLater() throws Exception {
        try (EmbeddedPostgres postgres = start();
                Watch watch = postgres.watch()) {
            put(postgres);
            Files.writeString(data.resolve("postgresql.auto.conf"), "no_such_setting = 1\n");
            ProcessHandle killed = postmaster();
            killed.destroyForcibly();
            await().atMost(SOON).until(() -> log().contains("no_such_setting"));

            Files.writeString(data.resolve("postgresql.auto.conf"), "");

            await().atMost(SOON).until(() -> answers(postgres));
            assertThat(kept(postgres)).isEqualTo("a row");
            assertThat(watch).isNotNull();
        }
    }

    @Test
    void killedWhileItIsClosedItStaysGone() throws Exception {
        // A start takes about half a second, a look a quarter: at each moment of both.
        for (int delay = 0; delay < 1000; delay += 150) {
            EmbeddedPostgres postgres = start();
            Watch watch = postgres.watch();
            ProcessHandle killed = postmaster();
            killed.destroyForcibly();
            long start = System.nanoTime();
            long moment = start + Duration.ofMillis(delay).toNanos();
            await().pollInterval(Duration.ofMillis(5)).until(() -> System.nanoTime() > moment);

            watch.close();
            postgres.close();

            assertThat(processes()).as("closed after %d ms", delay).isEmpty();
            assertThat(data.resolve("postmaster.pid")).doesNotExist();
        }
    }

    @Test
    void withTheWatchClosedNothingIsStartedAgain() throws Exception {
        try (EmbeddedPostgres postgres = start()) {
            Watch watch = postgres.watch();
            watch.close();
            postmaster().destroyForcibly();
            await().during(Duration.ofSeconds(1)).atMost(SOON).until(() -> !answers(postgres));
        }
    }

    private EmbeddedPostgres start() {
        return EmbeddedPostgres.start(dataDir, progress -> {});
    }

    private static Database open(EmbeddedPostgres postgres) {
        return Database.open(postgres.url(), Duration.ofSeconds(10), progress -> {});
    }

    private String log() throws IOException {
        return Files.readString(data.resolve("server.log"));
    }

    private ProcessHandle postmaster() throws IOException {
        String pid = Files.readAllLines(data.resolve("postmaster.pid")).getFirst();
        return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
    }

    private void awaitAnother(ProcessHandle killed) {
        await().atMost(SOON)
                .ignoreExceptions()
                .until(() -> !isThere(killed) && !postmaster().equals(killed));
    }

    /** Neither gone nor dead and not buried. */
    private static boolean isThere(ProcessHandle process) {
        return process != null && process.isAlive() && process.info().command().isPresent();
    }

    /** Whatever of the server is there, by where it works. */
    private Stream<ProcessHandle> processes() {
        return ProcessHandle.allProcesses()
                .filter(
                        process -> {
                            try {
                                return Path.of("/proc", Long.toString(process.pid()), "cwd")
                                        .toRealPath()
                                        .equals(data);
                            } catch (IOException e) {
                                return false;
                            }
                        });
    }

    private static void put(EmbeddedPostgres postgres) throws SQLException {
        try (Connection connection = FirstContact.connect(postgres.url(), 10)) {
            run(connection, "CREATE TABLE kept AS SELECT 'a row' AS text");
        }
    }

    private static String kept(EmbeddedPostgres postgres) {
        try (Connection connection = FirstContact.connect(postgres.url(), 10)) {
            return asked(connection, "SELECT text FROM kept");
        } catch (SQLException e) {
            return e.toString();
        }
    }

    private static boolean answers(EmbeddedPostgres postgres) {
        try (Connection connection = FirstContact.connect(postgres.url(), 10)) {
            return answers(connection);
        } catch (SQLException e) {
            return false;
        }
    }

    private static boolean answers(Connection connection) {
        try {
            return asked(connection, "SELECT 'yes'").equals("yes");
        } catch (SQLException e) {
            return false;
        }
    }

    private static int pid(Connection connection) throws SQLException {
        return Integer.parseInt(asked(connection, "SELECT pg_backend_pid()"));
    }

    private static boolean isActive(EmbeddedPostgres postgres, int pid) throws SQLException {
        try (Connection connection = FirstContact.connect(postgres.url(), 10)) {
            return asked(
                            connection,
                            "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND pid ="
                                    + " "
                                    + pid)
                    .equals("1");
        }
    }

    private static String asked(Connection connection, String question) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            return row.next() ? row.getString(1) : "";
        }
    }

    private static void run(Connection connection, String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
