package dev.signalbox.persistence.ledger.reading;

import dev.signalbox.application.driven.money.SpendCorrections;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.persistence.contact.DatabaseUrl;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Corrections in PostgreSQL, which reach all sums as rows of questions do. */
public final class PostgresSpendCorrections implements SpendCorrections, AutoCloseable {

    private static final String READING =
            "SET TRANSACTION READ ONLY; SET LOCAL statement_timeout = '30s'";

    /** One at a time, so that each finds what the others have charged. */
    private static final String WRITING =
            "SET LOCAL synchronous_commit = on; SET LOCAL lock_timeout = '60s';"
                    + " SET LOCAL statement_timeout = '120s';"
                    + " SELECT pg_advisory_xact_lock("
                    + "hashtextextended(current_schema() || '.corrections', 0))";

    private static final String CORRECTED =
            """
            SELECT coalesce(sum(cost), 0)::bigint AS cost, count(*) AS number,
                (array_agg(price ORDER BY at DESC, id DESC))[1] AS price
            FROM ledger one WHERE one.day = l.day AND one.corrects = l.id
            """;

    private static final String QUESTIONS =
            "SELECT "
                    + LedgerRows.COLUMNS
                    + """
                    , l.cost + c.cost AS charged, coalesce(c.price, l.price) AS charged_price
                    FROM (SELECT * FROM ledger
                          WHERE kind = 'call' AND id < ?::uuid AND day <= ?::date
                    """;

    /**
     * The moment of a correction is that at which it is made; its id stands next to the row's, and
     * is another one when a price comes back that was charged before. A budget whose window is over
     * and forgotten does not come back.
     */
    private static final String CORRECT =
            """
            SELECT coalesce(ledger_take(array_agg(ROW(l.day, correction_id(l.id,
                    CASE c.number WHEN 0 THEN w.price ELSE w.price || ' ' || c.number END),
                'correction', l.id, clock_timestamp(), l.call, l.attempt, l.key, l.key_name, l.team,
                l.user_id, l.end_user, l.tags, l.asked, l.model_group, l.deployment, l.provider,
                l.model, l.endpoint, l.address, l.streamed, l.status, l.error, 0, 0, 0, 0,
                l.estimated, 0, w.cost - l.cost - c.cost, w.price, l.first_nanos, l.took_nanos,
                ARRAY(SELECT meter FROM unnest(l.meters) AS meter
                    WHERE EXISTS (SELECT FROM meters WHERE meters.id = meter)),
                l.replica)::ledger_entry)), 0)
            FROM (SELECT id::uuid AS id, cost::bigint AS cost, price
                  FROM unnest(?::text[], ?::text[], ?::text[]) AS t(id, cost, price)) AS w
            JOIN ledger l ON l.day = uuid_day(w.id) AND l.id = w.id AND l.kind = 'call'
            CROSS JOIN LATERAL (
            """
                    + CORRECTED
                    + ") AS c WHERE w.cost <> l.cost + c.cost";

    private final LedgerDesk desk;

    private PostgresSpendCorrections(LedgerDesk desk) {
        this.desk = desk;
    }

    /** Over a few connections of its own. Whoever opens it closes it. */
    public static PostgresSpendCorrections over(DatabaseUrl url) {
        return new PostgresSpendCorrections(new LedgerDesk(url));
    }

    @Override
    public List<Charged> charged(Instant from, Instant to, @Nullable UUID after, int most) {
        Sql sql = new Sql(QUESTIONS);
        sql.add("", firstId(to));
        sql.add("", day(to));
        String first = firstId(from);
        boolean further = after != null && after.toString().compareTo(first) > 0;
        String begin = further ? String.valueOf(after) : first;
        sql.add(further ? " AND id > ?::uuid" : " AND id >= ?::uuid", begin);
        sql.add(" AND day >= uuid_day(?::uuid)", begin);
        sql.add(" ORDER BY day, id LIMIT " + most + ") AS l CROSS JOIN LATERAL (");
        sql.add(CORRECTED);
        sql.add(") AS c ORDER BY l.day, l.id");
        return desk.inTransaction(READING, connection -> charged(connection, sql));
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

    private static List<Charged> charged(Connection connection, Sql sql) throws SQLException {
        List<Charged> charged = new ArrayList<>();
        try (PreparedStatement statement = sql.prepared(connection);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                charged.add(
                        new Charged(
                                LedgerRows.receipt(row),
                                new NanoUsd(row.getLong("charged")),
                                row.getString("charged_price")));
            }
        }
        return charged;
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
