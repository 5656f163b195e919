package dev.signalbox.persistence.feed;

import dev.signalbox.persistence.contact.DatabaseUrl;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * Where the feed listens and what it asks.
 *
 * @param channel where changes are announced
 * @param question the statement whose first column is the revision
 */
public record FeedSource(DatabaseUrl url, String channel, String question) {

    /** How long the server may be silent, in seconds: what is cut off must be noticed soon. */
    private static final int SOCKET_SECONDS = 2;

    /** A little less, so that a slow server is told from a silent one. */
    private static final String BOUND = "SET statement_timeout = '1500ms'";

    /** What the server's administrators see of whoever listens. */
    String listener() {
        return channel + "-feed";
    }

    /**
     * A connection outside any pool, on which no wait is longer than two seconds.
     *
     * @param name what the server's administrators see
     */
    Connection connect(String name) throws SQLException {
        Properties properties = url.jdbcProperties(SOCKET_SECONDS);
        String seconds = Integer.toString(SOCKET_SECONDS);
        properties.put("connectTimeout", seconds);
        properties.put("loginTimeout", seconds);
        properties.put("socketTimeout", seconds);
        properties.put("ApplicationName", name);
        Connection connection = DriverManager.getConnection(url.jdbcUrl(), properties);
        try (Statement statement = connection.createStatement()) {
            statement.execute(BOUND);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Asks for the revision. */
    long ask(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            if (!row.next()) {
                throw new IllegalStateException("the registry has no revision");
            }
            return row.getLong(1);
        }
    }

    /** Asks to be sent what is announced. */
    void listen(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("LISTEN " + channel);
        }
    }
}
