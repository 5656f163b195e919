package dev.signalbox.http.admin.spend;

import dev.signalbox.application.driving.admin.spend.ReadSpend;
import dev.signalbox.application.driving.admin.spend.ReadSpend.Marks;
import dev.signalbox.application.driving.admin.spend.ReadSpend.Page;
import dev.signalbox.application.driving.admin.spend.ReadSpend.Stretch;
import dev.signalbox.application.ledger.Dimension;
import dev.signalbox.application.ledger.Receipt;
import dev.signalbox.http.admin.AdminErrors;
import dev.signalbox.http.admin.Asked;
import dev.signalbox.http.admin.Desk;
import dev.signalbox.http.admin.Report;
import dev.signalbox.http.admin.form.Form;
import dev.signalbox.http.exchange.Checked;
import dev.signalbox.http.exchange.Exchange;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** The ledger is looked at row by row over HTTP. Safe for many threads. */
public final class LogRoutes {

    /** Where an answer that is not all of it says how to go on. */
    static final HeaderName NEXT = HeaderNames.create("x-signalbox-next");

    private static final String CALL = "request_id";
    private static final String PAGE = "page";
    private static final int MOST_ROWS = 10_000;
    private static final int USUAL_ROWS = 100;

    private final ReadSpend spend;
    private final Desk desk;

    public LogRoutes(ReadSpend spend, Desk desk) {
        this.spend = spend;
        this.desk = desk;
    }

    /** {@code /spend/logs}: rows; with days, and unless rows are asked for, a sum for each day. */
    public void logs(Exchange exchange, String variable) {
        desk.report(
                exchange,
                asked -> {
                    Criteria criteria = new Criteria(asked);
                    boolean rows = "false".equalsIgnoreCase(asked.text("summarize"));
                    return criteria.namesDays() && asked.text(CALL) == null && !rows
                            ? days(asked, criteria)
                            : rows(asked, criteria);
                });
    }

    /** {@code /spend/logs/v2}: page by page. */
    public void page(Exchange exchange, String variable) {
        desk.report(
                exchange,
                asked -> {
                    Criteria criteria = new Criteria(asked);
                    int size = (int) asked.number("page_size", 1, 1_000, 50);
                    int page = (int) asked.number(PAGE, 1, Integer.MAX_VALUE, 1);
                    if ((long) page * size > MOST_ROWS) {
                        throw Form.Wrong.field(
                                PAGE,
                                "Pages go as far as the first "
                                        + MOST_ROWS
                                        + " rows. Send `next` of an answer as `before` to go on.");
                    }
                    Stretch stretch = stretch(asked, criteria, page * size);
                    return AdminErrors.checked(spend.rows(asked.actor(), stretch))
                            .then(
                                    rows ->
                                            total(asked, criteria, stretch)
                                                    .map(
                                                            total ->
                                                                    new LogAnswers.Paged(
                                                                            rows,
                                                                            page,
                                                                            size,
                                                                            total.orNull())));
                });
    }

    private Checked<Report> days(Asked asked, Criteria criteria) {
        return AdminErrors.checked(
                        spend.sums(
                                asked.actor(),
                                criteria.named(criteria.whose()),
                                Page.all(
                                        List.of(
                                                Dimension.DAY,
                                                Dimension.KEY,
                                                Dimension.USER,
                                                Dimension.GROUP))))
                .map(sums -> new ReportAnswers.Summary(SumRoutes.noted(asked, sums)));
    }

    private Checked<Report> rows(Asked asked, Criteria criteria) {
        int most = (int) asked.number("limit", 1, MOST_ROWS, USUAL_ROWS);
        return AdminErrors.checked(spend.rows(asked.actor(), stretch(asked, criteria, most)))
                .map(
                        rows -> {
                            UUID next = rows.next();
                            if (next != null) {
                                asked.exchange().note(NEXT, next.toString());
                            }
                            return new LogAnswers.Plain(rows);
                        });
    }

    /** A number of rows, or none if it would be dear to count them. */
    private record Total(@Nullable Long rows) {
        @Nullable Long orNull() {
            return rows;
        }
    }

    private Checked<Total> total(Asked asked, Criteria criteria, Stretch stretch) {
        if (!stretch.marks().equals(Marks.ANY) || !criteria.namesWholeDays()) {
            return Checked.good(new Total(null));
        }
        return AdminErrors.checked(
                        spend.sums(
                                asked.actor(),
                                criteria.sinceEver(criteria.whose()),
                                Page.all(List.of())))
                .map(
                        sums ->
                                new Total(
                                        sums.sums().stream()
                                                .mapToLong(sum -> sum.spend().requests())
                                                .sum()));
    }

    private static Stretch stretch(Asked asked, Criteria criteria, int most) {
        return new Stretch(
                criteria.whose(),
                criteria.from(),
                criteria.to(),
                new Marks(
                        asked.text(CALL), asked.text("end_user"), asked.text("tag"), status(asked)),
                before(asked),
                most);
    }

    private static @Nullable UUID before(Asked asked) {
        String text = asked.text("before");
        try {
            return text == null ? null : UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw Form.Wrong.field("before", "The parameter before is the id of a row.");
        }
    }

    private static Receipt.@Nullable Status status(Asked asked) {
        String word = asked.text("status_filter");
        if (word == null) {
            return null;
        }
        for (Receipt.Status status : Receipt.Status.values()) {
            if (status.word().equals(word)) {
                return status;
            }
        }
        throw Form.Wrong.field(
                "status_filter",
                "A status is one of "
                        + Arrays.stream(Receipt.Status.values())
                                .map(Receipt.Status::word)
                                .collect(Collectors.joining(", "))
                        + ".");
    }
}
