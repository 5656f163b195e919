package dev.signalbox.persistence.ledger;

import dev.signalbox.persistence.contact.DatabaseUrl;
import dev.signalbox.persistence.contact.SqlState;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A connection of the ledger's own, outside any pool, made when it is needed and made anew when it
 * broke. Used by one thread.
 */
final class LedgerLine implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(LedgerLine.class.getName());

    /** Longer than a statement may run: the server is to say so, not the socket. */
    private static final int SOCKET_SECONDS = 15;

    /**
     * Said in every transaction, for a pooler may hand us another server each time. What is
     * released from the journal must be on the server's disk.
     */
    private static final String TERMS =
            "SET LOCAL synchronous_commit = on; SET LOCAL statement_timeout = '10s';"
                    + " SET LOCAL idle_in_transaction_session_timeout = '15s';"
                    + " SET LOCAL lock_timeout = ";

    /** PostgreSQL's word for a server that a client cannot get to. */
    private static final String UNREACHED = "08001";

    private final DatabaseUrl url;
    private final String name;
    private final AtomicReference<@Nullable Connection> kept = new AtomicReference<>();

    /**
     * @param name what the server's administrators see
     */
    LedgerLine(DatabaseUrl url, String name) {
        this.url = url;
        this.name = name;
    }

    /** What is done in a transaction. */
    interface Work<T> {
        /** Does it. */
        T on(Connection connection) throws SQLException;
    }

    /**
     * Does {@code work} in one transaction. After a failure it is not known whether it counts.
     *
     * @param patience how long it may wait for others, as PostgreSQL writes it
     */
    <T> T inTransaction(String patience, Work<T> work) throws SQLException {
        Connection connection = connection();
        try {
            try (Statement statement = connection.createStatement()) {
                statement.execute(TERMS + "'" + patience + "'");
            }
            T result = work.on(connection);
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            // Whatever state it is in, a new one is in a better one.
            close();
            throw e;
        }
    }

    @Override
    public void close() {
        Connection connection = kept.getAndSet(null);
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                LOG.log(System.Logger.Level.DEBUG, "a broken connection does not close", e);
            }
        }
    }

    private Connection connection() throws SQLException {
        Connection connection = kept.get();
        if (connection == null) {
            Properties properties = url.jdbcProperties(SOCKET_SECONDS);
            properties.put("ApplicationName", name);
            connection = reached(properties);
            connection.setAutoCommit(false);
            kept.set(connection);
        }
        return connection;
    }

    /** Whatever stops it: before there is a connection nothing is wrong with a row. */
    private Connection reached(Properties properties) throws SQLException {
        try {
            return DriverManager.getConnection(url.jdbcUrl(), properties);
        } catch (SQLException e) {
            throw SqlState.of(e) == SqlState.OTHER
                    ? new SQLException(e.getMessage(), UNREACHED, e)
                    : e;
        }
    }
}
