package dev.signalbox.persistence.rows;

import dev.signalbox.domain.access.User;

import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;
import io.helidon.dbclient.DbStatementDml;

import java.util.Optional;

/** Users as rows. */
public final class UserRows {

    /** Every user, or a part of them if a condition is added. */
    static final String SELECT =
            """
            SELECT id, email, name, role, models, max_budget, rpm_limit, tpm_limit,
                max_parallel_requests, budget_duration, soft_budget, temp_budget_increase,
                temp_budget_expiry, extras, created_at, updated_at
            FROM users
            """;

    private static final String PUT =
            """
            INSERT INTO users (id, email, name, role, models, max_budget, rpm_limit, tpm_limit,
                max_parallel_requests, budget_duration, soft_budget, temp_budget_increase,
                temp_budget_expiry, extras, created_at, updated_at)
            VALUES (:id, :email, :name, :role, :models, :max_budget, :rpm_limit, :tpm_limit,
                :max_parallel_requests, :budget_duration, :soft_budget, :temp_budget_increase,
                :temp_budget_expiry, :extras, :createdAt, :updatedAt)
            ON CONFLICT (id) DO UPDATE SET
                email = EXCLUDED.email,
                name = EXCLUDED.name,
                role = EXCLUDED.role,
                models = EXCLUDED.models,
                max_budget = EXCLUDED.max_budget,
                rpm_limit = EXCLUDED.rpm_limit,
                tpm_limit = EXCLUDED.tpm_limit,
                max_parallel_requests = EXCLUDED.max_parallel_requests,
                budget_duration = EXCLUDED.budget_duration,
                soft_budget = EXCLUDED.soft_budget,
                temp_budget_increase = EXCLUDED.temp_budget_increase,
                temp_budget_expiry = EXCLUDED.temp_budget_expiry,
                extras = EXCLUDED.extras,
                updated_at = EXCLUDED.updated_at
            """;

    private UserRows() {}

    /** The user of an id. */
    public static Optional<User> one(DbExecute sql, User.Id id) {
        return sql.createNamedGet("user", SELECT + "WHERE id = :id")
                .addParam("id", id.text())
                .execute()
                .map(UserRows::user);
    }

    /** The first user with an e-mail address, capital or not. */
    public static Optional<User> at(DbExecute sql, String email) {
        return sql.createNamedGet(
                        "user-at",
                        SELECT
                                + "WHERE lower(email) = lower(:email) ORDER BY created_at, id"
                                + " LIMIT 1")
                .addParam("email", email)
                .execute()
                .map(UserRows::user);
    }

    /** Writes a user, new or changed. */
    public static void put(DbExecute sql, User user) {
        DbStatementDml statement =
                sql.createNamedDmlStatement("put-user", PUT)
                        .addParam("id", user.id().text())
                        .addParam("email", user.email())
                        .addParam("name", user.name())
                        .addParam("role", user.role().word())
                        .addParam("models", (Object) Columns.array(user.models().entries()))
                        .addParam("extras", user.extras().text())
                        .addParam("createdAt", Columns.time(user.createdAt()))
                        .addParam("updatedAt", Columns.time(user.updatedAt()));
        Columns.addLimits(statement, user.limits()).execute();
    }

    /** Deletes it, if it is there. */
    public static void remove(DbExecute sql, User.Id id) {
        sql.createNamedDmlStatement("remove-user", "DELETE FROM users WHERE id = :id")
                .addParam("id", id.text())
                .execute();
    }

    /** A row as a user. */
    static User user(DbRow row) {
        return new User(
                new User.Id(Columns.text(row, "id")),
                Columns.textOrNull(row, "email"),
                Columns.textOrNull(row, "name"),
                role(Columns.text(row, "role")),
                Columns.models(row),
                Columns.limits(row),
                Columns.extras(row),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "updated_at"));
    }

    /**
     * A role by its name in the column; what a newer version may write there has no rights here.
     */
    static User.Role role(String word) {
        User.Role role = User.Role.of(word);
        return role == null ? User.Role.MEMBER_VIEWER : role;
    }
}
