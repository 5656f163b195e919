package dev.signalbox.persistence.ledger.reading;

import dev.signalbox.application.driven.money.SpendReports;
import dev.signalbox.application.ledger.Dimension;
import dev.signalbox.application.ledger.LedgerRow;
import dev.signalbox.application.ledger.Sum;
import dev.signalbox.application.ledger.Sum.Spend;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.persistence.contact.DatabaseUrl;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Reports from PostgreSQL. Rows are found by an index of each day's part, newest day first, so that
 * a page costs what is on it; sums are of what is summed up already. Whoever opens it closes it.
 */
public final class PostgresSpendReports implements SpendReports, AutoCloseable {

    private static final String MEASURES =
            "sum(requests)::bigint AS requests, sum(successes)::bigint AS successes,"
                    + " sum(failures)::bigint AS failures, sum(prompt)::bigint AS prompt,"
                    + " sum(completion)::bigint AS completion, sum(cached)::bigint AS cached,"
                    + " sum(reasoning)::bigint AS reasoning, sum(cost)::bigint AS cost";

    private final LedgerDesk desk;

    private PostgresSpendReports(LedgerDesk desk) {
        this.desk = desk;
    }

    /** Over a few connections of its own to a database that may be away. */
    public static PostgresSpendReports over(DatabaseUrl url) {
        return new PostgresSpendReports(new LedgerDesk(url));
    }

    @Override
    public List<LedgerRow> rows(RowFilter filter, @Nullable UUID before, int most) {
        Sql sql = new Sql("SELECT " + LedgerRows.COLUMNS + " FROM ledger l WHERE true");
        if (before != null) {
            sql.add(" AND (l.day, l.id) < (uuid_day(?::uuid)", before.toString());
            sql.add(", ?::uuid)", before.toString());
            sql.add(" AND l.day <= uuid_day(?::uuid)", before.toString());
        }
        Instant from = filter.from();
        if (from != null) {
            sql.add(" AND l.id >= ?::uuid", firstId(from));
            sql.add(" AND l.day >= ?::date", day(from));
        }
        Instant to = filter.to();
        if (to != null) {
            sql.add(" AND l.id < ?::uuid", firstId(to));
            sql.add(" AND l.day <= ?::date", day(to));
        }
        equal(sql, "l.key", filter.key());
        equal(sql, "l.team", filter.team());
        equal(sql, "l.user_id", filter.user());
        equal(sql, "l.end_user", filter.endUser());
        equal(sql, "l.call", filter.call());
        if (filter.tag() != null) {
            sql.add(" AND l.tags <> '{}' AND l.tags @> ?::text[]", List.of(filter.tag()));
        }
        if (filter.status() != null) {
            // As a word and not as a value: an index for those that are not well is chosen by it.
            sql.add(" AND l.status = '" + filter.status().word() + "'");
        }
        sql.add(" ORDER BY l.day DESC, l.id DESC LIMIT " + most);
        return desk.ask(sql, LedgerRows::read);
    }

    @Override
    public List<Sum> sums(Question question) {
        List<String> apart = question.apart().stream().map(PostgresSpendReports::ordered).toList();
        String groups = apart.stream().map(one -> one + ", ").collect(Collectors.joining());
        Sql sql = new Sql("SELECT " + groups + MEASURES);
        sql.add(" FROM daily_spend WHERE facet = '" + Facet.of(question).word() + "'");
        sql.add(" AND day >= ?::date", question.from().toString());
        sql.add(" AND day <= ?::date", question.to().toString());
        question.only().forEach((one, values) -> only(sql, column(one), values));
        String all = String.join(", ", apart);
        if (!question.part().after().isEmpty()) {
            goOn(sql, all, question);
        }
        sql.add(apart.isEmpty() ? "" : " GROUP BY " + all);
        sql.add(" HAVING sum(requests) > 0 OR sum(cost) <> 0");
        sql.add(apart.isEmpty() ? "" : " ORDER BY " + all);
        sql.add(" LIMIT " + question.part().most());
        return desk.ask(sql, row -> sum(question.apart(), row));
    }

    /** One is not said as one of several: an index goes on in its order behind one only. */
    private static void only(Sql sql, String column, Set<String> values) {
        if (values.size() == 1) {
            equal(sql, column, values.iterator().next());
        } else {
            sql.add(" AND " + column + " = ANY (?)", values);
        }
    }

    /** In one comparison, which an index that has this order begins with. */
    private static void goOn(Sql sql, String all, Question question) {
        List<String> after = question.part().after();
        String before = " AND (" + all + ") > (";
        for (int i = 0; i < after.size(); i++) {
            boolean day = question.apart().get(i) == Dimension.DAY;
            sql.add(before + (day ? "?::date" : "?"), after.get(i));
            before = ", ";
        }
        sql.add(")");
    }

    @Override
    public Map<String, NanoUsd> spent(Subject subject, Collection<String> ids) {
        Sql sql = new Sql("SELECT id, cost FROM spend_totals WHERE kind = '" + word(subject) + "'");
        sql.add(" AND slot IN (SELECT md5(wanted)::uuid FROM unnest(?) AS wanted)", ids);
        Map<String, NanoUsd> spent = new HashMap<>();
        desk.ask(sql, row -> Map.entry(row.getString(1), new NanoUsd(row.getLong(2))))
                .forEach(one -> spent.put(one.getKey(), one.getValue()));
        return spent;
    }

    @Override
    public void close() {
        desk.close();
    }

    private static void equal(Sql sql, String column, @Nullable String value) {
        if (value != null) {
            sql.add(" AND " + column + " = ?", value);
        }
    }

    /** The lowest id of that moment; ids of version 7 begin with their time. */
    private static String firstId(Instant moment) {
        return new UUID(moment.toEpochMilli() << Short.SIZE, 0).toString();
    }

    private static String day(Instant moment) {
        return moment.atZone(ZoneOffset.UTC).toLocalDate().toString();
    }

    /** What sums are put in order by; a null is neither before nor behind anything. */
    private static String ordered(Dimension dimension) {
        String column = column(dimension);
        return mayBeNobodys(dimension) ? "coalesce(" + column + ", '')" : column;
    }

    /** Neither teams nor users have an empty id. */
    private static boolean mayBeNobodys(Dimension dimension) {
        return dimension == Dimension.TEAM || dimension == Dimension.USER;
    }

    private static String column(Dimension dimension) {
        return switch (dimension) {
            case DAY -> "day";
            case KEY -> "key";
            case TEAM -> "team";
            case USER -> "user_id";
            case END_USER, TAG -> "subject";
            case GROUP -> "model_group";
            case MODEL -> "model";
            case PROVIDER -> "provider";
        };
    }

    private static String word(Subject subject) {
        return switch (subject) {
            case KEY -> "key";
            case TEAM -> "team";
            case USER -> "user";
            case END_USER -> "end_user";
            case TAG -> "tag";
            case MODEL -> "model";
        };
    }

    private static Sum sum(List<Dimension> apart, ResultSet row) throws SQLException {
        Map<Dimension, String> of = new EnumMap<>(Dimension.class);
        for (int i = 0; i < apart.size(); i++) {
            String value = row.getString(i + 1);
            if (value != null && !(value.isEmpty() && mayBeNobodys(apart.get(i)))) {
                of.put(apart.get(i), value);
            }
        }
        return new Sum(
                of,
                new Spend(
                        row.getLong("requests"),
                        row.getLong("successes"),
                        row.getLong("failures"),
                        row.getLong("prompt"),
                        row.getLong("completion"),
                        row.getLong("cached"),
                        row.getLong("reasoning"),
                        new NanoUsd(row.getLong("cost"))));
    }
}
