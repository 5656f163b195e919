package dev.signalbox.persistence.contact;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The way to a database that may still be starting: asks again until it answers or the patience is
 * at its end, and says so. Then the schema is brought up to date.
 */
public final class FirstContact {

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final int OLDEST_VERSION = 14;

    /** How long one read may wait here, in seconds; a migration has a connection of its own. */
    private static final int SOCKET_SECONDS = 10;

    private final DatabaseUrl url;
    private final Pauser pauser;
    private final Consumer<String> progress;

    /**
     * @param pauser lets time go by between two attempts
     * @param progress is told what is waited for, a sentence each
     */
    public FirstContact(DatabaseUrl url, Pauser pauser, Consumer<String> progress) {
        this.url = url;
        this.pauser = pauser;
        this.progress = progress;
    }

    /**
     * Returns when the database is there and has our schema.
     *
     * @throws DatabaseUnreachable if that is not so within {@code patience}, or cannot be
     */
    public void make(Duration patience) {
        long start = pauser.now();
        Duration pause = SHORTEST_PAUSE;
        String said = "";
        while (true) {
            SQLException failure = attempt();
            if (failure == null) {
                return;
            }
            Duration waited = pauser.since(start);
            if (SqlState.of(failure).isFinal() || waited.compareTo(patience) >= 0 || stopped()) {
                throw unreachable(failure, waited);
            }
            String reason = reason(failure);
            if (!reason.equals(said)) {
                progress.accept(notYet(reason, patience.minus(waited)));
                said = reason;
            }
            pauser.pause(pause);
            pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
        }
    }

    private String notYet(String reason, Duration left) {
        return "The database "
                + url.describe()
                + " cannot be reached yet, and is asked again for up to "
                + left.toSeconds()
                + " seconds: "
                + reason;
    }

    private @Nullable SQLException attempt() {
        try (Connection connection = connect(url, SOCKET_SECONDS)) {
            requireVersion(connection);
            new Schema(url, pauser, progress).bringUpToDate(connection);
            return null;
        } catch (SQLException e) {
            return e;
        }
    }

    /**
     * A connection of its own, outside any pool.
     *
     * @param socketSeconds how long one read may wait; 0 for as long as it takes
     */
    public static Connection connect(DatabaseUrl url, int socketSeconds) throws SQLException {
        return DriverManager.getConnection(url.jdbcUrl(), url.jdbcProperties(socketSeconds));
    }

    private void requireVersion(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT current_setting('server_version_num')::int / 10000,"
                                        + " current_setting('server_version')")) {
            if (row.next()) {
                requireVersion(row.getInt(1), row.getString(2));
            }
        }
    }

    /**
     * @param major the part of the version that counts
     * @param version all of it, as the server says it
     */
    void requireVersion(int major, String version) {
        if (major < OLDEST_VERSION) {
            throw new DatabaseUnreachable(
                    "The database "
                            + url.describe()
                            + " is PostgreSQL "
                            + version
                            + "; Signalbox needs "
                            + OLDEST_VERSION
                            + " or newer.",
                    null);
        }
    }

    private DatabaseUnreachable unreachable(SQLException failure, Duration waited) {
        String tried = waited.toSeconds() > 0 ? " within " + waited.toSeconds() + " seconds" : "";
        return new DatabaseUnreachable(
                "The database "
                        + url.describe()
                        + " could not be reached"
                        + tried
                        + ": "
                        + reason(failure),
                failure,
                !SqlState.of(failure).isFinal());
    }

    /** What the driver says, and below it what the network says. */
    private String reason(SQLException failure) {
        String said = failure.getMessage();
        Throwable cause = failure.getCause();
        String below = cause == null ? null : cause.getMessage();
        String reason = below == null || below.equals(said) ? said : said + " " + below;
        return switch (SqlState.of(failure)) {
            case LOGIN_REFUSED ->
                    "the server does not let the user " + url.user() + " in: " + reason;
            case NO_SUCH_DATABASE -> "the server has no database " + url.database() + ": " + reason;
            case AWAY, BUSY, AGAIN, REFUSED_DATA, OTHER -> String.valueOf(reason);
        };
    }

    private static boolean stopped() {
        return Thread.currentThread().isInterrupted();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
