package dev.signalbox.persistence;

import dev.signalbox.persistence.contact.DatabaseUrl;
import dev.signalbox.persistence.contact.FirstContact;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Somebody who has begun a change and does not end it. */
final class HeldRow implements AutoCloseable {

    private final Connection connection;

    HeldRow(DatabaseUrl url) throws SQLException {
        connection = FirstContact.connect(url, 60);
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1 FROM registry_revision FOR UPDATE");
        }
    }

    @Override
    public void close() throws SQLException {
        connection.rollback();
        connection.close();
    }
}
