package dev.signalbox.persistence;

import dev.signalbox.persistence.contact.DatabaseUrl;
import dev.signalbox.persistence.contact.FirstContact;
import dev.signalbox.persistence.embedded.EmbeddedPostgres;

import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The database that the tests run against, the same for all of them: the one that {@code
 * TEST_DATABASE_URL} names, or one in a container if there is an engine for that, or the embedded
 * one. Each asks for a schema of its own, which is removed afterwards.
 */
public final class TestDatabase implements AutoCloseable {

    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private final DatabaseUrl url;

    private TestDatabase(DatabaseUrl url) {
        this.url = url;
    }

    /** A schema of one's own; it does not exist yet. */
    public static TestDatabase fresh() {
        String schema = "test_" + ProcessHandle.current().pid() + "_" + SCHEMAS.incrementAndGet();
        return new TestDatabase(Chosen.URL.inSchema(schema));
    }

    /** How to reach it. */
    public DatabaseUrl url() {
        return url;
    }

    /** Our registry in it. */
    public Database open() {
        return Database.open(url, Duration.ofSeconds(10), progress -> {});
    }

    /** Does something to it behind the registry's back. */
    public void execute(String sql) {
        // A whole table may be filled by it, on a machine that does other things as well.
        try (Connection connection = FirstContact.connect(url, 120);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a statement counts. */
    public int count(String sql) {
        // A whole table may be filled by it, on a machine that does other things as well.
        try (Connection connection = FirstContact.connect(url, 120);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        execute("DROP SCHEMA IF EXISTS " + url.schema() + " CASCADE");
    }

    /** Chosen once, when the first test asks. */
    private static final class Chosen {

        private static final DatabaseUrl URL = choose();

        private static DatabaseUrl choose() {
            String given = System.getenv("TEST_DATABASE_URL");
            if (given != null && !given.isBlank()) {
                return chosen("TEST_DATABASE_URL", DatabaseUrl.parse(given));
            }
            return engineAnswers() ? container() : embedded();
        }

        private static DatabaseUrl container() {
            // Testcontainers itself removes it when this process ends.
            @SuppressWarnings("resource")
            PostgreSQLContainer container = new PostgreSQLContainer("postgres:14-alpine");
            container.start();
            return chosen(
                    "a container",
                    DatabaseUrl.parse(
                            "postgresql://%s:%s@%s:%d/%s"
                                    .formatted(
                                            container.getUsername(),
                                            container.getPassword(),
                                            container.getHost(),
                                            container.getFirstMappedPort(),
                                            container.getDatabaseName())));
        }

        /** Tests run in several processes at once; each has one. */
        private static DatabaseUrl embedded() {
            Path folder =
                    Path.of("target", "test-database-" + System.getProperty("test.process", "0"));
            EmbeddedPostgres postgres =
                    EmbeddedPostgres.start(folder.toAbsolutePath(), System.out::println);
            Runtime.getRuntime().addShutdownHook(new Thread(postgres::close));
            return chosen("the embedded PostgreSQL", postgres.url());
        }

        /** Testcontainers takes seconds and a page of text to find out that there is no engine. */
        private static boolean engineAnswers() {
            boolean likely =
                    System.getenv("DOCKER_HOST") != null
                            || Files.exists(Path.of("/var/run/docker.sock"));
            return likely && DockerClientFactory.instance().isDockerAvailable();
        }

        private static DatabaseUrl chosen(String how, DatabaseUrl url) {
            System.out.println("The tests use " + how + ": " + url.describe());
            return url;
        }
    }
}
