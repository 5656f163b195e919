package dev.signalbox.persistence.rows.beside;

import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.quota.Holder;
import dev.signalbox.domain.stored.Bounded;
import dev.signalbox.persistence.rows.Columns;
import dev.signalbox.persistence.rows.ModelLimits;

import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;
import io.helidon.dbclient.DbStatementDml;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Members of teams, end users, tags and terms as rows, as far as something is said of them. */
public final class BoundedRows {

    private static final String SELECT =
            "SELECT holder, max_budget, soft_budget, rpm_limit, tpm_limit, max_parallel_requests,"
                    + " budget_duration, temp_budget_increase, temp_budget_expiry, budget_id, blocked, CAST(extras AS text) AS extras,"
                    + " created_at, updated_at, "
                    + ModelLimits.columns("bounded")
                    + " FROM bounded ";

    private static final String PUT =
            """
            WITH revived AS (
                DELETE FROM tombstones WHERE kind = 'bounded' AND id = :holder
            )
            INSERT INTO bounded (holder, max_budget, soft_budget, rpm_limit, tpm_limit,
                max_parallel_requests, budget_duration, temp_budget_increase, temp_budget_expiry,
                model_names, model_budgets, model_durations, model_rpm_limits,
                model_tpm_limits, budget_id, blocked, extras, created_at, updated_at, revision)
            VALUES (:holder, :max_budget, :soft_budget, :rpm_limit, :tpm_limit,
                :max_parallel_requests, :budget_duration, :temp_budget_increase,
                :temp_budget_expiry, :modelNames, :modelBudgets, :modelDurations, :modelRpms,
                :modelTpms, :budgetId, :blocked, :extras, :createdAt, :updatedAt, :revision)
            ON CONFLICT (holder) DO UPDATE SET
                max_budget = EXCLUDED.max_budget,
                rpm_limit = EXCLUDED.rpm_limit,
                tpm_limit = EXCLUDED.tpm_limit,
                max_parallel_requests = EXCLUDED.max_parallel_requests,
                budget_duration = EXCLUDED.budget_duration,
                soft_budget = EXCLUDED.soft_budget,
                temp_budget_increase = EXCLUDED.temp_budget_increase,
                temp_budget_expiry = EXCLUDED.temp_budget_expiry,
                model_names = EXCLUDED.model_names,
                model_budgets = EXCLUDED.model_budgets,
                model_durations = EXCLUDED.model_durations,
                model_rpm_limits = EXCLUDED.model_rpm_limits,
                model_tpm_limits = EXCLUDED.model_tpm_limits,
                budget_id = EXCLUDED.budget_id,
                blocked = EXCLUDED.blocked,
                extras = EXCLUDED.extras,
                updated_at = EXCLUDED.updated_at,
                revision = EXCLUDED.revision
            """;

    private static final String REMOVE =
            """
            WITH gone AS (
                DELETE FROM bounded WHERE holder = :holder RETURNING holder
            )
            INSERT INTO tombstones (kind, id, revision) SELECT 'bounded', holder, :revision FROM gone
            """;

    private static final String GONE_SINCE =
            "SELECT id FROM tombstones WHERE kind = 'bounded' AND revision > :revision";

    /** All paths of members of one team begin alike; {@code 0} comes after the slash. */
    private static final String OF_TEAM =
            "SELECT holder FROM bounded WHERE holder >= :team || '/' AND holder < :team || '0'"
                    + " ORDER BY holder";

    private static final String IN_FORCE =
            "SELECT EXISTS (SELECT FROM keys WHERE budget_id = :terms)"
                    + " OR EXISTS (SELECT FROM bounded WHERE budget_id = :terms) AS in_force";

    private BoundedRows() {}

    /** Everybody. */
    public static List<Bounded> all(DbExecute sql) {
        try (Stream<DbRow> rows = sql.createNamedQuery("bounded", SELECT).execute()) {
            return rows.map(BoundedRows::bounded).toList();
        }
    }

    /** Those that changed behind a revision. */
    public static List<Bounded> changedSince(DbExecute sql, long revision) {
        try (Stream<DbRow> rows =
                sql.createNamedQuery("bounded-since", SELECT + "WHERE revision > :revision")
                        .addParam("revision", revision)
                        .execute()) {
            return rows.map(BoundedRows::bounded).toList();
        }
    }

    /** Those that were deleted behind a revision. */
    public static List<Holder> goneSince(DbExecute sql, long revision) {
        try (Stream<DbRow> rows =
                sql.createNamedQuery("bounded-gone-since", GONE_SINCE)
                        .addParam("revision", revision)
                        .execute()) {
            return rows.map(row -> Holder.ofPath(Columns.text(row, "id"))).toList();
        }
    }

    /** One of them. */
    public static Optional<Bounded> one(DbExecute sql, Holder holder) {
        return sql.createNamedGet("one-bounded", SELECT + "WHERE holder = :holder")
                .addParam("holder", holder.path())
                .execute()
                .map(BoundedRows::bounded);
    }

    /** The members of a team of whom something is said. */
    public static List<Holder> membersOf(DbExecute sql, Team.Id team) {
        String path = new Holder(Holder.Level.MEMBER, List.of(team.text(), "")).path();
        try (Stream<DbRow> rows =
                sql.createNamedQuery("bounded-members", OF_TEAM)
                        .addParam("team", path.substring(0, path.length() - 1))
                        .execute()) {
            return rows.map(row -> Holder.ofPath(Columns.text(row, "holder"))).toList();
        }
    }

    /** Whether somebody is bounded by these terms. */
    public static boolean isInForce(DbExecute sql, String terms) {
        return sql.createNamedGet("terms-in-force", IN_FORCE)
                .addParam("terms", terms)
                .execute()
                .map(row -> Columns.flag(row, "in_force"))
                .orElse(false);
    }

    /** Writes one, new or changed. */
    public static void put(DbExecute sql, Bounded bounded, long revision) {
        DbStatementDml statement =
                sql.createNamedDmlStatement("put-bounded", PUT)
                        .addParam("holder", bounded.holder().path())
                        .addParam("budgetId", bounded.limits().terms())
                        .addParam("blocked", bounded.blocked())
                        .addParam("extras", bounded.extras().text())
                        .addParam("createdAt", Columns.time(bounded.createdAt()))
                        .addParam("updatedAt", Columns.time(bounded.updatedAt()))
                        .addParam("revision", revision);
        Columns.addLimits(ModelLimits.add(statement, bounded.limits().parts()), bounded.limits())
                .execute();
    }

    /** Deletes it, if it is there. */
    public static void remove(DbExecute sql, Holder holder, long revision) {
        sql.createNamedDmlStatement("remove-bounded", REMOVE)
                .addParam("holder", holder.path())
                .addParam("revision", revision)
                .execute();
    }

    private static Bounded bounded(DbRow row) {
        return new Bounded(
                Holder.ofPath(Columns.text(row, "holder")),
                Columns.limits(row)
                        .withParts(ModelLimits.read(row))
                        .under(Columns.textOrNull(row, "budget_id")),
                Columns.flag(row, "blocked"),
                Columns.extras(row),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "updated_at"));
    }
}
