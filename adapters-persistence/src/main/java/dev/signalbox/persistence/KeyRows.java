package dev.signalbox.persistence;

import dev.signalbox.application.driven.Registry.Lookup;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;

import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Keys as rows: the SQL, and how a row is read and written. */
final class KeyRows {

    private static final String COLUMNS =
            """
            keys.hash, keys.public_id, keys.label, keys.name, keys.team_id, keys.models,
            keys.blocked, keys.expires_at, keys.extras, keys.created_at, keys.updated_at
            """;

    private static final String SELECT = "SELECT " + COLUMNS + "FROM keys\n";

    /** One statement, so one state of everything: the key is what it was at that revision. */
    private static final String FIND =
            "SELECT registry_revision.revision, "
                    + COLUMNS
                    + "FROM registry_revision LEFT JOIN keys ON keys.hash = :hash";

    private static final String PUT =
            """
            WITH revived AS (
                DELETE FROM tombstones WHERE kind = 'key' AND id = :hash
            )
            INSERT INTO keys (hash, public_id, label, name, team_id, models, blocked, expires_at,
                extras, created_at, updated_at, revision)
            VALUES (:hash, :publicId, :label, :name, :team, :models, :blocked, :expiresAt,
                :extras, :createdAt, :updatedAt, :revision)
            ON CONFLICT (hash) DO UPDATE SET
                public_id = EXCLUDED.public_id,
                label = EXCLUDED.label,
                name = EXCLUDED.name,
                team_id = EXCLUDED.team_id,
                models = EXCLUDED.models,
                blocked = EXCLUDED.blocked,
                expires_at = EXCLUDED.expires_at,
                extras = EXCLUDED.extras,
                created_at = EXCLUDED.created_at,
                updated_at = EXCLUDED.updated_at,
                revision = EXCLUDED.revision
            """;

    private static final String REMOVE =
            """
            WITH gone AS (
                DELETE FROM keys WHERE hash = :hash RETURNING hash
            )
            INSERT INTO tombstones (kind, id, revision) SELECT 'key', hash, :revision FROM gone
            """;

    private static final String REMOVE_OF_TEAM =
            """
            WITH gone AS (
                DELETE FROM keys WHERE team_id = :team RETURNING hash
            )
            INSERT INTO tombstones (kind, id, revision) SELECT 'key', hash, :revision FROM gone
            """;

    private static final String GONE_SINCE =
            "SELECT id FROM tombstones WHERE kind = 'key' AND revision > :revision LIMIT :most";

    private KeyRows() {}

    static Lookup find(DbExecute sql, Key.Hash hash) {
        return sql.createNamedGet("find-key", FIND)
                .addParam("hash", hash.hex())
                .execute()
                .map(KeyRows::lookup)
                .orElseThrow(
                        () -> new IllegalStateException("the row in registry_revision is missing"));
    }

    /** The oldest first. */
    static List<Key> ofTeams(DbExecute sql, Collection<Team.Id> teams) {
        String[] ids = teams.stream().map(Team.Id::text).toArray(String[]::new);
        try (Stream<DbRow> rows =
                sql.createNamedQuery(
                                "keys-of-teams",
                                SELECT + "WHERE team_id = ANY(:teams) ORDER BY created_at, hash")
                        .addParam("teams", (Object) ids)
                        .execute()) {
            return rows.map(KeyRows::key).toList();
        }
    }

    /**
     * @param most how many are read at most
     */
    static List<Key> changedSince(DbExecute sql, long revision, int most) {
        try (Stream<DbRow> rows =
                sql.createNamedQuery(
                                "keys-since", SELECT + "WHERE revision > :revision LIMIT :most")
                        .addParam("revision", revision)
                        .addParam("most", most)
                        .execute()) {
            return rows.map(KeyRows::key).toList();
        }
    }

    /**
     * @param most how many are read at most
     */
    static List<Key.Hash> goneSince(DbExecute sql, long revision, int most) {
        try (Stream<DbRow> rows =
                sql.createNamedQuery("keys-gone-since", GONE_SINCE)
                        .addParam("revision", revision)
                        .addParam("most", most)
                        .execute()) {
            return rows.map(row -> new Key.Hash(Columns.text(row, "id"))).toList();
        }
    }

    static Optional<Key> one(DbExecute sql, Key.Hash hash) {
        return sql.createNamedGet("key", SELECT + "WHERE hash = :hash")
                .addParam("hash", hash.hex())
                .execute()
                .map(KeyRows::key);
    }

    static Optional<Key> named(DbExecute sql, String name) {
        return sql.createNamedGet("key-named", SELECT + "WHERE name = :name")
                .addParam("name", name)
                .execute()
                .map(KeyRows::key);
    }

    static void put(DbExecute sql, Key key, long revision) {
        Team.Id team = key.team();
        sql.createNamedDmlStatement("put-key", PUT)
                .addParam("hash", key.hash().hex())
                .addParam("publicId", key.publicId())
                .addParam("label", key.label())
                .addParam("name", key.name())
                .addParam("team", team == null ? null : team.text())
                .addParam("models", (Object) Columns.array(key.models().entries()))
                .addParam("blocked", key.blocked())
                .addParam("expiresAt", Columns.time(key.expires()))
                .addParam("extras", key.extras().text())
                .addParam("createdAt", Columns.time(key.createdAt()))
                .addParam("updatedAt", Columns.time(key.updatedAt()))
                .addParam("revision", revision)
                .execute();
    }

    /** Returns whether there was one. */
    static boolean remove(DbExecute sql, Key.Hash hash, long revision) {
        return sql.createNamedDmlStatement("remove-key", REMOVE)
                        .addParam("hash", hash.hex())
                        .addParam("revision", revision)
                        .execute()
                > 0;
    }

    /** Returns whether there were any. */
    static boolean removeOfTeam(DbExecute sql, Team.Id team, long revision) {
        return sql.createNamedDmlStatement("remove-keys-of-team", REMOVE_OF_TEAM)
                        .addParam("team", team.text())
                        .addParam("revision", revision)
                        .execute()
                > 0;
    }

    private static Lookup lookup(DbRow row) {
        return new Lookup(
                row.column("revision").get(Long.class),
                Columns.textOrNull(row, "hash") == null ? Optional.empty() : Optional.of(key(row)));
    }

    private static Key key(DbRow row) {
        String team = Columns.textOrNull(row, "team_id");
        return new Key(
                new Key.Hash(Columns.text(row, "hash")),
                Columns.text(row, "public_id"),
                Columns.text(row, "label"),
                Columns.textOrNull(row, "name"),
                team == null ? null : new Team.Id(team),
                Columns.models(row),
                Columns.flag(row, "blocked"),
                Columns.instantOrNull(row, "expires_at"),
                Columns.extras(row),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "updated_at"));
    }
}
