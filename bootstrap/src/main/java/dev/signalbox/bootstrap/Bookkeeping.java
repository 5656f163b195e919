package dev.signalbox.bootstrap;

import com.fasterxml.uuid.Generators;

import dev.signalbox.application.accounting.Books;
import dev.signalbox.application.accounting.Cashier;
import dev.signalbox.application.accounting.Estimator;
import dev.signalbox.application.accounting.UnpricedCalls;
import dev.signalbox.application.driven.money.SpendCorrections;
import dev.signalbox.application.driven.money.SpendReports;
import dev.signalbox.application.driven.money.TokenCounter;
import dev.signalbox.application.notice.Backoff;
import dev.signalbox.application.notice.NoticeSender;
import dev.signalbox.application.quota.Quotas;
import dev.signalbox.application.quota.allowance.Allowances;
import dev.signalbox.bootstrap.config.GatewayConfig;
import dev.signalbox.bootstrap.config.alerts.AlertHook;
import dev.signalbox.bootstrap.process.Closing;
import dev.signalbox.bootstrap.process.EverySecond;
import dev.signalbox.domain.quota.Allowance;
import dev.signalbox.domain.quota.Cost;
import dev.signalbox.http.observe.SpendNumbers;
import dev.signalbox.http.webhook.Webhook;
import dev.signalbox.persistence.counters.PostgresCounters;
import dev.signalbox.persistence.ledger.Journals;
import dev.signalbox.persistence.ledger.LedgerTerms;
import dev.signalbox.persistence.ledger.PostgresSpendLog;
import dev.signalbox.persistence.ledger.WhenFull;
import dev.signalbox.persistence.ledger.reading.PostgresSpendCorrections;
import dev.signalbox.persistence.ledger.reading.PostgresSpendReports;

import org.jspecify.annotations.Nullable;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Everything that counts what calls cost: opened here, in the order in which it needs the rest. */
final class Bookkeeping {

    /** Answers whose tokens wait to be counted; beyond them they are guessed. */
    private static final int MOST_UNCOUNTED = 1_000;

    private static final long SECONDS_TO_COUNT = 5;

    private final Plan plan;
    private final Closing closing;
    private final UUID replica = UUID.randomUUID();
    private final InstantSource clock = InstantSource.system();
    private final UnpricedCalls unpriced = new UnpricedCalls();
    private final PostgresSpendLog log;
    private final Books books;
    private final Cashier cashier;
    private final @Nullable NoticeSender sender;
    private final PostgresSpendReports reports;
    private final PostgresSpendCorrections corrections;
    private final TokenCounter counter =
            ServiceLoader.load(TokenCounter.class).findFirst().orElseThrow();

    /**
     * Opens it.
     *
     * @param closing gets what was opened
     * @throws dev.signalbox.persistence.journal.JournalUnusable if the data folder has no room for
     *     a journal
     */
    Bookkeeping(Plan plan, Storage storage, Closing closing) {
        this.plan = plan;
        this.closing = closing;
        this.log = log(storage);
        Quotas quotas = quotas(storage);
        Allowances allowances = allowances(plan, quotas.time());
        this.books =
                new Books(
                        log,
                        estimator(),
                        (deployment, most) ->
                                quotas.reserve(allowances.of(deployment), new Cost(0, 0, most)),
                        new Books.Surroundings(
                                clock,
                                System::nanoTime,
                                Generators.timeBasedEpochRandomGenerator()::generate,
                                unpriced));
        this.cashier =
                new Cashier(
                        quotas, request -> allowed(allowances, request), plan.unpriced(), clock);
        this.sender = sender(storage, plan.spending().hook());
        this.reports = closing.add(PostgresSpendReports.over(storage.url()));
        this.corrections = closing.add(PostgresSpendCorrections.over(storage.url()));
    }

    /** Where every question is written down. */
    Books books() {
        return books;
    }

    /** How writing down is doing. */
    SpendNumbers numbers() {
        PostgresSpendLog.State state = log.state();
        return new SpendNumbers(
                state.unrecorded(),
                state.refused(),
                state.waiting(),
                state.open(),
                Math.round(100 * state.used()),
                notices(),
                unpriced.counted().entrySet().stream()
                        .map(
                                one ->
                                        new SpendNumbers.Unpriced(
                                                one.getKey().group(),
                                                one.getKey().deployment(),
                                                one.getValue()))
                        .toList());
    }

    private SpendNumbers.Notices notices() {
        NoticeSender.State state = sender == null ? NoticeSender.State.NONE : sender.state();
        return new SpendNumbers.Notices(
                state.sent(), state.failed(), state.givenUp(), state.waiting());
    }

    /** Where calls are let in as far as they can be afforded. */
    Cashier cashier() {
        return cashier;
    }

    /** Where it is looked at. */
    SpendReports reports() {
        return reports;
    }

    /** Where it is corrected. */
    SpendCorrections corrections() {
        return corrections;
    }

    /** Counts the tokens of questions. */
    TokenCounter counter() {
        return counter;
    }

    private PostgresSpendLog log(Storage storage) {
        LedgerTerms terms =
                new LedgerTerms(
                        storage.url(),
                        plan.dataDir(),
                        LedgerTerms.USUAL_ROOM,
                        plan.spending().servesWhenFull() ? WhenFull.SERVE : WhenFull.REFUSE,
                        plan.spending().retentionDays(),
                        replica);
        return closing.add(Journals.open(terms, clock)).own();
    }

    private Estimator estimator() {
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(
                        1,
                        1,
                        1,
                        TimeUnit.MINUTES,
                        new ArrayBlockingQueue<>(MOST_UNCOUNTED),
                        work -> Thread.ofPlatform().name("tokens").daemon().unstarted(work));
        threads.allowCoreThreadTimeOut(true);
        closing.atEnd(
                () -> {
                    threads.shutdown();
                    var unused = threads.awaitTermination(SECONDS_TO_COUNT, TimeUnit.SECONDS);
                });
        return new Estimator(counter, threads);
    }

    private Quotas quotas(Storage storage) {
        PostgresCounters counters =
                closing.add(storage.database().counters(replica, plan.spending().hook() != null));
        Quotas quotas =
                new Quotas(
                        counters,
                        new Quotas.Surroundings(
                                clock,
                                System::nanoTime,
                                work -> Thread.ofVirtual().name("quota").start(work),
                                Quotas.Surroundings.PATIENCE));
        closing.atEnd(quotas.upkeep());
        // Others must know of this replica before it takes anything, and the way be known.
        quotas.upkeep().run();
        closing.atEnd(EverySecond.begin("upkeep", quotas.upkeep()));
        return quotas;
    }

    /** Whoever is told need not be there for anything else to go on. */
    private @Nullable NoticeSender sender(Storage storage, @Nullable AlertHook hook) {
        if (hook == null) {
            return null;
        }
        NoticeSender made =
                new NoticeSender(
                        storage.database().notices(),
                        closing.add(new Webhook(hook.address(), hook.secret())),
                        Backoff.USUAL,
                        new SecureRandom());
        closing.atEnd(EverySecond.begin("notices", made));
        return made;
    }

    private static Allowances allowances(Plan plan, InstantSource time) {
        GatewayConfig.Budgets budgets = plan.spending().budgets();
        return new Allowances(
                new Allowances.Settings(
                        budgets.everybody(),
                        budgets.endUserTerms(),
                        budgets.tags(),
                        budgets.providers(),
                        plan.spending().zone()),
                time);
    }

    private static List<Allowance> allowed(Allowances allowances, Cashier.Request request) {
        return allowances.of(
                request.caller(),
                new Allowances.Facts(
                        request.call().wishes().user(),
                        request.call().wishes().tags(),
                        request.call().asked().text(),
                        request.group().name().text()),
                request.said());
    }
}
