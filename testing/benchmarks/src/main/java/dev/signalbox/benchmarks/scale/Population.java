package dev.signalbox.benchmarks.scale;

import dev.signalbox.application.call.Credential;
import dev.signalbox.persistence.contact.DatabaseUrl;
import dev.signalbox.persistence.contact.FirstContact;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;

/**
 * Teams and keys that are put into the database behind the gateway's back. Key number n is always
 * the same, so that its text need not be kept. A tenth of the keys belongs to team 0.
 */
record Population(int keys, int teams) {

    private static final int AT_ONCE = 10_000;

    private static final String KEYS =
            """
            INSERT INTO keys (hash, public_id, label, name, team_id, user_id, models, blocked,
                extras, created_at, updated_at, revision)
            SELECT hash, left(hash, 8), 'sk-...' || right(hash, 4), 'key ' || left(hash, 12),
                CASE WHEN n %% 10 = 0 THEN 'team-0' ELSE 'team-' || n %% ? END,
                'user-' || n %% 50000, '{}', false, '{"metadata": {"purpose": "scale"}}',
                timestamptz '2026-01-01' + n / 3 * interval '1 second',
                timestamptz '2026-01-01' + n * interval '1 second', 0
            FROM (SELECT hash, ? + place - 1 AS n
                FROM unnest(CAST(? AS text[])) WITH ORDINALITY AS given (hash, place)) AS numbered
            """
                    .replace("%%", "%");

    /** The text of key number {@code n}. */
    static String key(int n) {
        return credential(n).reveal();
    }

    private static Credential credential(int n) {
        return Credential.mint(new Random(n));
    }

    /** Puts them in, and tells the database's planner. */
    void settle(DatabaseUrl url) throws SQLException {
        try (Connection connection = FirstContact.connect(url, 0);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    """
            INSERT INTO teams (id, name, models, alias_names, alias_targets, blocked, extras,
                created_at, updated_at, revision)
            SELECT 'team-' || n, 'Team number ' || n, '{}', '{gpt-3.5-turbo}', '{gpt-3.5-turbo-eu}',
                false, '{}', timestamptz '2026-01-01' + n * interval '1 minute',
                timestamptz '2026-01-01' + n * interval '1 minute', 0
            FROM generate_series(0, %d - 1) AS n;
            """
                            .formatted(teams));
            try (PreparedStatement insert = connection.prepareStatement(KEYS)) {
                for (int from = 0; from < keys; from += AT_ONCE) {
                    insert(insert, from, Math.min(keys, from + AT_ONCE));
                }
            }
            // What autovacuum does by itself within a minute or two.
            statement.execute("VACUUM (ANALYZE) keys");
            statement.execute("VACUUM (ANALYZE) teams");
        }
    }

    private void insert(PreparedStatement insert, int from, int to) throws SQLException {
        String[] hashes = new String[to - from];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = credential(from + i).hash().hex();
        }
        insert.setInt(1, teams);
        insert.setInt(2, from);
        insert.setArray(3, insert.getConnection().createArrayOf("text", hashes));
        insert.executeUpdate();
    }
}
