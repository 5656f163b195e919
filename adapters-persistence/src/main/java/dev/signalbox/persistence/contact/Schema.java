package dev.signalbox.persistence.contact;

import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.command.CommandScope;
import liquibase.command.core.UpdateCommandStep;
import liquibase.command.core.helpers.DatabaseChangelogCommandStep;
import liquibase.command.core.helpers.DbUrlConnectionArgumentsCommandStep;
import liquibase.command.core.helpers.ShowSummaryArgument;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.lockservice.LockServiceFactory;
import liquibase.logging.core.NoOpLogService;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.ui.LoggerUIService;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Our tables, and how they come to be as this version needs them. Several processes may do so at
 * once: one works, the others wait. Who finds everything done asks one question and no more.
 */
final class Schema {

    /** In this order. What was released is never edited: a new file is added. */
    static final List<String> CHANGESETS =
            List.of(
                    "db/V001__teams_and_keys.sql",
                    "db/V002__administration.sql",
                    "db/V003__stored_models.sql",
                    "db/V004__number_of_keys.sql",
                    "db/V005__routing.sql",
                    "db/V006__aliases_for_several.sql",
                    "db/V007__scheduled_aliases.sql",
                    "db/V008__meters.sql",
                    "db/V009__ledger.sql",
                    "db/V010__counters.sql",
                    "db/V011__keys_by_public_id.sql",
                    "db/V012__soft_budgets.sql",
                    "db/V013__bounded.sql",
                    "db/V014__budget_notices.sql",
                    "db/V015__sums_in_order.sql",
                    "db/V016__corrections_in_the_history.sql");

    /** Ours alone, so that taking a lock away from the dead cannot hurt another's migration. */
    private static final String CHANGELOG_TABLE = "signalbox_changelog";

    private static final String LOCK_TABLE = "signalbox_changelog_lock";

    /** "signalbx" in ASCII: the number of the advisory lock under which schemas are changed. */
    private static final long LOCK = 0x7369676E616C6278L;

    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int SOCKET_SECONDS = 10;

    private final DatabaseUrl url;
    private final Pauser pauser;
    private final Consumer<String> progress;

    Schema(DatabaseUrl url, Pauser pauser, Consumer<String> progress) {
        this.url = url;
        this.pauser = pauser;
        this.progress = progress;
    }

    /**
     * Makes or changes what is missing.
     *
     * @param connection to ask whether anything is
     * @throws DatabaseUnreachable if the schema cannot be changed
     */
    void bringUpToDate(Connection connection) throws SQLException {
        String fingerprint = fingerprint();
        if (isThere(connection, fingerprint)) {
            return;
        }
        // The lock lives and dies with a connection of its own: Liquibase ends transactions, and
        // sometimes connections, as it likes.
        try (Connection locking = FirstContact.connect(url, SOCKET_SECONDS)) {
            waitForTurn(locking);
            if (!isThere(locking, fingerprint)) {
                progress.accept(
                        "Bringing the schema of the database " + url.describe() + " up to date.");
                migrate(fingerprint);
            }
        }
    }

    private void waitForTurn(Connection locking) throws SQLException {
        long start = pauser.now();
        boolean said = false;
        while (!tryLock(locking)) {
            if (!said) {
                progress.accept(
                        "Another process is changing the schema of the database "
                                + url.describe()
                                + "; waiting for it.");
                said = true;
            }
            if (pauser.since(start).compareTo(PATIENCE) > 0) {
                throw failed("another process has been changing it for too long", null);
            }
            // Whoever is told to stop is no longer paused, and would ask without a breath.
            if (Thread.currentThread().isInterrupted()) {
                throw failed("told to stop while another process was changing it", null);
            }
            pauser.pause(PAUSE);
        }
    }

    private static boolean tryLock(Connection locking) throws SQLException {
        try (PreparedStatement statement =
                locking.prepareStatement("SELECT pg_try_advisory_lock(?)")) {
            statement.setLong(1, LOCK);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private static boolean isThere(Connection connection, String fingerprint) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        """
                        SELECT 1 WHERE to_regclass('schema_fingerprints') IS NOT NULL
                        """)) {
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return false;
                }
            }
        }
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT 1 FROM schema_fingerprints WHERE fingerprint = ?")) {
            statement.setString(1, fingerprint);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    private void migrate(String fingerprint) throws SQLException {
        // A change of a large table may take its time, so no read of this connection is bounded.
        try (Connection connection = FirstContact.connect(url, 0)) {
            if (url.schema() != null) {
                execute(
                        connection,
                        "CREATE SCHEMA IF NOT EXISTS " + DatabaseUrl.quoted(url.schema()));
            }
            Scope.child(
                    Map.of(
                            Scope.Attr.resourceAccessor.name(),
                            new ClassLoaderResourceAccessor(Schema.class.getClassLoader()),
                            Scope.Attr.ui.name(),
                            new LoggerUIService(),
                            Scope.Attr.logService.name(),
                            new NoOpLogService(),
                            "liquibase.analytics.enabled",
                            false),
                    () -> update(connection));
            connection.setAutoCommit(true);
            try (PreparedStatement statement =
                    connection.prepareStatement(
                            """
                            INSERT INTO schema_fingerprints (fingerprint) VALUES (?)
                            ON CONFLICT DO NOTHING
                            """)) {
                statement.setString(1, fingerprint);
                statement.executeUpdate();
            }
        } catch (Exception e) {
            SQLException failure = SqlState.failureIn(e);
            if (failure != null && !SqlState.of(failure).isFinal()) {
                throw failure;
            }
            throw failed(rootMessage(e), e);
        }
    }

    private void update(Connection connection) throws LiquibaseException {
        liquibase.database.Database database =
                DatabaseFactory.getInstance()
                        .findCorrectDatabaseImplementation(new JdbcConnection(connection));
        database.setDatabaseChangeLogTableName(CHANGELOG_TABLE);
        database.setDatabaseChangeLogLockTableName(LOCK_TABLE);
        // Under the advisory lock nobody else is at it: a lock that is still there is a dead one's.
        LockServiceFactory.getInstance().getLockService(database).forceReleaseLock();
        for (String file : CHANGESETS) {
            new CommandScope(UpdateCommandStep.COMMAND_NAME)
                    .addArgumentValue(DbUrlConnectionArgumentsCommandStep.DATABASE_ARG, database)
                    .addArgumentValue(DatabaseChangelogCommandStep.CHANGELOG_FILE_ARG, file)
                    .addArgumentValue(ShowSummaryArgument.SHOW_SUMMARY, UpdateSummaryEnum.OFF)
                    .execute();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private DatabaseUnreachable failed(String why, @Nullable Exception e) {
        return new DatabaseUnreachable(
                "The schema of the database "
                        + url.describe()
                        + " could not be brought up to date: "
                        + why,
                e);
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    /** What the changesets of this version are, in 64 hexadecimal digits. */
    static String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            CHANGESETS.forEach(file -> digest.update(bytes(file)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What stands in one of the {@link #CHANGESETS}. */
    static String text(String file) {
        return new String(bytes(file), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String file) {
        try (InputStream in = Schema.class.getClassLoader().getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing in this build");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
