package dev.signalbox.persistence.ledger;

import dev.signalbox.persistence.contact.SqlState;
import dev.signalbox.persistence.journal.Entry;
import dev.signalbox.persistence.journal.Journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Moves what is over from the journal into the ledger, in the order in which it ended, and looks
 * after the ledger's days. A thread of its own; whatever the database does, nobody else notices.
 */
final class LedgerWriter implements Runnable {

    private static final System.Logger LOG = System.getLogger(LedgerWriter.class.getName());

    private static final int MOST = 500;

    /**
     * So the database is asked ten times a second; oftener where there are more than fit in one.
     */
    private static final Duration REST = Duration.ofMillis(100);

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final long ROUND_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** How long a statement may wait for other gateways. */
    private static final String PATIENCE = "5s";

    /** Days that are made before they begin. */
    private static final int AHEAD = 2;

    private final Journal journal;
    private final LedgerLine line;
    private final Days days;
    private final InstantSource clock;
    private final int retentionDays;
    private final CountDownLatch stop = new CountDownLatch(1);

    /** What was taken from the journal and is not in the ledger yet, by place. */
    private final Map<Integer, Entry> pending = new LinkedHashMap<>();

    /** What the database does not take, each by itself. They keep their places in the journal. */
    private final List<Entry> refused = new ArrayList<>();

    private final AtomicInteger numberRefused = new AtomicInteger();
    private final AtomicLong lastRound = new AtomicLong(System.nanoTime() - ROUND_NANOS);

    LedgerWriter(Journal journal, LedgerLine line, LedgerTerms terms, InstantSource clock) {
        this.journal = journal;
        this.line = line;
        this.days = new Days(line);
        this.clock = clock;
        this.retentionDays = terms.retentionDays();
    }

    @Override
    public void run() {
        Duration pause = SHORTEST_PAUSE;
        boolean ending = false;
        while (!Thread.currentThread().isInterrupted()) {
            if (pending.isEmpty()) {
                journal.take(MOST).forEach(entry -> pending.put(entry.place(), entry));
            }
            int batch = pending.size();
            if (batch == 0 && ending) {
                break;
            }
            if (works()) {
                pause = SHORTEST_PAUSE;
                ending = rests(batch < MOST ? REST : Duration.ZERO);
            } else {
                ending = rests(pause);
                pause = longer(pause);
            }
        }
        line.close();
    }

    private boolean works() {
        try {
            store(List.copyOf(pending.values()));
            lookAfter();
            return true;
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.DEBUG, "the ledger cannot be written now", e);
            return false;
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "the ledger is not written", e);
            return false;
        }
    }

    /** It ends when everything is written that is over. */
    void finish() {
        stop.countDown();
    }

    /** How many the database does not take. */
    int refused() {
        return numberRefused.get();
    }

    private void store(List<Entry> batch) throws SQLException {
        if (batch.isEmpty()) {
            return;
        }
        try {
            take(batch);
        } catch (SQLException e) {
            if (!isAboutTheRows(e)) {
                throw e;
            }
            // Another gateway may have taken a day away that we knew.
            days.forget();
            storeInParts(batch, e);
        }
    }

    /** One that cannot be written must not keep the others waiting. */
    private void storeInParts(List<Entry> batch, SQLException why) throws SQLException {
        if (batch.size() > 1) {
            int half = batch.size() / 2;
            store(batch.subList(0, half));
            store(batch.subList(half, batch.size()));
            return;
        }
        try {
            take(batch);
        } catch (SQLException e) {
            if (!isAboutTheRows(e)) {
                throw e;
            }
            Entry entry = batch.getFirst();
            pending.remove(entry.place());
            refused.add(entry);
            numberRefused.set(refused.size());
            LOG.log(
                    System.Logger.Level.ERROR,
                    "The database refuses a row of the ledger: "
                            + entry.receipt().intent().id()
                            + ". It stays in the journal and is tried again every minute.",
                    why);
        }
    }

    private void take(List<Entry> batch) throws SQLException {
        Map<UUID, Entry> once = new LinkedHashMap<>();
        batch.forEach(entry -> once.putIfAbsent(entry.receipt().intent().id(), entry));
        List<Entry> rows = List.copyOf(once.values());
        days.open(rows.stream().map(Batch::day).collect(Collectors.toSet()));
        long unused = line.inTransaction(PATIENCE, connection -> Batch.take(connection, rows));
        journal.release(batch);
        batch.forEach(entry -> pending.remove(entry.place()));
    }

    private static boolean isAboutTheRows(SQLException e) {
        return switch (SqlState.of(e)) {
            case REFUSED_DATA, OTHER -> true;
            case AWAY, BUSY, AGAIN, LOGIN_REFUSED, NO_SUCH_DATABASE -> false;
        };
    }

    private void lookAfter() throws SQLException {
        List<UUID> finished = journal.finishedPredecessors();
        if (!finished.isEmpty()) {
            boolean unused = line.inTransaction(PATIENCE, connection -> say(connection, finished));
            journal.forgetPredecessors();
        }
        long now = System.nanoTime();
        if (now - lastRound.get() < ROUND_NANOS) {
            return;
        }
        LocalDate today = clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
        days.open(
                Stream.iterate(today, day -> day.plusDays(1))
                        .limit(1 + AHEAD)
                        .collect(Collectors.toSet()));
        if (retentionDays > 0) {
            drop(today.minusDays(retentionDays));
        }
        lastRound.set(now);
        refused.forEach(entry -> pending.put(entry.place(), entry));
        refused.clear();
    }

    /** Old rows that cannot be removed are no reason not to write new ones. */
    private void drop(LocalDate before) {
        try {
            days.dropBefore(before);
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.WARNING, "Old days of the ledger were not removed.", e);
        }
    }

    /** What a dead run was granted and did not spend is to be had again from then on. */
    private static boolean say(Connection connection, List<UUID> replicas) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "WITH read AS (INSERT INTO journals_read (replica)"
                                + " SELECT unnest(?::uuid[]) ON CONFLICT DO NOTHING"
                                + " RETURNING replica)"
                                + " SELECT count(close_grants(replica)) FROM read")) {
            statement.setString(1, Batch.literal(replicas.stream().map(UUID::toString).toList()));
            return statement.execute();
        }
    }

    /** Waits, and says whether it is time to end. */
    private boolean rests(Duration pause) {
        try {
            return stop.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }
}
