package dev.signalbox.persistence.rows;

import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.ModelList;
import dev.signalbox.domain.access.RouteList;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;

import io.helidon.dbclient.DbRow;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** The columns of a key, those of its owner among them, and how they become one. */
final class KeyColumns {

    /** All of them, as they stand behind a SELECT. */
    static final String ALL =
            """
            keys.hash, keys.public_id, keys.label, keys.name, keys.team_id, keys.user_id,
            NULLIF(keys.models, '{}') AS models, NULLIF(keys.alias_names, '{}') AS alias_names,
            NULLIF(keys.alias_targets, '{}') AS alias_targets,
            NULLIF(keys.split_names, '{}') AS split_names,
            NULLIF(keys.split_groups, '{}') AS split_groups,
            NULLIF(keys.split_weights, '{}') AS split_weights,
            NULLIF(keys.routes, '{}') AS routes, keys.max_budget, keys.rpm_limit, keys.tpm_limit,
            keys.max_parallel_requests, keys.budget_duration, keys.soft_budget,
            keys.temp_budget_increase, keys.temp_budget_expiry, keys.budget_id, keys.blocked, keys.expires_at, keys.former_hash,
            keys.former_until, NULLIF(keys.tags, '{}') AS tags,
            CAST(keys.router_settings AS text) AS router_settings, keys.stays,
            keys.trusts_tags, CAST(keys.extras AS text) AS extras, keys.created_at,
            keys.updated_at, users.role AS owner_role,
            NULLIF(users.models, '{}') AS owner_models,
            users.max_budget AS owner_max_budget, users.rpm_limit AS owner_rpm_limit,
            users.tpm_limit AS owner_tpm_limit,
            users.max_parallel_requests AS owner_max_parallel_requests,
            users.budget_duration AS owner_budget_duration,
            users.soft_budget AS owner_soft_budget,
            users.temp_budget_increase AS owner_temp_budget_increase,
            users.temp_budget_expiry AS owner_temp_budget_expiry,
            """
                    + ModelLimits.columns("keys");

    private KeyColumns() {}

    /** A row as a key. */
    static Key key(DbRow row) {
        String team = Columns.textOrNull(row, "team_id");
        return new Key(
                new Key.Hash(Columns.text(row, "hash")),
                Columns.text(row, "public_id"),
                Columns.text(row, "label"),
                Columns.textOrNull(row, "name"),
                team == null ? null : new Team.Id(team),
                owner(row),
                Columns.models(row),
                Columns.aliases(row),
                new RouteList(Columns.texts(row, "routes")),
                Columns.limits(row)
                        .withParts(ModelLimits.read(row))
                        .under(Columns.textOrNull(row, "budget_id")),
                Columns.flag(row, "blocked"),
                Columns.instantOrNull(row, "expires_at"),
                former(row),
                Columns.routing(row, List.of()),
                Columns.extras(row),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "updated_at"));
    }

    private static Key.@Nullable Owner owner(DbRow row) {
        String user = Columns.textOrNull(row, "user_id");
        if (user == null) {
            return null;
        }
        User.Id id = new User.Id(user);
        String role = Columns.textOrNull(row, "owner_role");
        return role == null
                ? Key.Owner.stranger(id)
                : new Key.Owner(
                        id,
                        UserRows.role(role),
                        new ModelList(Columns.texts(row, "owner_models")),
                        Columns.limits(row, "owner_"));
    }

    private static Key.@Nullable Former former(DbRow row) {
        String hash = Columns.textOrNull(row, "former_hash");
        Instant until = Columns.instantOrNull(row, "former_until");
        return hash == null || until == null ? null : new Key.Former(new Key.Hash(hash), until);
    }
}
