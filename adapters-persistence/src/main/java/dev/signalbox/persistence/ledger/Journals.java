package dev.signalbox.persistence.ledger;

import dev.signalbox.persistence.journal.JournalUnusable;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The journals in one data folder. Each gateway that runs on it has one of its own, the first that
 * is free; what dead ones left in the others is moved into the ledger, too. Whoever opens it closes
 * it.
 */
public final class Journals implements AutoCloseable {

    /** As many gateways may run on one data folder. */
    private static final int MOST = 64;

    /** The database may be away for long; the end of the process ends the waiting. */
    private static final Duration ENDLESS = Duration.ofDays(10_000);

    private final PostgresSpendLog own;
    private final List<Thread> heirs = new ArrayList<>();

    private Journals(PostgresSpendLog own) {
        this.own = own;
    }

    /**
     * Opens one, and begins to empty those that nobody has.
     *
     * @param terms their folder is the one that holds all of them
     * @throws JournalUnusable if there is no room for one
     */
    public static Journals open(LedgerTerms terms, InstantSource clock) {
        for (int number = 1; number < MOST; number++) {
            PostgresSpendLog log = openIfFree(terms.in(folder(terms, number)), clock);
            if (log != null) {
                Journals journals = new Journals(log);
                journals.adopt(number, terms, clock);
                return journals;
            }
        }
        return new Journals(PostgresSpendLog.open(terms.in(folder(terms, MOST)), clock));
    }

    /** The one that is ours. */
    public PostgresSpendLog own() {
        return own;
    }

    @Override
    public void close() {
        heirs.forEach(Thread::interrupt);
        own.close();
    }

    private void adopt(int except, LedgerTerms terms, InstantSource clock) {
        for (int number = 1; number <= MOST; number++) {
            Path folder = folder(terms, number);
            if (number != except && Files.isDirectory(folder)) {
                // A name of its own: that all of it is read says nothing of our other journal.
                LedgerTerms heir = terms.in(folder).by(UUID.randomUUID());
                PostgresSpendLog orphan = openIfFree(heir, clock);
                if (orphan != null) {
                    heirs.add(
                            Thread.ofVirtual()
                                    .name("heir-of-" + folder.getFileName())
                                    .start(() -> orphan.close(ENDLESS)));
                }
            }
        }
    }

    /** Null: another process has it. */
    private static @Nullable PostgresSpendLog openIfFree(LedgerTerms terms, InstantSource clock) {
        try {
            return PostgresSpendLog.open(terms, clock);
        } catch (JournalUnusable e) {
            if (e.isInUse()) {
                return null;
            }
            throw e;
        }
    }

    private static Path folder(LedgerTerms terms, int number) {
        return terms.folder().resolve(number == 1 ? "journal" : "journal-" + number);
    }
}
