package dev.signalbox.persistence.counters;

import dev.signalbox.application.driven.money.Counters.Gauge;
import dev.signalbox.application.driven.money.Counters.Given;
import dev.signalbox.application.driven.money.Counters.Holding;
import dev.signalbox.application.driven.money.Counters.Wish;
import dev.signalbox.domain.limits.Window;
import dev.signalbox.domain.quota.Allowance;
import dev.signalbox.domain.quota.Measure;
import dev.signalbox.persistence.rows.Columns;

import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;
import io.helidon.dbclient.DbStatementGet;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/**
 * What is said to the functions of {@code V010__counters.sql} and {@code V014__budget_notices.sql},
 * and what they say.
 */
final class GrantRows {

    private static final String TAKE =
            """
            SELECT * FROM take_grant(:meter, :measure, CAST(:starts AS timestamptz),
                CAST(:ends AS timestamptz), CAST(:replica AS uuid), :turn, :held, :most, :need,
                :urgent, :liked, CAST(nullif(:asked, '') AS timestamptz))
            """;

    private static final String TAKE_TOLD =
            """
            SELECT * FROM take_told_grant(:meter, :measure, CAST(:starts AS timestamptz),
                CAST(:ends AS timestamptz), CAST(:replica AS uuid), :turn, :held, :most, :need,
                :urgent, :liked, CAST(nullif(:asked, '') AS timestamptz),
                nullif(:bound, -1), nullif(:soft, -1))
            """;

    private static final String REPORT =
            "SELECT report_grant(:meter, CAST(:replica AS uuid), :turn, :held) AS announced";

    private static final String LIVES = "SELECT replica_lives(CAST(:replica AS uuid)) AS at";

    /** The functions' word for what is not known, or not there. */
    private static final long UNKNOWN = -1;

    private GrantRows() {}

    /** Takes a part of an allowance. */
    static Given take(DbExecute sql, PostgresCounters.Self self, Wish wish) {
        boolean told = self.told() && wish.gauge().measure() == Measure.MONEY;
        DbStatementGet statement =
                told
                        ? sql.createNamedGet("take-told-grant", TAKE_TOLD)
                                .addParam(
                                        "bound",
                                        wish.most() < Allowance.UNBOUND ? wish.most() : UNKNOWN)
                                .addParam("soft", known(wish.soft()))
                        : sql.createNamedGet("take-grant", TAKE);
        Gauge gauge = wish.gauge();
        Window.Span span = gauge.span();
        return statement
                .addParam("meter", gauge.id())
                .addParam("measure", gauge.measure().word())
                .addParam("starts", span == null ? "-infinity" : span.start().toString())
                .addParam("ends", span == null ? "infinity" : span.end().toString())
                .addParam("replica", self.replica().toString())
                .addParam("turn", wish.holding().turn())
                .addParam("held", known(wish.holding().held()))
                .addParam("most", wish.most())
                .addParam("need", wish.need())
                .addParam("urgent", wish.urgent())
                .addParam("liked", wish.liked())
                .addParam("asked", wish.asked() == null ? "" : wish.asked().toString())
                .execute()
                .map(GrantRows::given)
                .orElseThrow();
    }

    /** Says how much a replica has of a meter, and whether somebody who waits was told so. */
    static boolean report(DbExecute sql, UUID replica, Holding holding) {
        return sql.createNamedGet("report-grant", REPORT)
                .addParam("meter", holding.meter())
                .addParam("replica", replica.toString())
                .addParam("turn", holding.turn())
                .addParam("held", known(holding.held()))
                .execute()
                .map(row -> Columns.flag(row, "announced"))
                .orElseThrow();
    }

    /** Says that a replica lives; the present moment. */
    static Instant lives(DbExecute sql, UUID replica) {
        return sql.createNamedGet("replica-lives", LIVES)
                .addParam("replica", replica.toString())
                .execute()
                .map(row -> Columns.instant(row, "at"))
                .orElseThrow();
    }

    private static long known(@Nullable Long number) {
        return number == null ? UNKNOWN : number;
    }

    private static Given given(DbRow row) {
        return new Given(
                kind(Columns.text(row, "outcome")),
                Columns.number(row, "held"),
                Columns.number(row, "granted"),
                Columns.number(row, "used"),
                Columns.instant(row, "at"));
    }

    private static Given.Kind kind(String word) {
        return switch (word) {
            case "granted" -> Given.Kind.GRANTED;
            case "others_asked" -> Given.Kind.OTHERS_ASKED;
            case "refused" -> Given.Kind.REFUSED;
            case "not_now" -> Given.Kind.NOT_NOW;
            default -> throw new IllegalStateException("a grant cannot be " + word);
        };
    }
}
