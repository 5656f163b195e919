package dev.signalbox.persistence.rows;

import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.ModelList;
import dev.signalbox.domain.access.RouteList;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.limits.Limit;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.limits.Window;

import io.helidon.dbclient.DbRow;
import io.helidon.dbclient.DbStatementDml;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
            keys.temp_budget_increase, keys.temp_budget_expiry, keys.blocked, keys.expires_at, keys.former_hash,
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
                    + Models.ALL;

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
                Columns.limits(row).withParts(Models.read(row)),
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

    /** The bounds for single models of a key, in five columns of the same length. */
    static final class Models {

        /** As they stand behind a SELECT. */
        static final String ALL =
                """
                NULLIF(keys.model_names, '{}') AS model_names,
                NULLIF(keys.model_budgets, '{}') AS model_budgets,
                NULLIF(keys.model_durations, '{}') AS model_durations,
                NULLIF(keys.model_rpm_limits, '{}') AS model_rpm_limits,
                NULLIF(keys.model_tpm_limits, '{}') AS model_tpm_limits
                """;

        private Models() {}

        /** By the models' names. */
        static Map<String, Limits> read(DbRow row) {
            List<String> names = Columns.texts(row, "model_names");
            List<String> budgets = Columns.texts(row, "model_budgets");
            List<String> durations = Columns.texts(row, "model_durations");
            List<String> rpms = Columns.texts(row, "model_rpm_limits");
            List<String> tpms = Columns.texts(row, "model_tpm_limits");
            Map<String, Limits> models = new HashMap<>();
            for (int i = 0; i < names.size(); i++) {
                models.put(
                        names.get(i),
                        Limits.NONE
                                .with(Limit.MAX_BUDGET, number(budgets.get(i)))
                                .with(Limit.RPM, number(rpms.get(i)))
                                .with(Limit.TPM, number(tpms.get(i)))
                                .every(Window.parse(durations.get(i), ZoneOffset.UTC)));
            }
            models.values().removeIf(bounds -> bounds.values().isEmpty());
            return models;
        }

        /** Adds their values to a statement. */
        static DbStatementDml add(DbStatementDml statement, Map<String, Limits> models) {
            List<String> budgets = new ArrayList<>();
            List<String> durations = new ArrayList<>();
            List<String> rpms = new ArrayList<>();
            List<String> tpms = new ArrayList<>();
            TreeMap<String, Limits> sorted = new TreeMap<>(models);
            for (Limits limits : sorted.values()) {
                Window window = limits.window();
                budgets.add(text(limits.of(Limit.MAX_BUDGET)));
                durations.add(window == null ? "" : window.toString());
                rpms.add(text(limits.of(Limit.RPM)));
                tpms.add(text(limits.of(Limit.TPM)));
            }
            return statement
                    .addParam("modelNames", (Object) sorted.keySet().toArray(String[]::new))
                    .addParam("modelBudgets", (Object) Columns.array(budgets))
                    .addParam("modelDurations", (Object) Columns.array(durations))
                    .addParam("modelRpms", (Object) Columns.array(rpms))
                    .addParam("modelTpms", (Object) Columns.array(tpms));
        }

        private static @Nullable BigDecimal number(String text) {
            return text.isEmpty() ? null : new BigDecimal(text);
        }

        private static String text(@Nullable BigDecimal number) {
            return number == null ? "" : number.toPlainString();
        }
    }
}
