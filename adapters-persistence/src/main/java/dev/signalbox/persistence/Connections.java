package dev.signalbox.persistence;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import dev.signalbox.persistence.contact.DatabaseUrl;

import io.helidon.dbclient.jdbc.JdbcConnectionPool;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A small pool of connections, with a gate in front of it: while the database is known to be away
 * nobody waits for what cannot come. Safe for many threads. Whoever makes it closes it.
 */
final class Connections implements JdbcConnectionPool, AutoCloseable {

    /** How many there are at most. */
    static final int MOST = 10;

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration KEEP_ALIVE = Duration.ofMinutes(1);

    /** Longer than a statement may run: the server is to say so, not the socket. */
    private static final int SOCKET_SECONDS = 10;

    /** How long the server may take to let us in. */
    private static final String LOGIN_SECONDS = "2";

    /**
     * The second bound is for us: should this process be cut off in the middle of a change, the
     * server must not hold its lock for the others until TCP notices.
     */
    private static final String BOUNDS =
            "SET statement_timeout = '5s'; SET idle_in_transaction_session_timeout = '10s'";

    private final HikariDataSource pool;
    private final AtomicBoolean away;

    /** The physical ones, as far as they were ever given out; those closed are swept out. */
    private final Set<PGConnection> given = ConcurrentHashMap.newKeySet();

    /**
     * @param away whether the database is away to begin with
     */
    Connections(DatabaseUrl url, boolean away) {
        this.pool = pool(url);
        this.away = new AtomicBoolean(away);
    }

    /**
     * One of them, which goes back when it is closed. Waits two seconds at most.
     *
     * @throws NoConnection if none can be had
     */
    @Override
    public Connection connection() {
        if (away.get()) {
            throw new NoConnection(null);
        }
        try {
            Connection connection = pool.getConnection();
            note(connection.unwrap(PGConnection.class));
            return connection;
        } catch (SQLException e) {
            throw new NoConnection(e);
        }
    }

    /** From now on they can be had. */
    void open() {
        away.set(false);
    }

    /**
     * From now on nobody waits for one, until they are opened again. What waits for an answer on
     * one of them fails at once: on a connection that was cut it would wait for a long time, and so
     * would those who come when the database is back.
     */
    void shut() {
        if (away.getAndSet(true) && given.isEmpty()) {
            return;
        }
        pool.getHikariPoolMXBean().softEvictConnections();
        given.forEach(Connections::abort);
        given.clear();
    }

    @Override
    public void close() {
        pool.close();
    }

    private void note(PGConnection connection) {
        if (given.add(connection) && given.size() > 2 * MOST) {
            given.removeIf(Connections::isClosed);
        }
    }

    private static boolean isClosed(PGConnection connection) {
        try {
            return ((Connection) connection).isClosed();
        } catch (SQLException e) {
            return true;
        }
    }

    private static void abort(PGConnection connection) {
        try {
            ((Connection) connection).abort(Runnable::run);
        } catch (SQLException e) {
            System.getLogger(Connections.class.getName())
                    .log(System.Logger.Level.DEBUG, "a broken connection does not close", e);
        }
    }

    private static HikariDataSource pool(DatabaseUrl url) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("signalbox");
        config.setDriverClassName("org.postgresql.Driver");
        config.setJdbcUrl(url.jdbcUrl());
        Properties properties = url.jdbcProperties(SOCKET_SECONDS);
        properties.put("connectTimeout", LOGIN_SECONDS);
        properties.put("loginTimeout", LOGIN_SECONDS);
        config.setDataSourceProperties(properties);
        config.setMaximumPoolSize(MOST);
        // With nobody to serve the pool makes none, so that it does not lie in wait between two of
        // its own ever rarer attempts at the moment when the database comes back.
        config.setMinimumIdle(0);
        config.setConnectionTimeout(PATIENCE.toMillis());
        config.setValidationTimeout(PATIENCE.toMillis() / 2);
        config.setKeepaliveTime(KEEP_ALIVE.toMillis());
        config.setConnectionInitSql(BOUNDS);
        // The database may go away at any time. If it does now, that is no reason not to start.
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    /** There is no connection to be had. */
    static final class NoConnection extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoConnection(@Nullable SQLException cause) {
            super("no connection to the database", cause);
        }
    }
}
