package dev.signalbox.persistence.ledger;

import dev.signalbox.application.driven.money.SpendLog;
import dev.signalbox.application.ledger.Intent;
import dev.signalbox.application.ledger.Receipt;
import dev.signalbox.persistence.journal.Journal;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Takes questions down in a journal on this machine, and moves them into PostgreSQL from there. The
 * database may be away for as long as the journal has room. Safe for many threads; whoever opens it
 * closes it, when no call is on its way any more.
 */
public final class PostgresSpendLog implements SpendLog, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(PostgresSpendLog.class.getName());

    /** For how long the end of the process waits for the database. */
    private static final Duration FAREWELL = Duration.ofSeconds(10);

    private final Journal journal;
    private final WhenFull whenFull;
    private final LedgerWriter writer;
    private final Alarm alarm;
    private final Thread writing;
    private final Thread saying;
    private final AtomicBoolean closed = new AtomicBoolean();

    private PostgresSpendLog(Journal journal, LedgerTerms terms, InstantSource clock) {
        this.journal = journal;
        this.whenFull = terms.whenFull();
        this.alarm = new Alarm(journal);
        this.writer =
                new LedgerWriter(
                        journal, new LedgerLine(terms.url(), "signalbox-ledger"), terms, clock);
        this.writing = Thread.ofVirtual().name("ledger-writer").start(writer);
        this.saying = Thread.ofVirtual().name("ledger-alarm").start(alarm);
    }

    /**
     * How accounting is doing.
     *
     * @param unrecorded calls that were served and are nowhere, since the start
     * @param damaged records that a dead process left and that say nothing
     * @param refused rows that the database does not take; they stay in the journal
     * @param waiting questions that are over and not in the ledger yet
     * @param open questions on their way
     * @param used how much of the journal's room is taken, from 0 to 1
     */
    public record State(
            long unrecorded, int damaged, int refused, int waiting, int open, double used) {}

    /**
     * Opens the journal, takes over what a dead process left in it, and begins to write.
     *
     * @param clock says which day it is
     * @throws dev.signalbox.persistence.journal.JournalUnusable if there can be no journal
     */
    public static PostgresSpendLog open(LedgerTerms terms, InstantSource clock) {
        return new PostgresSpendLog(
                Journal.open(terms.folder(), terms.room(), terms.replica()), terms, clock);
    }

    @Override
    public boolean begin(Intent intent) {
        if (journal.begin(intent)) {
            return true;
        }
        alarm.noRoom();
        return whenFull == WhenFull.SERVE;
    }

    @Override
    public void end(Receipt receipt) {
        if (!journal.end(receipt)) {
            alarm.lost();
        }
    }

    /** How it is doing now. */
    public State state() {
        return new State(
                alarm.unrecorded(),
                journal.damaged(),
                writer.refused(),
                journal.waiting(),
                journal.open(),
                journal.used());
    }

    @Override
    public void close() {
        close(FAREWELL);
    }

    /**
     * Writes what is over, and ends; what is not written by then is written after the next start.
     *
     * @param patience for how long the database is waited for
     */
    public void close(Duration patience) {
        if (closed.getAndSet(true)) {
            return;
        }
        writer.finish();
        alarm.finish();
        try {
            if (!writing.join(patience)) {
                // Also ends a statement that nobody answers.
                writing.interrupt();
                writing.join();
            }
            saying.join();
        } catch (InterruptedException e) {
            writing.interrupt();
            Thread.currentThread().interrupt();
        }
        if (journal.waiting() > 0) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} calls are in the journal and not in the ledger yet; the next start moves"
                            + " them.",
                    journal.waiting());
        }
        journal.close();
    }
}
