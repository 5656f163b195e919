package dev.signalbox.persistence.ledger.reading;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import dev.signalbox.application.driven.money.SpendReports.LedgerUnavailable;
import dev.signalbox.persistence.contact.DatabaseUrl;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A few connections for those who ask for reports, so that nobody else waits behind them. Safe for
 * many threads. Whoever opens it closes it.
 */
final class LedgerDesk implements AutoCloseable {

    private static final int MOST = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** Longer than any statement may run. */
    private static final int SOCKET_SECONDS = 330;

    private final HikariDataSource pool;

    LedgerDesk(DatabaseUrl url) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("signalbox-reports");
        config.setJdbcUrl(url.jdbcUrl());
        config.setDataSourceProperties(url.jdbcProperties(SOCKET_SECONDS));
        config.setMaximumPoolSize(MOST);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(PATIENCE.toMillis());
        config.setInitializationFailTimeout(-1);
        config.setAutoCommit(false);
        this.pool = new HikariDataSource(config);
    }

    /** How one row is read. */
    interface Reader<T> {
        /** What the row says. */
        T read(ResultSet row) throws SQLException;
    }

    /** What is done in one transaction. */
    interface Work<T> {
        /** Does it. */
        T on(Connection connection) throws SQLException;
    }

    /** All rows of the answer to one question, which has five seconds. */
    <T> List<T> ask(Sql question, Reader<T> reader) {
        return inTransaction(
                "SET TRANSACTION READ ONLY; SET LOCAL statement_timeout = '5s'",
                connection -> {
                    List<T> found = new ArrayList<>();
                    try (PreparedStatement statement = question.prepared(connection);
                            ResultSet row = statement.executeQuery()) {
                        while (row.next()) {
                            found.add(reader.read(row));
                        }
                    }
                    return found;
                });
    }

    /**
     * Does {@code work} in one transaction: all of it, or nothing.
     *
     * @param terms statements that say how it is to be
     */
    <T> T inTransaction(String terms, Work<T> work) {
        try (Connection connection = pool.getConnection()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(terms);
            }
            T result = work.on(connection);
            connection.commit();
            return result;
        } catch (SQLException e) {
            throw new LedgerUnavailable("the ledger cannot be asked: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
