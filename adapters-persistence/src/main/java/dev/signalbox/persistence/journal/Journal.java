package dev.signalbox.persistence.journal;

import dev.signalbox.application.ledger.Intent;
import dev.signalbox.application.ledger.Receipt;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Questions that went up, in a mapped file of a fixed size, until the ledger has them. What was
 * taken down is there after the end of the process, however that came; the next one on the same
 * folder takes it over. Each question has its place, and room for its end, until it is released: a
 * long one keeps nothing but its own. Whoever opens it closes it.
 *
 * <p>{@link #begin} and {@link #end} are safe for many threads and make no call to the system;
 * {@link #take} and {@link #release} are for one thread.
 */
public final class Journal implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Journal.class.getName());

    private final JournalFile file;
    private final UUID replica;
    private final Owners owners;
    private final Records records;

    /** The chains of the questions that are on their way. */
    private final Map<UUID, int[]> open = new ConcurrentHashMap<>();

    /** Those that are over, as a stack: the last one here, and what lies below each. */
    private final AtomicInteger over = new AtomicInteger();

    private final AtomicIntegerArray below;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger adopted = new AtomicInteger();
    private final AtomicInteger damaged = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Those that are over, the first one first; of the thread that takes them. */
    private final Deque<Integer> ready = new ArrayDeque<>();

    private Journal(JournalFile file, UUID replica) {
        this.file = file;
        this.replica = replica;
        this.owners = new Owners(file.bytes());
        this.records = new Records(file.bytes());
        this.below = new AtomicIntegerArray(records.cells().count());
    }

    /**
     * Opens the journal in {@code folder}, or makes one there. What a dead process has left in it
     * is taken first.
     *
     * @param room how many bytes a new one has; one that is there keeps its own
     * @param replica this run of this gateway
     * @throws JournalUnusable if there is no room for it, or another process has it
     */
    public static Journal open(Path folder, long room, UUID replica) {
        Journal journal = new Journal(JournalFile.open(folder, room), replica);
        Records.Found found = journal.records.find(journal.file.marked());
        journal.ready.addAll(found.places());
        journal.waiting.set(found.places().size());
        journal.adopted.set(found.places().size());
        journal.damaged.set(found.damaged());
        List<UUID> all = new ArrayList<>(journal.owners.all());
        all.add(replica);
        journal.owners.set(all);
        if (found.damaged() > 0) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "{0} records of the journal in {1} are damaged, and are not in the ledger.",
                    found.damaged(),
                    folder);
        }
        return journal;
    }

    /**
     * Takes down that a question goes up, and keeps room for its end.
     *
     * @return false: there is no room, and nothing was taken down
     */
    public boolean begin(Intent intent) {
        if (closed.get()) {
            return false;
        }
        int[] chain = records.write(intent, replica);
        if (chain == null) {
            return false;
        }
        open.put(intent.id(), chain);
        return true;
    }

    /**
     * Takes down what became of it. If {@link #begin} had no room there may be some by now.
     *
     * @return false: it is nowhere
     */
    public boolean end(Receipt receipt) {
        int[] chain = open.remove(receipt.intent().id());
        if (chain == null) {
            chain = closed.get() ? null : records.write(receipt.intent(), replica);
        }
        if (chain == null || !records.complete(chain, receipt)) {
            return false;
        }
        waiting.incrementAndGet();
        push(chain[0]);
        return true;
    }

    /**
     * Those that are over, in the order in which they ended, each once. They keep their places
     * until they are released.
     *
     * @param most how many at the most
     */
    public List<Entry> take(int most) {
        drain();
        List<Entry> taken = new ArrayList<>();
        while (taken.size() < most) {
            Integer place = ready.poll();
            if (place == null) {
                break;
            }
            Entry entry = records.read(place);
            if (entry == null) {
                lost(place);
            } else {
                taken.add(entry);
            }
        }
        return taken;
    }

    /** The ledger has them for good: their places may be used again. */
    public void release(List<Entry> entries) {
        for (Entry entry : entries) {
            records.free(entry.place());
            waiting.decrementAndGet();
            if (!entry.replica().equals(replica)) {
                adopted.decrementAndGet();
            }
        }
    }

    /**
     * The runs before this one of which the ledger has everything by now, and does not know that
     * yet.
     */
    public List<UUID> finishedPredecessors() {
        if (adopted.get() > 0) {
            return List.of();
        }
        return owners.all().stream().filter(owner -> !owner.equals(replica)).toList();
    }

    /** The ledger knows that nothing more comes from them. */
    public void forgetPredecessors() {
        owners.set(List.of(replica));
    }

    /** How many have ended and are not released yet. */
    public int waiting() {
        return waiting.get();
    }

    /** How many are on their way. */
    public int open() {
        return open.size();
    }

    /** How many records were found that say nothing any more. */
    public int damaged() {
        return damaged.get();
    }

    /** How much of the room is taken, from 0 to 1. */
    public double used() {
        Cells cells = records.cells();
        return 1 - (double) cells.free() / cells.count();
    }

    /** Nothing more is taken down. Another process may have it from now on. */
    @Override
    public void close() {
        closed.set(true);
        open.clear();
        file.close();
    }

    private void push(int place) {
        while (true) {
            int top = over.get();
            below.setOpaque(place, top);
            if (over.compareAndSet(top, place + 1)) {
                return;
            }
        }
    }

    /** The stack is taken as a whole and turned over. */
    private void drain() {
        Deque<Integer> turned = new ArrayDeque<>();
        int at = over.getAndSet(0);
        while (at != 0) {
            turned.push(at - 1);
            at = below.getOpaque(at - 1);
        }
        ready.addAll(turned);
    }

    private void lost(@Nullable Integer place) {
        damaged.incrementAndGet();
        waiting.decrementAndGet();
        LOG.log(System.Logger.Level.ERROR, "A record of the journal cannot be read: {0}", place);
    }
}
