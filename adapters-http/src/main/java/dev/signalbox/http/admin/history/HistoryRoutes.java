package dev.signalbox.http.admin.history;

import dev.signalbox.application.driving.admin.ReadHistory;
import dev.signalbox.domain.history.ChainReport;
import dev.signalbox.domain.history.ChangeFilter;
import dev.signalbox.http.admin.AdminErrors;
import dev.signalbox.http.admin.Asked;
import dev.signalbox.http.admin.Desk;
import dev.signalbox.http.exchange.Exchange;

import org.jspecify.annotations.Nullable;

/** What was changed is looked at over HTTP. Safe for many threads. */
public final class HistoryRoutes {

    private static final int MOST_ROWS = 1_000;

    private final ReadHistory history;
    private final Desk desk;
    private final HistoryAnswers answers;

    public HistoryRoutes(ReadHistory history, Desk desk) {
        this.history = history;
        this.desk = desk;
        this.answers = new HistoryAnswers(desk.json());
    }

    /** {@code /audit/log}: the newest changes first. */
    public void log(Exchange exchange, String variable) {
        desk.look(
                exchange,
                asked -> {
                    ChangeFilter filter = filter(asked);
                    return AdminErrors.checked(history.changes(asked.actor(), filter))
                            .map(rows -> answers.log(rows, filter.most()));
                });
    }

    /** {@code /audit/diff}: what changed between two revisions. */
    public void difference(Exchange exchange, String variable) {
        desk.look(
                exchange,
                asked -> {
                    long from = asked.number("from", 0, Long.MAX_VALUE, 0);
                    long to = asked.number("to", 0, Long.MAX_VALUE, Long.MAX_VALUE);
                    return AdminErrors.checked(history.difference(asked.actor(), from, to))
                            .map(answers::difference);
                });
    }

    /** {@code /audit/verify}: whether the chain is whole. */
    public void verify(Exchange exchange, String variable) {
        desk.look(
                exchange,
                asked ->
                        AdminErrors.checked(history.verify(asked.actor(), noted(asked)))
                                .map(answers::report));
    }

    private static ChangeFilter filter(Asked asked) {
        long before = asked.number("before", 1, Long.MAX_VALUE, Long.MAX_VALUE);
        int most = (int) asked.number("limit", 1, MOST_ROWS, 100);
        String team = asked.text("team_id");
        return new ChangeFilter(
                team == null ? asked.text("kind") : "team",
                team == null ? asked.text("id") : team,
                before,
                most);
    }

    private static ChainReport.@Nullable Head noted(Asked asked) {
        return asked.text("serial") == null && asked.text("hash") == null
                ? null
                : new ChainReport.Head(
                        asked.number("serial", 1, Long.MAX_VALUE, 1), asked.required("hash"));
    }
}
