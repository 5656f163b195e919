package dev.signalbox.persistence;

import dev.signalbox.domain.access.Aliases;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.ModelName;

import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Teams as rows: the SQL, and how a row is read and written. */
final class TeamRows {

    private static final String SELECT =
            """
            SELECT id, name, models, alias_names, alias_targets, blocked, extras,
                created_at, updated_at
            FROM teams
            """;

    private static final String PUT =
            """
            WITH revived AS (
                DELETE FROM tombstones WHERE kind = 'team' AND id = :id
            )
            INSERT INTO teams (id, name, models, alias_names, alias_targets, blocked, extras,
                created_at, updated_at, revision)
            VALUES (:id, :name, :models, :aliasNames, :aliasTargets, :blocked, :extras,
                :createdAt, :updatedAt, :revision)
            ON CONFLICT (id) DO UPDATE SET
                name = EXCLUDED.name,
                models = EXCLUDED.models,
                alias_names = EXCLUDED.alias_names,
                alias_targets = EXCLUDED.alias_targets,
                blocked = EXCLUDED.blocked,
                extras = EXCLUDED.extras,
                created_at = EXCLUDED.created_at,
                updated_at = EXCLUDED.updated_at,
                revision = EXCLUDED.revision
            """;

    private static final String REMOVE =
            """
            WITH gone AS (
                DELETE FROM teams WHERE id = :id RETURNING id
            )
            INSERT INTO tombstones (kind, id, revision) SELECT 'team', id, :revision FROM gone
            """;

    private static final String GONE_SINCE =
            "SELECT id FROM tombstones WHERE kind = 'team' AND revision > :revision";

    private TeamRows() {}

    static List<Team> all(DbExecute sql) {
        try (Stream<DbRow> rows = sql.createNamedQuery("teams", SELECT).execute()) {
            return rows.map(TeamRows::team).toList();
        }
    }

    static List<Team> changedSince(DbExecute sql, long revision) {
        try (Stream<DbRow> rows =
                sql.createNamedQuery("teams-since", SELECT + "WHERE revision > :revision")
                        .addParam("revision", revision)
                        .execute()) {
            return rows.map(TeamRows::team).toList();
        }
    }

    static List<Team.Id> goneSince(DbExecute sql, long revision) {
        try (Stream<DbRow> rows =
                sql.createNamedQuery("teams-gone-since", GONE_SINCE)
                        .addParam("revision", revision)
                        .execute()) {
            return rows.map(row -> new Team.Id(Columns.text(row, "id"))).toList();
        }
    }

    static Optional<Team> one(DbExecute sql, Team.Id id) {
        return sql.createNamedGet("team", SELECT + "WHERE id = :id")
                .addParam("id", id.text())
                .execute()
                .map(TeamRows::team);
    }

    static void put(DbExecute sql, Team team, long revision) {
        Map<String, ModelName> byName = new TreeMap<>();
        team.aliases().targets().forEach((name, target) -> byName.put(name.text(), target));
        sql.createNamedDmlStatement("put-team", PUT)
                .addParam("id", team.id().text())
                .addParam("name", team.name())
                .addParam("models", (Object) Columns.array(team.models().entries()))
                .addParam("aliasNames", (Object) byName.keySet().toArray(String[]::new))
                .addParam(
                        "aliasTargets",
                        (Object)
                                byName.values().stream()
                                        .map(ModelName::text)
                                        .toArray(String[]::new))
                .addParam("blocked", team.blocked())
                .addParam("extras", team.extras().text())
                .addParam("createdAt", Columns.time(team.createdAt()))
                .addParam("updatedAt", Columns.time(team.updatedAt()))
                .addParam("revision", revision)
                .execute();
    }

    /** Returns whether there was one. Its keys must be gone already. */
    static boolean remove(DbExecute sql, Team.Id id, long revision) {
        return sql.createNamedDmlStatement("remove-team", REMOVE)
                        .addParam("id", id.text())
                        .addParam("revision", revision)
                        .execute()
                > 0;
    }

    private static Team team(DbRow row) {
        return new Team(
                new Team.Id(Columns.text(row, "id")),
                Columns.textOrNull(row, "name"),
                Columns.models(row),
                aliases(Columns.texts(row, "alias_names"), Columns.texts(row, "alias_targets")),
                Columns.flag(row, "blocked"),
                Columns.extras(row),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "updated_at"));
    }

    private static Aliases aliases(List<String> names, List<String> targets) {
        Map<ModelName, ModelName> aliases = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            aliases.put(new ModelName(names.get(i)), new ModelName(targets.get(i)));
        }
        return new Aliases(aliases);
    }
}
