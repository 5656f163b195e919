package dev.signalbox.application.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.application.driven.money.SpendCorrections;
import dev.signalbox.application.driven.money.SpendCorrections.Charged;
import dev.signalbox.application.driven.money.SpendCorrections.Correction;
import dev.signalbox.application.driven.money.SpendLog;
import dev.signalbox.application.driven.money.SpendReports;
import dev.signalbox.application.driven.money.SpendReports.Part;
import dev.signalbox.application.driven.money.SpendReports.Question;
import dev.signalbox.application.driven.money.SpendReports.RowFilter;
import dev.signalbox.application.driven.money.SpendReports.Subject;
import dev.signalbox.application.ledger.Dimension;
import dev.signalbox.application.ledger.Intent;
import dev.signalbox.application.ledger.LedgerRow;
import dev.signalbox.application.ledger.Receipt;
import dev.signalbox.application.ledger.Receipt.Status;
import dev.signalbox.application.ledger.Sum;
import dev.signalbox.application.ledger.Sum.Spend;
import dev.signalbox.domain.money.NanoUsd;

import org.junit.jupiter.api.Test;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What every ledger does: what is taken down, read, summed up and corrected is one and the same.
 */
public abstract class SpendLogContract {

    private static final LocalDate DAY = LocalDate.of(2026, 3, 14);
    private static final LocalDate NEXT = DAY.plusDays(1);
    private static final int MANY = 1000;
    private static final long COST = Questions.COST.amount();

    /** An empty one. */
    protected abstract SpendLog log();

    /** What is asked of it. */
    protected abstract SpendReports reports();

    /** What corrects it. */
    protected abstract SpendCorrections corrections();

    /** Returns when everything that has ended can be read. */
    protected abstract void settle();

    private Receipt asked(Receipt receipt) {
        assertThat(log().begin(receipt.intent())).isTrue();
        log().end(receipt);
        return receipt;
    }

    private Receipt asked(LocalDate day, long number) {
        return asked(Questions.whole(Questions.full(Questions.id(day, number))));
    }

    private List<Receipt> rows(RowFilter filter) {
        return reports().rows(filter, null, MANY).stream().map(LedgerRow::receipt).toList();
    }

    private static RowFilter tagged(String tag) {
        return new RowFilter(null, null, null, null, null, null, tag, null, null);
    }

    private List<Sum> sums(List<Dimension> apart, Map<Dimension, Set<String>> only) {
        return reports().sums(new Question(DAY, NEXT, apart, only, Part.first(MANY)));
    }

    private static Spend spend(long requests, long cost) {
        return new Spend(
                requests,
                requests,
                0,
                100 * requests,
                20 * requests,
                60 * requests,
                5 * requests,
                new NanoUsd(cost));
    }

    @Test
    void aRowSaysEverythingThatTheReceiptSaid() {
        Receipt full = asked(DAY, 2);
        Receipt bare = asked(Questions.failed(Questions.bare(Questions.id(DAY, 1))));
        settle();
        assertThat(rows(RowFilter.ALL)).containsExactly(full, bare);
        assertThat(reports().rows(RowFilter.ALL, null, MANY))
                .extracting(LedgerRow::corrects)
                .containsOnlyNulls();
    }

    @Test
    void whatHasNotEndedIsNoRow() {
        assertThat(log().begin(Questions.full(Questions.id(DAY, 1)))).isTrue();
        Receipt other = asked(DAY, 2);
        settle();
        assertThat(rows(RowFilter.ALL)).containsExactly(other);
    }

    @Test
    void aQuestionThatEndsTwiceIsOneRowAsItEndedFirst() {
        Receipt first = asked(DAY, 1);
        settle();
        log().end(Questions.failed(first.intent()));
        asked(DAY, 2);
        settle();
        assertThat(rows(RowFilter.ALL)).hasSize(2).contains(first);
        assertThat(sums(List.of(), Map.of()))
                .containsExactly(new Sum(Map.of(), spend(2, 2 * COST)));
    }

    @Test
    void pagesFollowEachOtherAcrossDaysWithoutAGapOrARepetition() {
        List<Receipt> newestFirst = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            newestFirst.addFirst(asked(i < 4 ? DAY : NEXT, i));
        }
        settle();
        List<Receipt> read = new ArrayList<>();
        UUID before = null;
        List<LedgerRow> page;
        do {
            page = reports().rows(RowFilter.ALL, before, 2);
            assertThat(page).hasSizeLessThanOrEqualTo(2);
            page.forEach(row -> read.add(row.receipt()));
            before = page.isEmpty() ? null : page.getLast().id();
        } while (before != null);
        assertThat(read).isEqualTo(newestFirst);
    }

    @Test
    void eachFilterLetsThroughWhatItSays() {
        Receipt other = asked(DAY, 1);
        Intent.Payer payer =
                new Intent.Payer("ef".repeat(32), null, "t2", "u2", "e2", List.of("blue", "red"));
        Receipt one = asked(Questions.failed(Questions.of(payer, Questions.id(NEXT, 2))));
        settle();
        String call = one.intent().call();
        assertThat(
                        List.of(
                                new RowFilter(
                                        Questions.noon(NEXT),
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null),
                                new RowFilter(
                                        null,
                                        null,
                                        payer.key(),
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null),
                                new RowFilter(null, null, null, "t2", null, null, null, null, null),
                                new RowFilter(null, null, null, null, "u2", null, null, null, null),
                                new RowFilter(null, null, null, null, null, "e2", null, null, null),
                                tagged("blue"),
                                new RowFilter(null, null, null, null, null, null, null, call, null),
                                new RowFilter(
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        Status.FAILED)))
                .allSatisfy(filter -> assertThat(rows(filter)).containsExactly(one));
        assertThat(
                        rows(
                                new RowFilter(
                                        null,
                                        Questions.noon(NEXT),
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null)))
                .containsExactly(other);
        assertThat(rows(tagged("red"))).containsExactly(one, other);
        assertThat(rows(tagged("green"))).isEmpty();
    }

    @Test
    void sumsAreTakenApartAsAsked() {
        asked(DAY, 1);
        asked(DAY, 2);
        asked(NEXT, 3);
        settle();
        assertThat(sums(List.of(Dimension.DAY, Dimension.TEAM), Map.of()))
                .containsExactly(
                        new Sum(
                                Map.of(Dimension.DAY, "2026-03-14", Dimension.TEAM, "team"),
                                spend(2, 2 * COST)),
                        new Sum(
                                Map.of(Dimension.DAY, "2026-03-15", Dimension.TEAM, "team"),
                                spend(1, COST)));
        assertThat(
                        sums(
                                List.of(Dimension.GROUP, Dimension.MODEL, Dimension.PROVIDER),
                                Map.of(Dimension.USER, Set.of("user", "nobody"))))
                .containsExactly(
                        new Sum(
                                Map.of(
                                        Dimension.GROUP, "eu-gpt",
                                        Dimension.MODEL, "gpt-4o",
                                        Dimension.PROVIDER, "azure"),
                                spend(3, 3 * COST)));
        assertThat(sums(List.of(Dimension.KEY), Map.of(Dimension.TEAM, Set.of("none")))).isEmpty();
        assertThat(
                        reports()
                                .sums(
                                        new Question(
                                                NEXT.plusDays(1),
                                                NEXT.plusDays(2),
                                                List.of(),
                                                Map.of(),
                                                Part.first(MANY))))
                .isEmpty();
    }

    @Test
    void partsOfSumsFollowEachOtherWithoutAGapOrARepetition() {
        List<String> teams = Arrays.asList("t2", null, "t1", "t 3");
        for (int i = 0; i < teams.size(); i++) {
            for (LocalDate day : List.of(NEXT, DAY)) {
                Intent.Payer payer =
                        new Intent.Payer("k" + i, null, teams.get(i), null, "e" + i, List.of());
                asked(Questions.whole(Questions.of(payer, Questions.id(day, i))));
            }
        }
        settle();
        for (List<Dimension> apart :
                List.of(
                        List.of(Dimension.DAY, Dimension.TEAM, Dimension.MODEL, Dimension.KEY),
                        List.of(Dimension.DAY, Dimension.END_USER, Dimension.MODEL),
                        List.of(Dimension.TEAM, Dimension.DAY),
                        List.of(Dimension.USER, Dimension.KEY))) {
            List<Sum> all = sums(apart, Map.of());
            assertThat(all).hasSize(apart.contains(Dimension.DAY) ? 8 : 4);
            List<Sum> read = new ArrayList<>();
            List<Sum> part = sums(apart, List.of());
            while (!part.isEmpty()) {
                assertThat(part).hasSizeLessThanOrEqualTo(3);
                read.addAll(part);
                part = sums(apart, part.getLast().of(apart));
            }
            assertThat(read).isEqualTo(all);
        }
    }

    private List<Sum> sums(List<Dimension> apart, List<String> after) {
        return reports().sums(new Question(DAY, NEXT, apart, Map.of(), new Part(after, 3)));
    }

    @Test
    void sumsOfTagsAndEndUsersAreOfThoseThatHaveThem() {
        asked(DAY, 1);
        asked(Questions.failed(Questions.bare(Questions.id(DAY, 2))));
        settle();
        assertThat(sums(List.of(Dimension.TAG), Map.of(Dimension.TAG, Set.of("red", "a,b"))))
                .containsExactly(
                        new Sum(Map.of(Dimension.TAG, "a,b"), spend(1, COST)),
                        new Sum(Map.of(Dimension.TAG, "red"), spend(1, COST)));
        assertThat(sums(List.of(Dimension.END_USER), Map.of()))
                .containsExactly(new Sum(Map.of(Dimension.END_USER, "end user"), spend(1, COST)));
        assertThat(sums(List.of(Dimension.USER), Map.of()))
                .contains(
                        new Sum(Map.of(), new Spend(1, 0, 1, 0, 0, 0, 0, NanoUsd.ZERO)),
                        new Sum(Map.of(Dimension.USER, "user"), spend(1, COST)));
        assertThat(
                        sums(
                                List.of(Dimension.END_USER, Dimension.MODEL),
                                Map.of(Dimension.TEAM, Set.of("team"))))
                .containsExactly(
                        new Sum(
                                Map.of(Dimension.END_USER, "end user", Dimension.MODEL, "gpt-4o"),
                                spend(1, COST)));
        assertThat(sums(List.of(Dimension.KEY, Dimension.MODEL), Map.of())).hasSize(2);
        assertThatThrownBy(() -> sums(List.of(Dimension.TAG, Dimension.END_USER), Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sums(List.of(Dimension.TAG), Map.of(Dimension.KEY, Set.of("k"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatEachHasCostIsKnownByItsId() {
        asked(DAY, 1);
        asked(NEXT, 2);
        settle();
        NanoUsd both = new NanoUsd(2 * COST);
        assertThat(reports().spent(Subject.KEY, List.of("ab".repeat(32), "x")))
                .isEqualTo(Map.of("ab".repeat(32), both));
        assertThat(reports().spent(Subject.TEAM, Set.of("team"))).containsEntry("team", both);
        assertThat(reports().spent(Subject.USER, Set.of("user"))).containsEntry("user", both);
        assertThat(reports().spent(Subject.END_USER, Set.of("end user")))
                .containsEntry("end user", both);
        assertThat(reports().spent(Subject.TAG, Set.of("{\"\\}"))).containsEntry("{\"\\}", both);
        assertThat(reports().spent(Subject.MODEL, Set.of("eu-gpt"))).containsEntry("eu-gpt", both);
        assertThat(reports().spent(Subject.TEAM, Set.of())).isEmpty();
    }

    @Test
    void aCorrectionIsARowOfItsOwnAndReachesEverySum() {
        Receipt receipt = asked(DAY, 1);
        asked(NEXT, 2);
        settle();
        UUID id = receipt.intent().id();
        assertThat(corrections().correct(List.of(new Correction(id, new NanoUsd(1000), "new"))))
                .isEqualTo(1);
        assertThat(corrections().correct(List.of(new Correction(id, new NanoUsd(1000), "new"))))
                .isZero();
        assertThat(reports().rows(RowFilter.ALL, null, MANY))
                .filteredOn(row -> id.equals(row.corrects()))
                .singleElement()
                .satisfies(
                        row -> {
                            assertThat(row.receipt().cost()).isEqualTo(new NanoUsd(1000 - COST));
                            assertThat(row.receipt().price()).isEqualTo("new");
                            assertThat(row.receipt().usage().total()).isZero();
                        });
        assertThat(sums(List.of(), Map.of()))
                .containsExactly(new Sum(Map.of(), spend(2, COST + 1000)));
        assertThat(reports().spent(Subject.TEAM, Set.of("team")))
                .containsEntry("team", new NanoUsd(COST + 1000));
    }

    @Test
    void aSecondCorrectionStartsFromWhatTheFirstHasCharged() {
        Receipt receipt = asked(DAY, 1);
        asked(NEXT, 2);
        settle();
        UUID id = receipt.intent().id();
        assertThat(corrections().correct(List.of(new Correction(id, new NanoUsd(70), "a"))))
                .isEqualTo(1);
        assertThat(corrections().correct(List.of(new Correction(id, new NanoUsd(90), "b"))))
                .isEqualTo(1);
        assertThat(corrections().charged(Questions.noon(DAY), Questions.noon(NEXT), null, MANY))
                .singleElement()
                .satisfies(
                        one -> {
                            assertThat(one.receipt()).isEqualTo(receipt);
                            assertThat(one.charged()).isEqualTo(new NanoUsd(90));
                            assertThat(one.price()).isEqualTo("b");
                        });
    }

    @Test
    void aPriceThatComesBackIsChargedAgain() {
        Receipt receipt = asked(DAY, 1);
        settle();
        UUID id = receipt.intent().id();
        for (long cost : new long[] {70, 90, 70, 90}) {
            List<Correction> wanted =
                    List.of(new Correction(id, new NanoUsd(cost), cost == 70 ? "a" : "b"));
            assertThat(corrections().correct(wanted)).isEqualTo(1);
            assertThat(corrections().correct(wanted)).isZero();
            assertThat(reports().spent(Subject.TEAM, Set.of("team")))
                    .containsEntry("team", new NanoUsd(cost));
        }
        assertThat(reports().rows(RowFilter.ALL, null, MANY)).hasSize(5);
    }

    @Test
    void aQuestionThatCostsTheSameIsNotCorrected() {
        Receipt receipt = asked(DAY, 1);
        settle();
        assertThat(
                        corrections()
                                .correct(
                                        List.of(
                                                new Correction(
                                                        receipt.intent().id(),
                                                        Questions.COST,
                                                        "other"))))
                .isZero();
    }

    @Test
    void whatWasChargedIsReadByPagesWithoutCorrectionsBetween() {
        List<Receipt> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            all.add(asked(i < 3 ? DAY : NEXT, i));
        }
        settle();
        UUID second = all.get(1).intent().id();
        assertThat(corrections().correct(List.of(new Correction(second, NanoUsd.ZERO, "free"))))
                .isEqualTo(1);
        List<Receipt> read = new ArrayList<>();
        UUID after = null;
        List<Charged> page;
        do {
            page =
                    corrections()
                            .charged(
                                    Questions.noon(DAY),
                                    Questions.noon(NEXT.plusDays(1)),
                                    after,
                                    2);
            page.forEach(one -> read.add(one.receipt()));
            after = page.isEmpty() ? null : page.getLast().receipt().intent().id();
        } while (after != null);
        assertThat(read).isEqualTo(all);
    }

    @Test
    void whatIsNotThereIsNotCorrected() {
        assertThat(
                        corrections()
                                .correct(
                                        List.of(
                                                new Correction(
                                                        Questions.id(DAY, 9), NanoUsd.ZERO, "p"))))
                .isZero();
        assertThat(corrections().correct(List.of())).isZero();
    }
}
