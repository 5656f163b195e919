package dev.signalbox.persistence.counters;

import dev.signalbox.application.driven.money.BudgetNotices;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.domain.quota.Count;
import dev.signalbox.domain.quota.Holder;
import dev.signalbox.persistence.rows.Columns;

import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * Notices in PostgreSQL, where a trigger makes them when money is added to a meter. Each is taken
 * for a while, by one replica, in a statement of its own: no transaction waits for whoever is told.
 * Safe for many threads.
 */
public final class PostgresNotices implements BudgetNotices {

    private static final String TAKE =
            """
            WITH taken AS (
                UPDATE budget_notices
                SET due = clock_timestamp() + make_interval(secs => :lease), tries = tries + 1
                WHERE id = (
                    SELECT id FROM budget_notices
                    WHERE state = 'waiting' AND due <= clock_timestamp()
                    ORDER BY due LIMIT 1 FOR UPDATE SKIP LOCKED)
                RETURNING *
            )
            SELECT CAST(taken.id AS text) AS id, taken.meter, taken.event, taken.spent,
                taken.bound, taken.soft, taken.at, taken.tries, meters.ends,
                CAST(extract(epoch FROM clock_timestamp() - taken.at) * 1000 AS bigint) AS age
            FROM taken JOIN meters ON meters.id = taken.meter
            """;

    private static final String NAMES =
            """
            SELECT k.hash, k.name AS key_name, meant.user_id, u.email, meant.team_id,
                t.name AS team_name
            FROM (SELECT :key AS key, :user AS user_id, :team AS team_id) AS asked
            LEFT JOIN LATERAL (
                SELECT * FROM keys WHERE public_id = asked.key ORDER BY created_at LIMIT 1
            ) AS k ON asked.key <> ''
            CROSS JOIN LATERAL (
                SELECT coalesce(nullif(asked.user_id, ''), k.user_id) AS user_id,
                    coalesce(nullif(asked.team_id, ''), k.team_id) AS team_id
            ) AS meant
            LEFT JOIN users AS u ON u.id = meant.user_id
            LEFT JOIN teams AS t ON t.id = meant.team_id
            """;

    private static final String END =
            "UPDATE budget_notices SET state = :state WHERE id = CAST(:id AS uuid)";

    private static final String LATER =
            """
            UPDATE budget_notices
            SET due = clock_timestamp() + make_interval(secs => CAST(:millis AS double precision) / 1000)
            WHERE id = CAST(:id AS uuid)
            """;

    private static final String WAITING =
            "SELECT count(*) AS waiting FROM budget_notices WHERE state = 'waiting'";

    private final Questions questions;

    /** Those behind {@code questions}. */
    public PostgresNotices(Questions questions) {
        this.questions = questions;
    }

    @Override
    public Optional<Notice> take() {
        Optional<DbRow> taken =
                questions.ask(
                        sql ->
                                sql.createNamedGet("take-notice", TAKE)
                                        .addParam("lease", LEASE.toSeconds())
                                        .execute());
        return taken.map(
                row -> {
                    Holder holder = Count.holder(Columns.text(row, "meter"));
                    return notice(row, holder, questions.ask(sql -> names(sql, holder)));
                });
    }

    @Override
    public void sent(UUID id) {
        end(id, "sent");
    }

    @Override
    public void giveUp(UUID id) {
        end(id, "given up");
    }

    @Override
    public void later(UUID id, Duration pause) {
        Long unused =
                questions.ask(
                        sql ->
                                sql.createNamedDmlStatement("put-off-notice", LATER)
                                        .addParam("millis", pause.toMillis())
                                        .addParam("id", id.toString())
                                        .execute());
    }

    @Override
    public long waiting() {
        return questions.ask(
                sql ->
                        sql.createNamedGet("waiting-notices", WAITING)
                                .execute()
                                .map(row -> Columns.number(row, "waiting"))
                                .orElseThrow());
    }

    private void end(UUID id, String state) {
        Long unused =
                questions.ask(
                        sql ->
                                sql.createNamedDmlStatement("end-notice", END)
                                        .addParam("state", state)
                                        .addParam("id", id.toString())
                                        .execute());
    }

    private static Names names(DbExecute sql, Holder holder) {
        String first = holder.ids().isEmpty() ? "" : holder.ids().getFirst();
        boolean ofKey =
                holder.level() == Holder.Level.KEY || holder.level() == Holder.Level.KEY_MODEL;
        boolean ofTeam =
                holder.level() == Holder.Level.TEAM || holder.level() == Holder.Level.MEMBER;
        boolean ofUser =
                holder.level() == Holder.Level.USER || holder.level() == Holder.Level.MEMBER;
        return sql.createNamedGet("names-of-notice", NAMES)
                .addParam("key", ofKey ? first : "")
                .addParam("user", ofUser ? holder.ids().getLast() : "")
                .addParam("team", ofTeam ? first : "")
                .execute()
                .map(
                        row ->
                                new Names(
                                        Columns.textOrNull(row, "hash"),
                                        Columns.textOrNull(row, "key_name"),
                                        Columns.textOrNull(row, "user_id"),
                                        Columns.textOrNull(row, "email"),
                                        Columns.textOrNull(row, "team_id"),
                                        Columns.textOrNull(row, "team_name")))
                .orElseThrow();
    }

    private static Notice notice(DbRow row, Holder holder, Names names) {
        return new Notice(
                UUID.fromString(Columns.text(row, "id")),
                event(Columns.text(row, "event")),
                holder,
                new Amounts(
                        new NanoUsd(Columns.number(row, "spent")),
                        money(row, "bound"),
                        money(row, "soft")),
                names,
                Columns.instantOrNull(row, "ends"),
                Columns.instant(row, "at"),
                Duration.ofMillis(Columns.number(row, "age")),
                row.column("tries").get(Integer.class));
    }

    private static @Nullable NanoUsd money(DbRow row, String column) {
        @Nullable Long amount = row.column(column).get(Long.class);
        return amount == null ? null : new NanoUsd(amount);
    }

    private static Event event(String word) {
        return Arrays.stream(Event.values())
                .filter(event -> event.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no event is called " + word));
    }
}
