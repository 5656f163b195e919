package dev.signalbox.persistence.rows.beside;

import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.history.Author;
import dev.signalbox.domain.history.PlannedAliases;
import dev.signalbox.domain.history.PlannedAliases.State;
import dev.signalbox.persistence.rows.Columns;

import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;
import io.helidon.dbclient.DbStatementDml;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Scheduled aliases as rows. */
public final class PlanRows {

    private static final String SELECT =
            """
            SELECT id, team_id, NULLIF(alias_names, '{}') AS alias_names,
                NULLIF(alias_targets, '{}') AS alias_targets,
                NULLIF(split_names, '{}') AS split_names,
                NULLIF(split_groups, '{}') AS split_groups,
                NULLIF(split_weights, '{}') AS split_weights,
                effective_at, author, address, on_behalf_of, bound, created_at, state, why
            FROM scheduled_aliases
            """;

    private static final String PUT =
            """
            WITH old AS (
                DELETE FROM scheduled_aliases
                WHERE state <> 'waiting' AND effective_at < now() - interval '1 year'
            )
            INSERT INTO scheduled_aliases (id, team_id, alias_names, alias_targets, split_names,
                split_groups, split_weights, effective_at, author, address, on_behalf_of, bound,
                created_at, state, why)
            VALUES (:id, :team, :aliasNames, :aliasTargets, :splitNames, :splitGroups,
                :splitWeights, :at, :author, :address, :onBehalfOf, :bound, :createdAt, :state,
                :why)
            ON CONFLICT (id) DO UPDATE SET state = EXCLUDED.state, why = EXCLUDED.why
            """;

    /** By the database's clock, which all replicas share. */
    private static final String DUE =
            SELECT
                    + "WHERE state = 'waiting' AND effective_at <= clock_timestamp()"
                    + " ORDER BY effective_at, id LIMIT 100";

    private PlanRows() {}

    /** The present moment, as the database has it. */
    public static Instant now(DbExecute sql) {
        return sql.createNamedGet("now", "SELECT clock_timestamp() AS now")
                .execute()
                .map(row -> Columns.instant(row, "now"))
                .orElseThrow();
    }

    /** Those whose moment has come, the earliest first. */
    public static List<PlannedAliases> due(DbExecute sql) {
        try (Stream<DbRow> rows = sql.createNamedQuery("due-aliases", DUE).execute()) {
            return rows.map(PlanRows::plan).toList();
        }
    }

    /** Those of a team, whatever became of them, the latest first. */
    public static List<PlannedAliases> ofTeam(DbExecute sql, Team.Id team) {
        try (Stream<DbRow> rows =
                sql.createNamedQuery(
                                "aliases-of-team",
                                SELECT
                                        + "WHERE team_id = :team"
                                        + " ORDER BY effective_at DESC, id LIMIT 1000")
                        .addParam("team", team.text())
                        .execute()) {
            return rows.map(PlanRows::plan).toList();
        }
    }

    /** The one of an id. */
    public static Optional<PlannedAliases> one(DbExecute sql, String id) {
        return sql.createNamedGet("scheduled-aliases", SELECT + "WHERE id = :id")
                .addParam("id", id)
                .execute()
                .map(PlanRows::plan);
    }

    /**
     * Writes one; of one that is there only what became of it. What has been over for a year goes.
     */
    public static void put(DbExecute sql, PlannedAliases plan) {
        DbStatementDml statement =
                sql.createNamedDmlStatement("put-scheduled-aliases", PUT)
                        .addParam("id", plan.id())
                        .addParam("team", plan.team().text())
                        .addParam("at", Columns.time(plan.at()))
                        .addParam("author", plan.by().name())
                        .addParam("address", plan.by().address())
                        .addParam("onBehalfOf", plan.by().onBehalfOf())
                        .addParam("bound", plan.bound())
                        .addParam("createdAt", Columns.time(plan.made()))
                        .addParam("state", plan.state().word())
                        .addParam("why", plan.why());
        Columns.addAliases(statement, plan.aliases()).execute();
    }

    private static PlannedAliases plan(DbRow row) {
        return new PlannedAliases(
                Columns.text(row, "id"),
                new Team.Id(Columns.text(row, "team_id")),
                Columns.aliases(row),
                Columns.instant(row, "effective_at"),
                new Author(
                        Columns.text(row, "author"),
                        Columns.text(row, "address"),
                        Columns.textOrNull(row, "on_behalf_of")),
                Columns.flag(row, "bound"),
                Columns.instant(row, "created_at"),
                state(Columns.text(row, "state")),
                Columns.textOrNull(row, "why"));
    }

    private static State state(String word) {
        for (State state : State.values()) {
            if (state.word().equals(word)) {
                return state;
            }
        }
        throw new IllegalStateException("an unknown state in scheduled_aliases: " + word);
    }
}
