package dev.signalbox.persistence.ledger.reading;

import dev.signalbox.application.driven.money.SpendCorrections;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.persistence.contact.DatabaseUrl;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/** Corrections in PostgreSQL, which reach all sums as rows of questions do. */
public final class PostgresSpendCorrections implements SpendCorrections, AutoCloseable {

    private static final int FETCHED_AT_ONCE = 1000;

    private static final String READING =
            "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;"
                    + " SET LOCAL statement_timeout = '300s'";

    /** One at a time, so that each finds what the others have charged. */
    private static final String WRITING =
            "SET LOCAL synchronous_commit = on; SET LOCAL lock_timeout = '60s';"
                    + " SET LOCAL statement_timeout = '120s';"
                    + " SELECT pg_advisory_xact_lock("
                    + "hashtextextended(current_schema() || '.corrections', 0))";

    private static final String EACH =
            "SELECT "
                    + LedgerRows.COLUMNS
                    + """
                    , l.cost + coalesce(c.cost, 0) AS charged,
                        coalesce(c.price, l.price) AS charged_price
                    FROM ledger l
                    LEFT JOIN LATERAL (
                        SELECT sum(cost)::bigint AS cost,
                            (array_agg(price ORDER BY at DESC, id DESC))[1] AS price
                        FROM ledger one WHERE one.day = l.day AND one.corrects = l.id) c ON true
                    WHERE l.kind = 'call' AND l.day >= ?::date AND l.day <= ?::date
                        AND l.id >= ?::uuid AND l.id < ?::uuid
                    ORDER BY l.day, l.id
                    """;

    /** The moment of a correction is that at which it is made; its id stands next to the row's. */
    private static final String CORRECT =
            """
            SELECT coalesce(ledger_take(array_agg(ROW(l.day, correction_id(l.id, w.price),
                'correction', l.id, clock_timestamp(), l.call, l.attempt, l.key, l.key_name, l.team,
                l.user_id, l.end_user, l.tags, l.asked, l.model_group, l.deployment, l.provider,
                l.model, l.endpoint, l.address, l.streamed, l.status, l.error, 0, 0, 0, 0,
                l.estimated, 0,
                w.cost - l.cost - coalesce((SELECT sum(cost) FROM ledger one
                    WHERE one.day = l.day AND one.corrects = l.id), 0)::bigint,
                w.price, l.first_nanos, l.took_nanos, l.meters, l.replica)::ledger_entry)), 0)
            FROM (SELECT id::uuid AS id, cost::bigint AS cost, price
                  FROM unnest(?::text[], ?::text[], ?::text[]) AS t(id, cost, price)) AS w
            JOIN ledger l ON l.day = uuid_day(w.id) AND l.id = w.id AND l.kind = 'call'
            """;

    private final LedgerDesk desk;

    private PostgresSpendCorrections(LedgerDesk desk) {
        this.desk = desk;
    }

    /** Over a few connections of its own. Whoever opens it closes it. */
    public static PostgresSpendCorrections over(DatabaseUrl url) {
        return new PostgresSpendCorrections(new LedgerDesk(url));
    }

    @Override
    public void each(Instant from, Instant to, Consumer<Charged> told) {
        Sql sql = new Sql(EACH);
        sql.add("", day(from));
        sql.add("", day(to));
        sql.add("", firstId(from));
        sql.add("", firstId(to));
        boolean unused = desk.inTransaction(READING, connection -> each(connection, sql, told));
    }

    @Override
    public int correct(List<Correction> corrections) {
        if (corrections.isEmpty()) {
            return 0;
        }
        if (corrections.stream().map(Correction::question).distinct().count()
                < corrections.size()) {
            throw new IllegalArgumentException("a question cannot cost two prices at once");
        }
        Sql sql = new Sql(CORRECT);
        sql.add("", texts(corrections, one -> one.question().toString()));
        sql.add("", texts(corrections, one -> Long.toString(one.cost().amount())));
        sql.add("", texts(corrections, Correction::price));
        return desk.inTransaction(
                WRITING,
                connection -> {
                    try (PreparedStatement statement = sql.prepared(connection);
                            ResultSet row = statement.executeQuery()) {
                        return row.next() ? row.getInt(1) : 0;
                    }
                });
    }

    @Override
    public void close() {
        desk.close();
    }

    private static boolean each(Connection connection, Sql sql, Consumer<Charged> told)
            throws SQLException {
        try (PreparedStatement statement = sql.prepared(connection)) {
            statement.setFetchSize(FETCHED_AT_ONCE);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    told.accept(
                            new Charged(
                                    LedgerRows.receipt(row),
                                    new NanoUsd(row.getLong("charged")),
                                    row.getString("charged_price")));
                }
            }
        }
        return true;
    }

    private static List<String> texts(
            List<Correction> corrections, Function<Correction, String> text) {
        return corrections.stream().map(text).toList();
    }

    private static String day(Instant moment) {
        return moment.atZone(ZoneOffset.UTC).toLocalDate().toString();
    }

    private static String firstId(Instant moment) {
        return new UUID(moment.toEpochMilli() << Short.SIZE, 0).toString();
    }
}
