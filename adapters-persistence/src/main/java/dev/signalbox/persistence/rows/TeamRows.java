package dev.signalbox.persistence.rows;

import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.limits.Limits;

import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;
import io.helidon.dbclient.DbStatementDml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Teams as rows, their members among them. */
public final class TeamRows {

    /** What the names of columns with bounds for each member begin with. */
    private static final String OF_MEMBERS = "member_";

    /** Every team, or a part of them if a condition is added. */
    static final String SELECT =
            """
            SELECT id, name, NULLIF(models, '{}') AS models,
                NULLIF(alias_names, '{}') AS alias_names,
                NULLIF(alias_targets, '{}') AS alias_targets,
                NULLIF(split_names, '{}') AS split_names,
                NULLIF(split_groups, '{}') AS split_groups,
                NULLIF(split_weights, '{}') AS split_weights,
                NULLIF(member_users, '{}') AS member_users,
                NULLIF(member_emails, '{}') AS member_emails,
                NULLIF(member_leads, '{}') AS member_leads,
                max_budget, rpm_limit, tpm_limit, max_parallel_requests, budget_duration,
                soft_budget, temp_budget_increase, temp_budget_expiry,
                member_max_budget, member_soft_budget, member_rpm_limit, member_tpm_limit,
                member_max_parallel_requests, member_budget_duration, member_temp_budget_increase,
                member_temp_budget_expiry, blocked,
                NULLIF(tags, '{}') AS tags, NULLIF(residency, '{}') AS residency,
                CAST(router_settings AS text) AS router_settings, stays, trusts_tags,
                CAST(extras AS text) AS extras, created_at, updated_at
            FROM teams
            """;

    private static final String PUT =
            """
            WITH revived AS (
                DELETE FROM tombstones WHERE kind = 'team' AND id = :id
            )
            INSERT INTO teams (id, name, models, alias_names, alias_targets, split_names,
                split_groups, split_weights, member_users,
                member_emails, member_leads, max_budget, rpm_limit, tpm_limit,
                max_parallel_requests, budget_duration, soft_budget, temp_budget_increase,
                temp_budget_expiry, member_max_budget, member_soft_budget, member_rpm_limit,
                member_tpm_limit, member_max_parallel_requests, member_budget_duration,
                member_temp_budget_increase, member_temp_budget_expiry, blocked,
                tags, residency, router_settings, stays,
                trusts_tags, extras, created_at, updated_at, revision)
            VALUES (:id, :name, :models, :aliasNames, :aliasTargets, :splitNames, :splitGroups,
                :splitWeights, :memberUsers, :memberEmails,
                :memberLeads, :max_budget, :rpm_limit, :tpm_limit, :max_parallel_requests,
                :budget_duration, :soft_budget, :temp_budget_increase, :temp_budget_expiry,
                :member_max_budget, :member_soft_budget, :member_rpm_limit, :member_tpm_limit,
                :member_max_parallel_requests, :member_budget_duration,
                :member_temp_budget_increase, :member_temp_budget_expiry, :blocked, :tags,
                :residency, CAST(:routerSettings AS json), :stays, :trustsTags,
                :extras, :createdAt, :updatedAt, :revision)
            ON CONFLICT (id) DO UPDATE SET
                name = EXCLUDED.name,
                models = EXCLUDED.models,
                alias_names = EXCLUDED.alias_names,
                alias_targets = EXCLUDED.alias_targets,
                split_names = EXCLUDED.split_names,
                split_groups = EXCLUDED.split_groups,
                split_weights = EXCLUDED.split_weights,
                member_users = EXCLUDED.member_users,
                member_emails = EXCLUDED.member_emails,
                member_leads = EXCLUDED.member_leads,
                max_budget = EXCLUDED.max_budget,
                rpm_limit = EXCLUDED.rpm_limit,
                tpm_limit = EXCLUDED.tpm_limit,
                max_parallel_requests = EXCLUDED.max_parallel_requests,
                budget_duration = EXCLUDED.budget_duration,
                soft_budget = EXCLUDED.soft_budget,
                temp_budget_increase = EXCLUDED.temp_budget_increase,
                temp_budget_expiry = EXCLUDED.temp_budget_expiry,
                member_max_budget = EXCLUDED.member_max_budget,
                member_soft_budget = EXCLUDED.member_soft_budget,
                member_rpm_limit = EXCLUDED.member_rpm_limit,
                member_tpm_limit = EXCLUDED.member_tpm_limit,
                member_max_parallel_requests = EXCLUDED.member_max_parallel_requests,
                member_budget_duration = EXCLUDED.member_budget_duration,
                member_temp_budget_increase = EXCLUDED.member_temp_budget_increase,
                member_temp_budget_expiry = EXCLUDED.member_temp_budget_expiry,
                blocked = EXCLUDED.blocked,
                tags = EXCLUDED.tags,
                residency = EXCLUDED.residency,
                router_settings = EXCLUDED.router_settings,
                stays = EXCLUDED.stays,
                trusts_tags = EXCLUDED.trusts_tags,
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

    /** Every team. */
    public static List<Team> all(DbExecute sql) {
        try (Stream<DbRow> rows = sql.createNamedQuery("teams", SELECT).execute()) {
            return rows.map(TeamRows::team).toList();
        }
    }

    /** Teams that changed behind a revision. */
    public static List<Team> changedSince(DbExecute sql, long revision) {
        try (Stream<DbRow> rows =
                sql.createNamedQuery("teams-since", SELECT + "WHERE revision > :revision")
                        .addParam("revision", revision)
                        .execute()) {
            return rows.map(TeamRows::team).toList();
        }
    }

    /** Teams that were deleted behind a revision. */
    public static List<Team.Id> goneSince(DbExecute sql, long revision) {
        try (Stream<DbRow> rows =
                sql.createNamedQuery("teams-gone-since", GONE_SINCE)
                        .addParam("revision", revision)
                        .execute()) {
            return rows.map(row -> new Team.Id(Columns.text(row, "id"))).toList();
        }
    }

    /** The team of an id. */
    public static Optional<Team> one(DbExecute sql, Team.Id id) {
        return sql.createNamedGet("team", SELECT + "WHERE id = :id")
                .addParam("id", id.text())
                .execute()
                .map(TeamRows::team);
    }

    /** The teams that a user belongs to, in the order of their ids. */
    public static List<Team> ofUser(DbExecute sql, User.Id user) {
        try (Stream<DbRow> rows =
                sql.createNamedQuery(
                                "teams-of-user",
                                SELECT + "WHERE member_users @> CAST(:user AS text[]) ORDER BY id")
                        .addParam("user", (Object) new String[] {user.text()})
                        .execute()) {
            return rows.map(TeamRows::team).toList();
        }
    }

    /** Writes a team, new or changed. */
    public static void put(DbExecute sql, Team team, long revision) {
        List<Team.Member> members = team.members();
        DbStatementDml statement =
                sql.createNamedDmlStatement("put-team", PUT)
                        .addParam("id", team.id().text())
                        .addParam("name", team.name())
                        .addParam("models", (Object) Columns.array(team.models().entries()))
                        .addParam(
                                "memberUsers",
                                (Object)
                                        members.stream()
                                                .map(member -> member.user().text())
                                                .toArray(String[]::new))
                        .addParam(
                                "memberEmails",
                                (Object)
                                        members.stream()
                                                .map(Team.Member::email)
                                                .toArray(String[]::new))
                        .addParam(
                                "memberLeads",
                                (Object)
                                        members.stream()
                                                .map(Team.Member::leads)
                                                .toArray(Boolean[]::new))
                        .addParam("blocked", team.blocked())
                        .addParam("residency", (Object) Columns.sorted(team.routing().residency()))
                        .addParam("extras", team.extras().text())
                        .addParam("createdAt", Columns.time(team.createdAt()))
                        .addParam("updatedAt", Columns.time(team.updatedAt()))
                        .addParam("revision", revision);
        Columns.addRouting(
                        addLimits(Columns.addAliases(statement, team.aliases()), team.limits()),
                        team.routing())
                .execute();
    }

    private static DbStatementDml addLimits(DbStatementDml statement, Limits limits) {
        Limits each = limits.each();
        return Columns.addLimits(
                Columns.addLimits(statement, limits),
                OF_MEMBERS,
                each == null ? Limits.NONE : each);
    }

    /** Deletes it, if it is there. Its keys must be gone already. */
    public static void remove(DbExecute sql, Team.Id id, long revision) {
        sql.createNamedDmlStatement("remove-team", REMOVE)
                .addParam("id", id.text())
                .addParam("revision", revision)
                .execute();
    }

    /** A row as a team. */
    static Team team(DbRow row) {
        return new Team(
                new Team.Id(Columns.text(row, "id")),
                Columns.textOrNull(row, "name"),
                Columns.models(row),
                Columns.aliases(row),
                members(row),
                limits(row),
                Columns.flag(row, "blocked"),
                Columns.routing(row, Columns.texts(row, "residency")),
                Columns.extras(row),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "updated_at"));
    }

    private static Limits limits(DbRow row) {
        Limits each = Columns.limits(row, OF_MEMBERS);
        return Columns.limits(row).forEach(each.isEmpty() ? null : each);
    }

    private static List<Team.Member> members(DbRow row) {
        Object[] users = Columns.elements(row, "member_users");
        Object[] emails = Columns.elements(row, "member_emails");
        Object[] leads = Columns.elements(row, "member_leads");
        List<Team.Member> members = new ArrayList<>(users.length);
        for (int i = 0; i < users.length; i++) {
            members.add(
                    new Team.Member(
                            new User.Id((String) users[i]),
                            (String) emails[i],
                            (Boolean) leads[i]));
        }
        return members;
    }
}
