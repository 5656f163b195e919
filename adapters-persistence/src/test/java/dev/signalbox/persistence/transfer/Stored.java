package dev.signalbox.persistence.transfer;

import dev.signalbox.persistence.TestDatabase;
import dev.signalbox.persistence.contact.FirstContact;
import dev.signalbox.persistence.contact.SchemaVersion;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What stands in a test's schema, as PostgreSQL itself writes it. */
final class Stored {

    private static final Set<String> OF_EACH_DATABASE =
            Set.of(
                    "registry_revision",
                    "schema_fingerprints",
                    "replicas",
                    "grants",
                    "journals_read");

    private Stored() {}

    /** Every row of every table of ours that is moved. */
    static Map<String, List<String>> in(TestDatabase database) {
        Map<String, List<String>> rows = new TreeMap<>();
        for (String table : SchemaVersion.ofThisBuild().tables()) {
            if (!OF_EACH_DATABASE.contains(table)) {
                rows.put(table, texts(database, "SELECT t::text FROM " + table + " t ORDER BY 1"));
            }
        }
        return rows;
    }

    /** The first column of an answer. */
    static List<String> texts(TestDatabase database, String sql) {
        try (Connection connection = FirstContact.connect(database.url(), 10);
                Statement statement = connection.createStatement()) {
            statement.execute("SET TIME ZONE 'UTC'");
            List<String> found = new ArrayList<>();
            try (ResultSet row = statement.executeQuery(sql)) {
                while (row.next()) {
                    found.add(String.valueOf(row.getString(1)));
                }
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One number. */
    static long number(TestDatabase database, String sql) {
        return Long.parseLong(texts(database, sql).getFirst());
    }
}
