package dev.signalbox.persistence.rows.history;

import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.history.Author;
import dev.signalbox.domain.history.OrderedCorrection;
import dev.signalbox.persistence.rows.Columns;

import io.helidon.dbclient.DbExecute;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * The history as rows: each holds the hash of the one before. Written under the lock on the
 * revision, so there is one chain, however many processes write.
 */
public final class AuditRows {

    /** What looks like a secret in fields that are only kept is not written down. */
    private static final String EXTRAS =
            """
            CAST(regexp_replace(CAST(extras AS text),
                '("[^"]*(secret|password|passwd|api_?key|access_?key|private_?key|token|credential)[^"]*"'
                || '[[:space:]]*:[[:space:]]*)"([^"\\\\]|\\\\.)*"', '\\1"***"', 'gi') AS json) AS extras
            """;

    private static final String LIMITS =
            "max_budget, soft_budget, temp_budget_increase, temp_budget_expiry, rpm_limit,"
                    + " tpm_limit, max_parallel_requests, ";

    private static final String ALIASES =
            "aliases_shown(alias_names, alias_targets, split_names, split_groups, split_weights)"
                    + " AS aliases, ";

    private static final String COLUMNS_OF_TEAM =
            "id, name, models, "
                    + ALIASES
                    + "residency,"
                    + " member_users, member_emails, member_leads, "
                    + LIMITS
                    + "blocked, "
                    + EXTRAS;

    private static final String TEAM = "SELECT " + COLUMNS_OF_TEAM + " FROM teams WHERE id = :id";

    /** A team goes with its keys, so they are named in what is written down of it. */
    private static final String TEAM_WITH_KEYS =
            "SELECT "
                    + COLUMNS_OF_TEAM
                    + ", (SELECT json_agg(public_id ORDER BY keys.created_at, hash) FROM keys"
                    + " WHERE keys.team_id = teams.id) AS keys"
                    + " FROM teams WHERE id = :id";

    private static final String KEY =
            "SELECT public_id, label, name, team_id, user_id, models, "
                    + ALIASES
                    + "routes, "
                    + LIMITS
                    + "blocked, expires_at, former_until, "
                    + EXTRAS
                    + " FROM keys WHERE hash = :id";

    private static final String USER =
            "SELECT id, email, name, role, models, "
                    + LIMITS
                    + EXTRAS
                    + " FROM users WHERE id = :id";

    /** The digest of the seal tells whether what cannot be shown has changed, or the key. */
    private static final String MODEL =
            "SELECT id, group_name AS model_name, shown_params AS litellm_params,"
                    + " info AS model_info, updated_at, updated_by,"
                    + " left(encode(sha256(convert_to(sealed_params, 'UTF8')), 'hex'), 12) AS seal"
                    + " FROM models WHERE id = :id";

    private static final String PLAN =
            "SELECT id, team_id, "
                    + ALIASES
                    + "effective_at, state, why FROM scheduled_aliases WHERE id = :id";

    private static final String BOUNDED =
            "SELECT holder, "
                    + LIMITS
                    + "budget_duration, budget_id, blocked, "
                    + EXTRAS
                    + " FROM bounded WHERE holder = :id";

    private static final String CORRECTION =
            """
            SELECT CAST(json_build_object('from', CAST(:from AS text), 'to', CAST(:to AS text),
                'model', CAST(:model AS text), 'rows', CAST(:rows AS integer),
                'difference', CAST(CAST(:difference AS text) AS numeric)) AS text) AS thing
            """;

    private static final String APPEND =
            """
            WITH entry AS (
                SELECT serial + 1 AS serial, hash AS previous FROM audit_head
            ), written AS (
                INSERT INTO audit (serial, revision, at, author, address, on_behalf_of, kind, id,
                    before, after, previous, hash)
                SELECT (row).serial, (row).revision, (row).at, (row).author, (row).address,
                    (row).on_behalf_of, (row).kind, (row).id, (row).before, (row).after,
                    (row).previous, audit_hash(row)
                FROM (
                    SELECT CAST(ROW(serial, CAST(:revision AS bigint), CAST(:at AS timestamptz),
                        CAST(:author AS text), CAST(:address AS text),
                        CAST(:onBehalfOf AS text), CAST(:kind AS text), CAST(:id AS text),
                        CAST(:before AS text), CAST(:after AS text), previous, '') AS audit) AS row
                    FROM entry
                ) AS rows
                RETURNING serial, hash
            )
            UPDATE audit_head SET serial = written.serial, hash = written.hash FROM written
            """;

    private AuditRows() {}

    /** What is changed, and how it is looked at. */
    public enum Kind {
        TEAM("team", AuditRows.TEAM),
        KEY("key", AuditRows.KEY),
        USER("user", AuditRows.USER),
        MODEL("model", AuditRows.MODEL),
        PLAN("schedule", AuditRows.PLAN),
        BOUNDED("bounded", AuditRows.BOUNDED),
        /** There is nothing to look at: it is written down once, and nothing else is stored. */
        CORRECTION("correction", "");

        private final String word;
        private final String select;

        Kind(String word, String select) {
            this.word = word;
            this.select = select;
        }
    }

    /**
     * A change, of one thing.
     *
     * @param id as the history calls it
     * @param before JSON; null if there was nothing
     * @param after JSON; null if there is nothing left
     */
    public record Entry(Kind kind, String id, @Nullable String before, @Nullable String after) {}

    /** A thing as it is now, as JSON; null if it is not there. */
    public static @Nullable String look(DbExecute sql, Kind kind, String id) {
        return look(sql, kind.select, id);
    }

    /** A team with the public ids of its keys, as JSON; null if it is not there. */
    public static @Nullable String lookWithKeys(DbExecute sql, Team.Id id) {
        return look(sql, TEAM_WITH_KEYS, id.text());
    }

    /** A correction as JSON. */
    public static String say(DbExecute sql, OrderedCorrection correction) {
        return sql.createNamedGet("say-correction", CORRECTION)
                .addParam("from", correction.from().toString())
                .addParam("to", correction.to().toString())
                .addParam("model", correction.model())
                .addParam("rows", correction.rows())
                .addParam("difference", correction.difference().toString())
                .execute()
                .map(row -> Columns.text(row, "thing"))
                .orElseThrow();
    }

    private static @Nullable String look(DbExecute sql, String select, String id) {
        return sql.createNamedGet(
                        "look",
                        "SELECT CAST(row_to_json(thing) AS text) AS thing FROM ("
                                + select
                                + ") AS thing")
                .addParam("id", id)
                .execute()
                .map(row -> Columns.text(row, "thing"))
                .orElse(null);
    }

    /** Writes a change down, at the end of the chain. */
    public static void append(DbExecute sql, Entry entry, Author by, Stamp stamp) {
        sql.createNamedDmlStatement("append-audit", APPEND)
                .addParam("revision", stamp.revision())
                .addParam("at", Columns.time(stamp.at()))
                .addParam("author", by.name())
                .addParam("address", by.address())
                .addParam("onBehalfOf", by.onBehalfOf())
                .addParam("kind", entry.kind().word)
                .addParam("id", entry.id())
                .addParam("before", entry.before())
                .addParam("after", entry.after())
                .execute();
    }

    /** When a change was made, and what it is called. */
    public record Stamp(long revision, Instant at) {}
}
