package dev.signalbox.http.admin.spend;

import com.fasterxml.jackson.databind.JsonNode;

import dev.signalbox.application.driving.admin.Verdict;
import dev.signalbox.application.driving.admin.spend.ReadSpend;
import dev.signalbox.application.driving.admin.spend.ReadSpend.Page;
import dev.signalbox.application.driving.admin.spend.ReadSpend.Period;
import dev.signalbox.application.driving.admin.spend.ReadSpend.Sums;
import dev.signalbox.application.driving.admin.spend.ReadSpend.Whose;
import dev.signalbox.application.ledger.Dimension;
import dev.signalbox.domain.access.User;
import dev.signalbox.http.admin.AdminErrors;
import dev.signalbox.http.admin.Asked;
import dev.signalbox.http.admin.Desk;
import dev.signalbox.http.admin.Report;
import dev.signalbox.http.admin.Table;
import dev.signalbox.http.admin.form.Bookmark;
import dev.signalbox.http.admin.form.Form;
import dev.signalbox.http.admin.spend.ReportAnswers.OfDays;
import dev.signalbox.http.admin.spend.ReportAnswers.OfKeys;
import dev.signalbox.http.admin.spend.ReportAnswers.OfModels;
import dev.signalbox.http.exchange.Checked;
import dev.signalbox.http.exchange.Exchange;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Sums of the ledger are looked at over HTTP. Safe for many threads. */
public final class SumRoutes {

    private static final HeaderName TRUNCATED = HeaderNames.create("x-signalbox-truncated");
    private static final String AFTER = "after";
    private static final String LIMIT = "limit";

    /** What is answered within 300 ms, also by a gateway that has much to do. */
    private static final int MOST_ROWS = 5_000;

    private static final String INTERNAL_USER = "internal_user_id";
    private static final String GROUP_BY = "group_by";

    private final ReadSpend spend;
    private final Desk desk;

    public SumRoutes(ReadSpend spend, Desk desk) {
        this.spend = spend;
        this.desk = desk;
    }

    /** {@code /spend/keys}: the dearest first. */
    public void keys(Exchange exchange, String variable) {
        list(exchange, SpendLists.Kind.KEYS);
    }

    /** {@code /spend/users}: the dearest first. */
    public void users(Exchange exchange, String variable) {
        list(exchange, SpendLists.Kind.USERS);
    }

    /** {@code /spend/tags}: the dearest first. */
    public void tags(Exchange exchange, String variable) {
        list(exchange, SpendLists.Kind.TAGS);
    }

    /** {@code /global/spend}: all that was ever spent, or in some days. */
    public void all(Exchange exchange, String variable) {
        desk.report(
                exchange,
                asked ->
                        sums(
                                        asked,
                                        new Criteria(asked).sinceEver(Whose.ANYBODY),
                                        Page.all(List.of()))
                                .map(SpendLists.Whole::new));
    }

    /** {@code /global/spend/report}: who spent what on which day, or all in all. */
    public void report(Exchange exchange, String variable) {
        desk.report(exchange, this::report);
    }

    /** {@code /team/daily/activity}. */
    public void ofTeams(Exchange exchange, String variable) {
        desk.report(
                exchange,
                asked -> activity(asked, new Criteria(asked).whoseOfTeams(), Dimension.TEAM));
    }

    /** {@code /user/daily/activity}. */
    public void ofUsers(Exchange exchange, String variable) {
        desk.report(
                exchange, asked -> activity(asked, new Criteria(asked).whose(), Dimension.USER));
    }

    /** Says beside the answer if it is not all of it. */
    static Sums noted(Asked asked, Sums sums) {
        if (!sums.whole()) {
            asked.exchange().note(TRUNCATED, "true");
        }
        return sums;
    }

    private void list(Exchange exchange, SpendLists.Kind kind) {
        desk.report(
                exchange,
                asked -> {
                    Criteria criteria = new Criteria(asked);
                    int most = (int) asked.number(LIMIT, 1, ReadSpend.MOST_SUMS, 100);
                    Period period = criteria.sinceEver(criteria.whose());
                    return sums(asked, period, Page.all(kind.apart()))
                            .map(sums -> new SpendLists(kind, sums, most));
                });
    }

    private Checked<Report> report(Asked asked) {
        Criteria criteria = new Criteria(asked);
        String apart = asked.text(GROUP_BY);
        boolean ofOne = asked.text(Criteria.KEY) != null || asked.text(INTERNAL_USER) != null;
        if (ofOne || "api_key".equals(apart)) {
            Whose whose = criteria.whose();
            User.Id user = criteria.user(INTERNAL_USER);
            Whose meant = user == null ? whose : new Whose(whose.key(), whose.teams(), user);
            return paged(
                    asked,
                    criteria.named(meant),
                    page(asked, List.of(Dimension.KEY, Dimension.MODEL), 1),
                    OfKeys::new);
        }
        Period period = criteria.named(criteria.whose());
        return switch (apart) {
            case null -> ofDays(asked, period, Dimension.TEAM);
            case "team" -> ofDays(asked, period, Dimension.TEAM);
            case "customer" -> ofDays(asked, period, Dimension.END_USER);
            case "model" ->
                    paged(
                            asked,
                            period,
                            page(asked, OfModels.APART, OfModels.APART.size()),
                            OfModels::new);
            default ->
                    throw Form.Wrong.field(
                            GROUP_BY,
                            "The parameter group_by is team, customer, model or api_key.");
        };
    }

    private Checked<Report> ofDays(Asked asked, Period period, Dimension payer) {
        List<Dimension> apart =
                payer == Dimension.TEAM
                        ? List.of(Dimension.DAY, payer, Dimension.MODEL, Dimension.KEY)
                        : List.of(Dimension.DAY, payer, Dimension.MODEL);
        return paged(asked, period, page(asked, apart, 2), sums -> new OfDays(sums, payer));
    }

    /** The page that is asked for; from the beginning if none is. */
    private static Page page(Asked asked, List<Dimension> apart, int together) {
        int most = (int) asked.number(LIMIT, 1, MOST_ROWS, MOST_ROWS);
        Page first = new Page(apart, together, List.of(), most);
        String word = asked.text(AFTER);
        List<String> after = word == null ? List.of() : Bookmark.read(word, apart.size());
        if (after == null
                || (!after.isEmpty()
                        && apart.getFirst() == Dimension.DAY
                        && !Criteria.isDate(after.getFirst()))) {
            throw Form.Wrong.field(
                    AFTER,
                    "The parameter after is what the header x-signalbox-next of an answer to the"
                            + " same question says.");
        }
        return first.after(after);
    }

    /** One page, or in a table everything, unless a page of it is asked for. */
    private Checked<Report> paged(
            Asked asked, Period period, Page page, Function<Sums, Report> report) {
        boolean everything =
                asked.wantsTable() && asked.text(LIMIT) == null && asked.text(AFTER) == null;
        Checked<Sums> found = AdminErrors.checked(spend.sums(asked.actor(), period, page));
        if (everything) {
            return found.map(sums -> new Chapter(new Book(asked, period, page, report), sums));
        }
        return found.map(
                sums -> {
                    if (!sums.whole()) {
                        List<String> last = sums.sums().getLast().of(page.apart());
                        asked.exchange().note(LogRoutes.NEXT, Bookmark.of(last));
                    }
                    return report.apply(noted(asked, sums));
                });
    }

    /** A table page by page, so that none of it is in memory twice. */
    private record Book(Asked asked, Period period, Page page, Function<Sums, Report> report) {}

    /** One page of it, the next of which is looked up when it is needed. */
    private final class Chapter implements Report {

        private final Book book;
        private final Sums sums;

        Chapter(Book book, Sums sums) {
            this.book = book;
            this.sums = sums;
        }

        @Override
        public JsonNode json() {
            return book.report().apply(sums).json();
        }

        @Override
        public Table table() {
            return book.report().apply(sums).table();
        }

        @Override
        public @Nullable Report following() {
            if (sums.whole()) {
                return null;
            }
            List<String> last = sums.sums().getLast().of(book.page().apart());
            return switch (spend.sums(
                    book.asked().actor(), book.period(), book.page().after(last))) {
                case Verdict.Granted<Sums> next -> new Chapter(book, next.value());
                case Verdict.Objected<Sums> no ->
                        // An answer that breaks off is not taken for a whole one.
                        throw new IllegalStateException("no more of a table: " + no.objection());
            };
        }
    }

    private Checked<Report> activity(Asked asked, Whose whose, Dimension entity) {
        Period all = new Criteria(asked).named(whose);
        int size = (int) asked.number("page_size", 1, 1_000, 100);
        int page = (int) asked.number("page", 1, 1_000_000, 1);
        long days = ChronoUnit.DAYS.between(all.from(), all.to()) + 1;
        LocalDate last = all.to().minusDays((page - 1L) * size);
        LocalDate first = last.minusDays(size - 1L);
        Period part = new Period(whose, first.isBefore(all.from()) ? all.from() : first, last);
        ActivityAnswers.Place place = new ActivityAnswers.Place(page, size, days);
        Checked<Sums> shown =
                place.isBehindTheEnd()
                        ? Checked.good(new Sums(List.of(), true, NOBODY))
                        : sums(asked, part, Page.all(ActivityAnswers.apart(entity)));
        return Checked.both(
                shown,
                // By the same people as above, though nobody is told apart.
                sums(asked, all, Page.all(List.of(entity))),
                (sums, totals) -> new ActivityAnswers(sums, totals, entity, place));
    }

    private static final ReadSpend.Names NOBODY = new ReadSpend.Names(Map.of(), Map.of());

    private Checked<Sums> sums(Asked asked, Period period, Page page) {
        return AdminErrors.checked(spend.sums(asked.actor(), period, page))
                .map(sums -> noted(asked, sums));
    }
}
