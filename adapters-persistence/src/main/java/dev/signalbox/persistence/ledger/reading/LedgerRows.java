package dev.signalbox.persistence.ledger.reading;

import dev.signalbox.application.ledger.Intent;
import dev.signalbox.application.ledger.LedgerRow;
import dev.signalbox.application.ledger.Receipt;
import dev.signalbox.application.ledger.Receipt.Status;
import dev.signalbox.domain.limits.Usage;
import dev.signalbox.domain.money.NanoUsd;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Rows of the ledger, as they are read. */
final class LedgerRows {

    /** What {@link #read} needs of a row. */
    static final String COLUMNS =
            "l.id, l.corrects, l.at, l.call, l.attempt, l.key, l.key_name, l.team, l.user_id,"
                    + " l.end_user, l.tags, l.asked, l.model_group, l.deployment, l.provider,"
                    + " l.model, l.endpoint, l.address, l.streamed, l.status, l.error, l.prompt,"
                    + " l.completion, l.cached, l.reasoning, l.estimated, l.reserved, l.cost,"
                    + " l.price, l.first_nanos, l.took_nanos, l.meters";

    private LedgerRows() {}

    static LedgerRow read(ResultSet row) throws SQLException {
        return new LedgerRow(id(row, "id"), receipt(row), row.getObject("corrects", UUID.class));
    }

    static Receipt receipt(ResultSet row) throws SQLException {
        long first = row.getLong("first_nanos");
        Duration firstAfter = row.wasNull() ? null : Duration.ofNanos(first);
        return new Receipt(
                intent(row),
                status(row.getString("status")),
                new Usage(
                        row.getLong("prompt"),
                        row.getLong("completion"),
                        row.getLong("cached"),
                        row.getLong("reasoning")),
                row.getBoolean("estimated"),
                new NanoUsd(row.getLong("cost")),
                row.getString("price"),
                firstAfter,
                Duration.ofNanos(row.getLong("took_nanos")),
                row.getString("error"));
    }

    private static Intent intent(ResultSet row) throws SQLException {
        return new Intent(
                id(row, "id"),
                moment(row, "at"),
                row.getString("call"),
                row.getInt("attempt"),
                new Intent.Payer(
                        row.getString("key"),
                        row.getString("key_name"),
                        row.getString("team"),
                        row.getString("user_id"),
                        row.getString("end_user"),
                        texts(row, "tags")),
                new Intent.Target(
                        row.getString("asked"),
                        row.getString("model_group"),
                        row.getString("deployment"),
                        row.getString("provider"),
                        row.getString("model"),
                        row.getString("endpoint"),
                        row.getString("address"),
                        row.getBoolean("streamed")),
                new NanoUsd(row.getLong("reserved")),
                texts(row, "meters"));
    }

    private static UUID id(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    private static Instant moment(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return Arrays.asList((String[]) row.getArray(column).getArray());
    }

    private static Status status(@Nullable String word) {
        return Arrays.stream(Status.values())
                .filter(status -> status.word().equals(word))
                .findFirst()
                .orElse(Status.UNKNOWN);
    }
}
