package dev.signalbox.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.signalbox.application.testkit.Teams;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.history.Author;
import dev.signalbox.persistence.FrontDoor.State;
import dev.signalbox.persistence.contact.DatabaseUnreachable;
import dev.signalbox.persistence.contact.DatabaseUrl;
import dev.signalbox.persistence.contact.FirstContact;
import dev.signalbox.persistence.contact.Pauser;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

class DatabaseTest {

    private static final String PASSWORD = "s3cret-pass-w0rd";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TestDatabase schema = TestDatabase.fresh();
    private final FakeTime time = new FakeTime();
    private final List<String> progress = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void removeSchema() {
        schema.close();
    }

    private Database open(DatabaseUrl url) {
        return Database.open(url, PATIENCE, time.pauser(), progress::add);
    }

    private DatabaseUnreachable refusalOf(DatabaseUrl url) {
        return catchThrowableOfType(DatabaseUnreachable.class, () -> open(url).close());
    }

    private DatabaseUrl with(int port, String database, String password) {
        DatabaseUrl url = schema.url();
        return new DatabaseUrl(
                url.host(),
                port,
                database,
                url.user(),
                password,
                url.schema(),
                url.driver(),
                List.of());
    }

    /** Everything that a log could show. */
    private static String traceOf(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    @Test
    void aServerThatIsNotThereIsAskedAgainForThePatienceAndNamed() throws IOException {
        try (FrontDoor door = new FrontDoor(with(schema.url().port(), "shop", PASSWORD))) {
            door.become(State.SHUT);
            DatabaseUnreachable refusal = refusalOf(door.url());
            assertThat(refusal)
                    .hasMessageContaining(door.url().describe())
                    .hasMessageContaining("within 3");
            assertThat(time.paused()).isBetween(PATIENCE, PATIENCE.plusSeconds(3));
            assertThat(door.visits()).isBetween(10, 60);
            assertThat(progress).isNotEmpty().allMatch(line -> line.contains("/shop"));
            assertThat(traceOf(refusal) + progress).doesNotContain(PASSWORD);
        }
    }

    @Test
    void aServerThatIsStartingIsWaitedFor() throws IOException {
        try (FrontDoor door = new FrontDoor(schema.url())) {
            door.become(State.STARTING);
            List<String> said = new ArrayList<>();
            try (Database database =
                    Database.open(
                            door.url(),
                            PATIENCE,
                            time.pauser(),
                            line -> {
                                said.add(line);
                                door.become(State.OPEN);
                            })) {
                assertThat(database.registry().answers()).isTrue();
            }
            assertThat(said.getFirst())
                    .contains("the database system is starting up")
                    .contains(door.url().describe());
        }
    }

    @Test
    void aWrongPasswordIsNotTriedAgain() {
        DatabaseUnreachable refusal =
                refusalOf(with(schema.url().port(), schema.url().database(), PASSWORD));
        assertThat(refusal)
                .hasMessageContaining(schema.url().describe())
                .hasMessageContaining("does not let the user " + schema.url().user() + " in");
        assertThat(time.paused()).isZero();
        assertThat(traceOf(refusal) + progress).doesNotContain(PASSWORD);
    }

    @Test
    void aMissingDatabaseIsNotAskedForAgain() {
        DatabaseUnreachable refusal =
                refusalOf(
                        with(
                                schema.url().port(),
                                "no such database",
                                String.valueOf(schema.url().password())));
        assertThat(refusal).hasMessageContaining("has no database no such database");
        assertThat(time.paused()).isZero();
    }

    @Test
    void manyInstancesMayStartAtOnce() throws Exception {
        int instances = 4;
        List<Database> opened = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(instances)) {
            Callable<Database> start = () -> Database.open(schema.url(), PATIENCE, progress::add);
            for (Future<Database> database :
                    threads.invokeAll(Collections.nCopies(instances, start))) {
                opened.add(database.get());
            }
        }
        Team team = Teams.team("eu", Map.of());
        opened.getFirst()
                .registry()
                .<Boolean>change(
                        Author.SIGNALBOX,
                        edit -> {
                            edit.put(team);
                            return true;
                        });
        assertThat(opened)
                .allSatisfy(
                        database ->
                                assertThat(database.registry().contents().teams())
                                        .containsExactly(team));
        assertThat(progress).filteredOn(line -> line.startsWith("Bringing the schema")).hasSize(1);
        opened.forEach(Database::close);
    }

    @Test
    void whoIsToldToStopDoesNotWaitForAnothersMigration() throws Exception {
        schema.open().close();
        schema.execute("DELETE FROM schema_fingerprints");
        Pauser stopped = new Pauser(System::nanoTime, pause -> Thread.currentThread().interrupt());
        try (Connection other = FirstContact.connect(schema.url(), 5);
                Statement lock = other.createStatement()) {
            lock.execute("SELECT pg_advisory_lock(" + 0x7369676E616C6278L + ")");
            assertThatThrownBy(
                            () ->
                                    Database.open(schema.url(), PATIENCE, stopped, progress::add)
                                            .close())
                    .isInstanceOf(DatabaseUnreachable.class)
                    .hasMessageContaining("told to stop");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void aSchemaThatIsUpToDateIsNotTouchedAgain() {
        schema.open().close();
        schema.execute("DROP TABLE signalbox_changelog, signalbox_changelog_lock");
        try (Database database = open(schema.url())) {
            assertThat(database.registry().answers()).isTrue();
        }
        assertThat(progress).isEmpty();
        assertThatThrownBy(() -> schema.execute("SELECT 1 FROM signalbox_changelog"))
                .hasMessageContaining("does not exist");
    }

    @Test
    void aLockThatADeadInstanceLeftIsTakenAway() {
        schema.open().close();
        schema.execute(
                "DELETE FROM schema_fingerprints;"
                        + "UPDATE signalbox_changelog_lock SET locked = true,"
                        + " lockgranted = now(), lockedby = 'a dead one'");
        try (Database database = open(schema.url())) {
            assertThat(database.registry().answers()).isTrue();
        }
    }

    @Test
    void whoMayNotMakeTablesIsToldSo() {
        String role = schema.url().schema() + "_guest";
        schema.execute("CREATE ROLE " + role + " LOGIN PASSWORD '" + PASSWORD + "'");
        try {
            DatabaseUrl own = schema.url();
            DatabaseUrl guest =
                    new DatabaseUrl(
                            own.host(),
                            own.port(),
                            own.database(),
                            role,
                            PASSWORD,
                            own.schema(),
                            own.driver(),
                            List.of());
            assertThat(refusalOf(guest))
                    .hasMessageContaining(own.describe())
                    .hasMessageContaining("permission denied");
        } finally {
            schema.execute("DROP ROLE " + role);
        }
    }
}
