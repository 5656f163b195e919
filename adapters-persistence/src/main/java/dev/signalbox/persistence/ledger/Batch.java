package dev.signalbox.persistence.ledger;

import dev.signalbox.application.ledger.Intent;
import dev.signalbox.application.ledger.Receipt;
import dev.signalbox.persistence.journal.Entry;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Entries of the journal as rows of the ledger, all in one statement: one array a column. */
final class Batch {

    private static final List<Column> COLUMNS =
            List.of(
                    new Column("date", entry -> day(id(entry)).toString()),
                    new Column("uuid", entry -> id(entry).toString()),
                    new Column("text", entry -> "call"),
                    new Column("uuid", entry -> null),
                    new Column("timestamptz", entry -> moment(intent(entry).at())),
                    new Column("text", entry -> intent(entry).call()),
                    new Column("integer", entry -> Integer.toString(intent(entry).attempt())),
                    new Column("text", entry -> payer(entry).key()),
                    new Column("text", entry -> payer(entry).keyName()),
                    new Column("text", entry -> payer(entry).team()),
                    new Column("text", entry -> payer(entry).user()),
                    new Column("text", entry -> payer(entry).endUser()),
                    new Column("text[]", entry -> literal(payer(entry).tags())),
                    new Column("text", entry -> target(entry).asked()),
                    new Column("text", entry -> target(entry).group()),
                    new Column("text", entry -> target(entry).deployment()),
                    new Column("text", entry -> target(entry).provider()),
                    new Column("text", entry -> target(entry).model()),
                    new Column("text", entry -> target(entry).endpoint()),
                    new Column("text", entry -> target(entry).address()),
                    new Column("boolean", entry -> Boolean.toString(target(entry).streamed())),
                    new Column("text", entry -> entry.receipt().status().word()),
                    new Column("text", entry -> entry.receipt().error()),
                    number(receipt -> receipt.usage().prompt()),
                    number(receipt -> receipt.usage().completion()),
                    number(receipt -> receipt.usage().cached()),
                    number(receipt -> receipt.usage().reasoning()),
                    new Column("boolean", entry -> Boolean.toString(entry.receipt().estimated())),
                    number(receipt -> receipt.intent().reserved().amount()),
                    number(receipt -> receipt.cost().amount()),
                    new Column("text", entry -> entry.receipt().price()),
                    new Column("bigint", entry -> nanos(entry.receipt().first())),
                    new Column("bigint", entry -> nanos(entry.receipt().took())),
                    new Column("text[]", entry -> literal(intent(entry).meters())),
                    new Column("uuid", entry -> entry.replica().toString()));

    private static final String TAKE =
            "SELECT ledger_take(array_agg(ROW(%s)::ledger_entry)) FROM unnest(%s) AS t(%s)"
                    .formatted(
                            numbered(i -> "c" + i + "::" + COLUMNS.get(i).type),
                            numbered(i -> "?::text[]"),
                            numbered(i -> "c" + i));

    private Batch() {}

    /** How a column is written; every value goes as a text. */
    private record Column(String type, Function<Entry, @Nullable String> value) {}

    /**
     * Puts them into the ledger and into all sums; those that are there already count for nothing.
     *
     * @return how many were not there yet
     */
    static long take(Connection connection, List<Entry> entries) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TAKE)) {
            for (int i = 0; i < COLUMNS.size(); i++) {
                Column column = COLUMNS.get(i);
                String[] values =
                        entries.stream()
                                .map(entry -> storable(column.value.apply(entry)))
                                .toArray(String[]::new);
                statement.setArray(i + 1, connection.createArrayOf("text", values));
            }
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    /** The day of a row: that of the time in its id, in UTC. */
    static LocalDate day(UUID id) {
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> Short.SIZE)
                .atZone(ZoneOffset.UTC)
                .toLocalDate();
    }

    /** The day of an entry's row. */
    static LocalDate day(Entry entry) {
        return day(id(entry));
    }

    /** Texts as PostgreSQL writes an array of them. */
    static String literal(List<String> texts) {
        return texts.stream()
                .map(text -> '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** PostgreSQL's texts have no null character; callers' may. */
    private static @Nullable String storable(@Nullable String text) {
        return text == null || text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
    }

    private static Column number(Function<Receipt, Long> value) {
        return new Column("bigint", entry -> value.apply(entry.receipt()).toString());
    }

    private static UUID id(Entry entry) {
        return intent(entry).id();
    }

    private static Intent intent(Entry entry) {
        return entry.receipt().intent();
    }

    private static Intent.Payer payer(Entry entry) {
        return intent(entry).payer();
    }

    private static Intent.Target target(Entry entry) {
        return intent(entry).target();
    }

    private static String moment(Instant moment) {
        return moment.truncatedTo(ChronoUnit.MICROS).toString();
    }

    private static @Nullable String nanos(@Nullable Duration duration) {
        return duration == null ? null : Long.toString(duration.toNanos());
    }

    private static String numbered(Function<Integer, String> word) {
        return IntStream.range(0, COLUMNS.size())
                .mapToObj(word::apply)
                .collect(Collectors.joining(", "));
    }
}
