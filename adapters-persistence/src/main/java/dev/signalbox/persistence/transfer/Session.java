package dev.signalbox.persistence.transfer;

import dev.signalbox.persistence.contact.DatabaseUnreachable;
import dev.signalbox.persistence.contact.DatabaseUrl;
import dev.signalbox.persistence.contact.FirstContact;

import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * One transaction on a connection of its own, in which nothing is cut short: a large table takes
 * its time.
 */
final class Session implements AutoCloseable {

    private static final String UNBOUNDED =
            "SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0;"
                    + " SET lock_timeout = '60s'; SET TIME ZONE 'UTC'";

    private final DatabaseUrl url;
    private final Connection connection;

    private Session(DatabaseUrl url, Connection connection) {
        this.url = url;
        this.connection = connection;
    }

    /** How one row is read. */
    interface Reader<T> {
        /** What the row says. */
        T read(ResultSet row) throws SQLException;
    }

    /**
     * Begins.
     *
     * @param mode how the transaction is set
     * @throws DatabaseUnreachable if the database cannot be reached
     */
    static Session begin(DatabaseUrl url, String mode) {
        try {
            Session session = new Session(url, FirstContact.connect(url, 0));
            try {
                session.execute(UNBOUNDED);
                session.connection.setAutoCommit(false);
                session.execute("SET TRANSACTION ISOLATION LEVEL " + mode);
                return session;
            } catch (SQLException | RuntimeException e) {
                session.close();
                throw e;
            }
        } catch (SQLException e) {
            throw failed(url, e);
        }
    }

    void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw failed(url, e);
        }
    }

    /** All rows of an answer; parameters are texts, or arrays of texts. */
    <T> List<T> ask(Reader<T> reader, String sql, String... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            List<T> found = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(reader.read(row));
                }
            }
            return found;
        } catch (SQLException e) {
            throw failed(url, e);
        }
    }

    /** What streams whole tables. */
    CopyManager copying() throws SQLException {
        return new CopyManager(connection.unwrap(BaseConnection.class));
    }

    void commit() {
        try {
            connection.commit();
        } catch (SQLException e) {
            throw failed(url, e);
        }
    }

    /** What becomes of a failure of the database. */
    DatabaseUnreachable failed(SQLException failure) {
        return failed(url, failure);
    }

    /** What is not committed is undone. */
    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            System.getLogger(Session.class.getName())
                    .log(System.Logger.Level.DEBUG, "a connection did not close", e);
        }
    }

    private static DatabaseUnreachable failed(DatabaseUrl url, SQLException failure) {
        return new DatabaseUnreachable(
                "The database " + url.describe() + " cannot be used: " + failure.getMessage(),
                failure);
    }
}
