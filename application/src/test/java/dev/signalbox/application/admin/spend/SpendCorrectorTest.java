package dev.signalbox.application.admin.spend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.admin.Changes;
import dev.signalbox.application.directory.LiveDirectory;
import dev.signalbox.application.directory.ModelShelf;
import dev.signalbox.application.directory.Terms;
import dev.signalbox.application.driven.money.SpendReports.RowFilter;
import dev.signalbox.application.driven.money.SpendReports.Subject;
import dev.signalbox.application.driving.admin.Verdict;
import dev.signalbox.application.driving.admin.spend.CorrectSpend.Applied;
import dev.signalbox.application.driving.admin.spend.CorrectSpend.LeftAlone;
import dev.signalbox.application.driving.admin.spend.CorrectSpend.Page;
import dev.signalbox.application.driving.admin.spend.CorrectSpend.Part;
import dev.signalbox.application.driving.admin.spend.CorrectSpend.Reason;
import dev.signalbox.application.driving.admin.spend.CorrectSpend.Total;
import dev.signalbox.application.driving.admin.spend.CorrectSpend.Whose;
import dev.signalbox.application.ledger.Intent;
import dev.signalbox.application.ledger.Receipt;
import dev.signalbox.application.ledger.Receipt.Status;
import dev.signalbox.application.testkit.InMemoryLedger;
import dev.signalbox.application.testkit.InMemoryRegistry;
import dev.signalbox.application.testkit.Models;
import dev.signalbox.application.testkit.OpenWorkshop;
import dev.signalbox.application.testkit.Questions;
import dev.signalbox.application.testkit.ScriptedSettings;
import dev.signalbox.application.testkit.ScriptedUpstream;
import dev.signalbox.application.testkit.Teams;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.history.ChangeFilter;
import dev.signalbox.domain.history.RecordedChange;
import dev.signalbox.domain.limits.Usage;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.domain.money.Price;
import dev.signalbox.domain.rights.Actor;
import dev.signalbox.domain.rights.Objection;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The past is priced anew, by what is known now. */
class SpendCorrectorTest {

    private static final LocalDate DAY = LocalDate.of(2026, 3, 14);
    private static final Instant NOON = Questions.noon(DAY);
    private static final Instant LATER = NOON.plus(Duration.ofHours(6));
    private static final Actor ADMIN = new Actor(new Caller.Master(), "127.0.0.1", null);
    private static final Part ALL = new Part(NOON, LATER, null, null);

    /** A microdollar a token of a question, two a token of an answer. */
    private static final Price RIGHT = Price.of(1_000_000, 2_000_000);

    private static final NanoUsd COST = new NanoUsd(140_000);

    private final InMemoryRegistry registry = new InMemoryRegistry();
    private final InMemoryLedger ledger = new InMemoryLedger(100_000);

    private SpendCorrector at(Price price) {
        LiveDirectory live =
                LiveDirectory.open(
                        registry,
                        ModelShelf.of(
                                Models.priced(
                                        Models.groups(
                                                new ScriptedUpstream(), List.of("gpt", "free")),
                                        "gpt",
                                        price),
                                new OpenWorkshop(new ScriptedUpstream())),
                        new Terms(100, null, Duration.ofSeconds(1), () -> 0, Runnable::run));
        return new SpendCorrector(
                new Changes(registry, live, ScriptedSettings.RULES),
                ledger,
                InstantSource.fixed(LATER));
    }

    private static Intent intent(long number, String deployment) {
        Intent full = Questions.full(Questions.id(DAY, number));
        return new Intent(
                full.id(),
                full.at(),
                full.call(),
                1,
                full.payer(),
                new Intent.Target(
                        "gpt", "gpt", deployment, "azure", "chat", "acompletion", "", false),
                full.reserved(),
                full.meters());
    }

    /** 100 tokens of a question and 20 of an answer, charged by a wrong price. */
    private UUID asked(long number, String deployment, Status status) {
        Intent intent = intent(number, deployment);
        Usage usage = status == Status.FAILED ? new Usage(0, 0, 0, 0) : new Usage(100, 20, 0, 0);
        NanoUsd cost = status == Status.FAILED ? NanoUsd.ZERO : Questions.COST;
        assertThat(ledger.begin(intent)).isTrue();
        ledger.end(
                new Receipt(
                        intent,
                        status,
                        usage,
                        status == Status.ABANDONED,
                        cost,
                        "old",
                        null,
                        Duration.ofSeconds(1),
                        null));
        return intent.id();
    }

    private void asked(int questions) {
        for (int i = 0; i < questions; i++) {
            asked(i, "id-of-gpt", Status.WHOLE);
        }
    }

    private static <T> T granted(Verdict<T> verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Granted.class);
        return ((Verdict.Granted<T>) verdict).value();
    }

    private NanoUsd spent() {
        return ledger.spent(Subject.TEAM, Set.of("team")).get("team");
    }

    private static NanoUsd times(long number, NanoUsd one) {
        return new NanoUsd(number * one.amount());
    }

    @Test
    void aDryRunSaysWhatWouldChangeAndChangesNothing() {
        asked(2);
        asked(5, "id-of-gpt", Status.ABANDONED);
        asked(6, "id-of-gpt", Status.FAILED);
        Page page = granted(at(RIGHT).preview(ADMIN, ALL));
        assertThat(page.totals())
                .containsExactly(
                        new Total(
                                new Whose("gpt", "chat", "azure", "team"),
                                4,
                                3,
                                1,
                                times(3, Questions.COST),
                                times(3, COST)));
        assertThat(page.leftAlone()).isEmpty();
        assertThat(page.next()).isNull();
        assertThat(ledger.rows(RowFilter.ALL, null, 100)).hasSize(4);
    }

    @Test
    void whatCannotBePricedKeepsWhatWasChargedAndSaysWhy() {
        asked(1, "id-of-gpt", Status.UNKNOWN);
        asked(2, "gone", Status.WHOLE);
        asked(3, "gone", Status.CUT_SHORT);
        asked(4, "id-of-free", Status.WHOLE);
        Page page = granted(at(RIGHT).preview(ADMIN, ALL));
        assertThat(page.totals()).isEmpty();
        assertThat(page.leftAlone())
                .containsExactly(
                        new LeftAlone(
                                Reason.UNKNOWN, "id-of-gpt", "chat", "azure", 1, Questions.COST),
                        new LeftAlone(
                                Reason.NO_DEPLOYMENT,
                                "gone",
                                "chat",
                                "azure",
                                2,
                                times(2, Questions.COST)),
                        new LeftAlone(
                                Reason.NO_PRICE, "id-of-free", "chat", "azure", 1, Questions.COST));
        assertThat(granted(at(RIGHT).apply(ADMIN, ALL, page.id())).written()).isZero();
    }

    @Test
    void whatWasShownIsChargedOnceHoweverOftenItIsApplied() {
        asked(1_000);
        SpendCorrector corrector = at(RIGHT);
        Page shown = granted(corrector.preview(ADMIN, ALL));
        assertThat(granted(corrector.apply(ADMIN, ALL, shown.id())).written()).isEqualTo(1_000);
        assertThat(spent()).isEqualTo(times(1_000, COST));
        Applied again = granted(corrector.apply(ADMIN, ALL, shown.id()));
        assertThat(again.written()).isZero();
        assertThat(again.page().totals().getFirst().changed()).isZero();
        assertThat(spent()).isEqualTo(times(1_000, COST));
    }

    @Test
    void whatWasBrokenOffGoesOnWhereItWas() {
        asked(600);
        SpendCorrector corrector = at(RIGHT);
        Page shown = granted(corrector.preview(ADMIN, ALL));
        ledger.breakAfter(1);
        assertThat(corrector.apply(ADMIN, ALL, shown.id()))
                .isEqualTo(new Verdict.Objected<>(new Objection.LedgerAway()));
        ledger.breakAfter(Integer.MAX_VALUE);
        assertThat(granted(corrector.preview(ADMIN, ALL)).id()).isEqualTo(shown.id());
        assertThat(granted(corrector.apply(ADMIN, ALL, shown.id())).written())
                .isPositive()
                .isLessThan(600);
        assertThat(spent()).isEqualTo(times(600, COST));
    }

    @Test
    void pagesFollowEachOther() {
        asked(5_003);
        SpendCorrector corrector = at(RIGHT);
        Page first = granted(corrector.preview(ADMIN, ALL));
        assertThat(first.totals().getFirst().rows()).isEqualTo(5_000);
        Page second = granted(corrector.preview(ADMIN, new Part(NOON, LATER, null, first.next())));
        assertThat(second.totals().getFirst().rows()).isEqualTo(3);
        assertThat(second.next()).isNull();
        assertThat(second.id()).isNotEqualTo(first.id());
    }

    private List<RecordedChange> history() {
        return registry.changes(new ChangeFilter("correction", null, null, 10));
    }

    @Test
    void whoHasPricedWhatAnewIsInTheHistoryOnce() {
        asked(2);
        Page shown = granted(at(RIGHT).preview(ADMIN, ALL));
        assertThat(history()).isEmpty();
        assertThat(granted(at(RIGHT).apply(ADMIN, ALL, shown.id())).written()).isEqualTo(2);
        assertThat(granted(at(RIGHT).apply(ADMIN, ALL, shown.id())).written()).isZero();
        RecordedChange noted = history().getFirst();
        assertThat(history()).hasSize(1);
        assertThat(noted.by()).isEqualTo(ADMIN.author());
        assertThat(noted.id()).isEqualTo(NOON + "/" + LATER);
        assertThat(noted.after().text())
                .contains("\"rows\":2", "\"difference\":" + times(2, COST.minus(Questions.COST)));
    }

    @Test
    void nothingIsCorrectedThatTheHistoryCannotTake() {
        asked(2);
        Page shown = granted(at(RIGHT).preview(ADMIN, ALL));
        SpendCorrector corrector = at(RIGHT);
        registry.away(true);
        assertThat(corrector.apply(ADMIN, ALL, shown.id()))
                .isEqualTo(new Verdict.Objected<>(new Objection.RegistryAway()));
        assertThat(spent()).isEqualTo(times(2, Questions.COST));
    }

    @Test
    void whatWasNotShownIsNotWritten() {
        asked(2);
        Page shown = granted(at(RIGHT).preview(ADMIN, ALL));
        Verdict<Applied> outdated = new Verdict.Objected<>(new Objection.DryRunOutdated());
        assertThat(at(Price.of(1, 1)).apply(ADMIN, ALL, shown.id())).isEqualTo(outdated);
        asked(7, "id-of-gpt", Status.WHOLE);
        assertThat(at(RIGHT).apply(ADMIN, ALL, shown.id())).isEqualTo(outdated);
        assertThat(spent()).isEqualTo(times(3, Questions.COST));
    }

    @Test
    void onlyAModelIsMeantIfItIsNamed() {
        asked(2);
        for (String name : List.of("gpt", "chat")) {
            Part part = new Part(NOON, LATER, name, null);
            assertThat(granted(at(RIGHT).preview(ADMIN, part)).totals()).hasSize(1);
        }
        Part other = new Part(NOON, LATER, "other", null);
        assertThat(granted(at(RIGHT).preview(ADMIN, other)).totals()).isEmpty();
    }

    @Test
    void whatIsNotOverIsNotPricedAnew() {
        Part open = new Part(NOON, LATER.plusMillis(1), null, null);
        assertThat(at(RIGHT).preview(ADMIN, open))
                .isEqualTo(new Verdict.Objected<>(new Objection.PeriodNotOver()));
    }

    @Test
    void whoeverAdministersNothingChangesNothing() {
        asked(1);
        Actor somebody =
                new Actor(
                        new Caller.Member(Teams.key(Teams.credential(1), null), null),
                        "127.0.0.1",
                        null);
        Page shown = granted(at(RIGHT).preview(ADMIN, ALL));
        assertThat(at(RIGHT).preview(somebody, ALL)).isInstanceOf(Verdict.Objected.class);
        assertThat(at(RIGHT).apply(somebody, ALL, shown.id()))
                .isEqualTo(new Verdict.Objected<>(new Objection.NotForYou()));
    }
}
