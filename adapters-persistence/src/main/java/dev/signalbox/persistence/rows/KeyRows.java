package dev.signalbox.persistence.rows;

import dev.signalbox.application.driven.Registry.Found;
import dev.signalbox.application.driven.Registry.Lookup;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;

import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;
import io.helidon.dbclient.DbStatementDml;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Keys as rows. Each is read together with what its owner's row says of them. */
public final class KeyRows {

    /** Every key, or a part of them if a condition is added. */
    static final String SELECT =
            "SELECT " + KeyColumns.ALL + "FROM keys LEFT JOIN users ON users.id = keys.user_id\n";

    private static final String SHOWN = "(keys.hash = :hash OR keys.former_hash = :hash)";

    /** One statement, so one state of everything: the keys are what they were at that revision. */
    private static final String FIND =
            "SELECT registry_revision.revision, "
                    + KeyColumns.ALL
                    + """
                    FROM registry_revision
                    LEFT JOIN keys ON (keys.hash = ANY(CAST(:hashes AS text[]))
                        OR keys.former_hash = ANY(CAST(:hashes AS text[])))
                    LEFT JOIN users ON users.id = keys.user_id
                    """;

    private static final String PUT =
            """
            WITH revived AS (
                DELETE FROM tombstones WHERE kind = 'key' AND id = :hash
            )
            INSERT INTO keys (hash, public_id, label, name, team_id, user_id, models, alias_names,
                alias_targets, split_names, split_groups, split_weights, routes, max_budget, rpm_limit, tpm_limit, max_parallel_requests,
                budget_duration, soft_budget, temp_budget_increase, temp_budget_expiry, model_names, model_budgets, model_durations, model_rpm_limits, model_tpm_limits, budget_id, blocked, expires_at, former_hash, former_until, tags, router_settings, stays,
                trusts_tags, extras, created_at, updated_at, revision)
            VALUES (:hash, :publicId, :label, :name, :team, :user, :models, :aliasNames,
                :aliasTargets, :splitNames, :splitGroups, :splitWeights, :routes, :max_budget, :rpm_limit, :tpm_limit,
                :max_parallel_requests, :budget_duration, :soft_budget, :temp_budget_increase,
                :temp_budget_expiry, :modelNames, :modelBudgets, :modelDurations, :modelRpms, :modelTpms, :budgetId, :blocked, :expiresAt, :formerHash, :formerUntil, :tags,
                CAST(:routerSettings AS json), :stays, :trustsTags, :extras, :createdAt,
                :updatedAt, :revision)
            ON CONFLICT (hash) DO UPDATE SET
                public_id = EXCLUDED.public_id,
                label = EXCLUDED.label,
                name = EXCLUDED.name,
                team_id = EXCLUDED.team_id,
                user_id = EXCLUDED.user_id,
                models = EXCLUDED.models,
                alias_names = EXCLUDED.alias_names,
                alias_targets = EXCLUDED.alias_targets,
                split_names = EXCLUDED.split_names,
                split_groups = EXCLUDED.split_groups,
                split_weights = EXCLUDED.split_weights,
                routes = EXCLUDED.routes,
                max_budget = EXCLUDED.max_budget,
                rpm_limit = EXCLUDED.rpm_limit,
                tpm_limit = EXCLUDED.tpm_limit,
                max_parallel_requests = EXCLUDED.max_parallel_requests,
                budget_duration = EXCLUDED.budget_duration,
                soft_budget = EXCLUDED.soft_budget,
                temp_budget_increase = EXCLUDED.temp_budget_increase,
                temp_budget_expiry = EXCLUDED.temp_budget_expiry,
                model_names = EXCLUDED.model_names, model_budgets = EXCLUDED.model_budgets,
                model_durations = EXCLUDED.model_durations, model_rpm_limits = EXCLUDED.model_rpm_limits,
                model_tpm_limits = EXCLUDED.model_tpm_limits,
                budget_id = EXCLUDED.budget_id,
                blocked = EXCLUDED.blocked,
                expires_at = EXCLUDED.expires_at,
                former_hash = EXCLUDED.former_hash,
                former_until = EXCLUDED.former_until,
                tags = EXCLUDED.tags,
                router_settings = EXCLUDED.router_settings,
                stays = EXCLUDED.stays,
                trusts_tags = EXCLUDED.trusts_tags,
                extras = EXCLUDED.extras,
                created_at = EXCLUDED.created_at,
                updated_at = EXCLUDED.updated_at,
                revision = EXCLUDED.revision
            """;

    /** Whatever opened a key that is gone opens nothing any more. */
    private static final String BURY =
            """
            INSERT INTO tombstones (kind, id, revision)
            SELECT 'key', unnest(array_remove(ARRAY[hash, former_hash], NULL)), :revision FROM gone
            ON CONFLICT (kind, id) DO UPDATE SET revision = EXCLUDED.revision
            """;

    private static final String REMOVE =
            "WITH gone AS (DELETE FROM keys WHERE hash = :hash RETURNING hash, former_hash)\n"
                    + BURY;

    private static final String REMOVE_OF_TEAM =
            "WITH gone AS (DELETE FROM keys WHERE team_id = :team RETURNING hash, former_hash)\n"
                    + BURY;

    /** The row stays, under another hash. */
    private static final String RENAME =
            """
            WITH gone AS (SELECT hash, former_hash FROM keys WHERE hash = :before),
            renamed AS (
                UPDATE keys SET hash = :hash, former_hash = NULL, former_until = NULL
                WHERE hash = :before
            )
            """
                    + BURY;

    private static final String GONE_SINCE =
            "SELECT id FROM tombstones WHERE kind = 'key' AND revision > :revision LIMIT :most";

    private KeyRows() {}

    /** The keys that hashes open, and the registry's revision. */
    public static Found find(DbExecute sql, Collection<Key.Hash> hashes) {
        Set<Key.Hash> asked = Set.copyOf(hashes);
        String[] texts = asked.stream().map(Key.Hash::hex).toArray(String[]::new);
        try (Stream<DbRow> rows =
                sql.createNamedQuery("find-keys", FIND)
                        .addParam("hashes", (Object) texts)
                        .execute()) {
            List<Lookup> found = rows.map(KeyRows::lookup).toList();
            if (found.isEmpty()) {
                throw new IllegalStateException("the row in registry_revision is missing");
            }
            Map<Key.Hash, Key> keys = new HashMap<>();
            found.forEach(look -> look.key().ifPresent(key -> put(keys, key, asked)));
            return new Found(found.getFirst().revision(), keys);
        }
    }

    /** A key may be asked for by what it is, by what it was, or by both. */
    private static void put(Map<Key.Hash, Key> keys, Key key, Set<Key.Hash> asked) {
        if (asked.contains(key.hash())) {
            keys.put(key.hash(), key);
        }
        if (key.former() != null && asked.contains(key.former().hash())) {
            keys.put(key.former().hash(), key);
        }
    }

    /** The keys of a user, the oldest first. */
    public static List<Key> ofUser(DbExecute sql, User.Id user) {
        try (Stream<DbRow> rows =
                sql.createNamedQuery(
                                "keys-of-user",
                                SELECT + "WHERE user_id = :user ORDER BY keys.created_at, hash")
                        .addParam("user", user.text())
                        .execute()) {
            return rows.map(KeyColumns::key).toList();
        }
    }

    /** The keys of a team that have aliases of their own, the oldest first. */
    public static List<Key> aliasedOfTeam(DbExecute sql, Team.Id team) {
        try (Stream<DbRow> rows =
                sql.createNamedQuery(
                                "aliased-keys-of-team",
                                SELECT
                                        + "WHERE team_id = :team AND (keys.alias_names <> '{}'"
                                        + " OR keys.split_names <> '{}')"
                                        + " ORDER BY keys.created_at, hash")
                        .addParam("team", team.text())
                        .execute()) {
            return rows.map(KeyColumns::key).toList();
        }
    }

    /**
     * Keys that changed behind a revision.
     *
     * @param most how many are read at most
     */
    public static List<Key> changedSince(DbExecute sql, long revision, int most) {
        try (Stream<DbRow> rows =
                sql.createNamedQuery(
                                "keys-since", SELECT + "WHERE revision > :revision LIMIT :most")
                        .addParam("revision", revision)
                        .addParam("most", most)
                        .execute()) {
            return rows.map(KeyColumns::key).toList();
        }
    }

    /**
     * Hashes that ceased to open anything behind a revision.
     *
     * @param most how many are read at most
     */
    public static List<Key.Hash> goneSince(DbExecute sql, long revision, int most) {
        try (Stream<DbRow> rows =
                sql.createNamedQuery("keys-gone-since", GONE_SINCE)
                        .addParam("revision", revision)
                        .addParam("most", most)
                        .execute()) {
            return rows.map(row -> new Key.Hash(Columns.text(row, "id"))).toList();
        }
    }

    /** The key that a hash opens, or opened before it was rotated. */
    public static Optional<Key> one(DbExecute sql, Key.Hash hash) {
        return sql.createNamedGet("key", SELECT + "WHERE " + SHOWN)
                .addParam("hash", hash.hex())
                .execute()
                .map(KeyColumns::key);
    }

    /** The key of a name. */
    public static Optional<Key> named(DbExecute sql, String name) {
        return sql.createNamedGet("key-named", SELECT + "WHERE keys.name = :name")
                .addParam("name", name)
                .execute()
                .map(KeyColumns::key);
    }

    /** Writes a key, new or changed. */
    public static void put(DbExecute sql, Key key, long revision) {
        Team.Id team = key.team();
        User.Id user = key.user();
        Key.Former former = key.former();
        DbStatementDml statement =
                sql.createNamedDmlStatement("put-key", PUT)
                        .addParam("hash", key.hash().hex())
                        .addParam("publicId", key.publicId())
                        .addParam("label", key.label())
                        .addParam("name", key.name())
                        .addParam("team", team == null ? null : team.text())
                        .addParam("user", user == null ? null : user.text())
                        .addParam("models", (Object) Columns.array(key.models().entries()))
                        .addParam("routes", (Object) Columns.array(key.routes().entries()))
                        .addParam("budgetId", key.limits().terms())
                        .addParam("blocked", key.blocked())
                        .addParam("expiresAt", Columns.time(key.expires()))
                        .addParam("formerHash", former == null ? null : former.hash().hex())
                        .addParam(
                                "formerUntil", Columns.time(former == null ? null : former.until()))
                        .addParam("extras", key.extras().text())
                        .addParam("createdAt", Columns.time(key.createdAt()))
                        .addParam("updatedAt", Columns.time(key.updatedAt()))
                        .addParam("revision", revision);
        DbStatementDml limited =
                Columns.addLimits(Columns.addAliases(statement, key.aliases()), key.limits());
        Columns.addRouting(ModelLimits.add(limited, key.limits().parts()), key.routing()).execute();
    }

    /** The key of one hash gets another; the rest of it is to be put afterwards. */
    public static void rename(DbExecute sql, Key.Hash before, Key.Hash after, long revision) {
        sql.createNamedDmlStatement("rename-key", RENAME)
                .addParam("before", before.hex())
                .addParam("hash", after.hex())
                .addParam("revision", revision)
                .execute();
    }

    /** The keys of a user are told anew to everybody, because what they say of the user changed. */
    public static void touchOfUser(DbExecute sql, User.Id user, long revision) {
        sql.createNamedDmlStatement(
                        "touch-keys", "UPDATE keys SET revision = :revision WHERE user_id = :user")
                .addParam("revision", revision)
                .addParam("user", user.text())
                .execute();
    }

    /** Deletes it, if it is there. */
    public static void remove(DbExecute sql, Key.Hash hash, long revision) {
        sql.createNamedDmlStatement("remove-key", REMOVE)
                .addParam("hash", hash.hex())
                .addParam("revision", revision)
                .execute();
    }

    /** Deletes them. */
    public static void removeOfTeam(DbExecute sql, Team.Id team, long revision) {
        sql.createNamedDmlStatement("remove-keys-of-team", REMOVE_OF_TEAM)
                .addParam("team", team.text())
                .addParam("revision", revision)
                .execute();
    }

    private static Lookup lookup(DbRow row) {
        return new Lookup(
                row.column("revision").get(Long.class),
                Columns.textOrNull(row, "hash") == null
                        ? Optional.empty()
                        : Optional.of(KeyColumns.key(row)));
    }
}
