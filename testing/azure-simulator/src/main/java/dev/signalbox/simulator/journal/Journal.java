package dev.signalbox.simulator.journal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The newest exchanges, bounded in number and in bytes. Safe for many threads: one lock around one
 * map, held for a look-up only.
 */
public final class Journal {

    /** How many bytes of bodies are kept at most; the oldest exchanges make room. */
    public static final long MAX_BYTES = 64L * 1024 * 1024;

    private final int limit;
    private final AtomicLong numbers = new AtomicLong();
    private final ReentrantLock writing = new ReentrantLock();
    private final Map<Long, Exchange> kept = new LinkedHashMap<>();
    private final AtomicLong bytes = new AtomicLong();

    /**
     * @param limit how many exchanges are kept; 0 keeps none
     */
    public Journal(int limit) {
        this.limit = limit;
    }

    /** The number of an exchange that begins now. */
    public long nextNumber() {
        return numbers.incrementAndGet();
    }

    /** Keeps an exchange that has begun. */
    public void open(Exchange exchange) {
        write(exchange, limit > 0);
    }

    /** Keeps what is now known of an exchange, unless it has been forgotten meanwhile. */
    public void update(Exchange exchange) {
        write(exchange, false);
    }

    private void write(Exchange exchange, boolean begun) {
        writing.lock();
        try {
            if (!begun && !kept.containsKey(exchange.number())) {
                return;
            }
            Exchange before = kept.put(exchange.number(), exchange);
            bytes.addAndGet(exchange.body().length - (before == null ? 0 : before.body().length));
            while (kept.size() > limit || (bytes.get() > MAX_BYTES && kept.size() > 1)) {
                var oldest = kept.entrySet().iterator();
                bytes.addAndGet(-oldest.next().getValue().body().length);
                oldest.remove();
            }
        } finally {
            writing.unlock();
        }
    }

    /** What is kept of the exchanges after that number, oldest first. */
    public List<Exchange> since(long number) {
        List<Exchange> found = new ArrayList<>();
        writing.lock();
        try {
            for (Exchange exchange : kept.values()) {
                if (exchange.number() > number) {
                    found.add(exchange);
                }
            }
        } finally {
            writing.unlock();
        }
        return found;
    }

    /** Forgets all exchanges; numbers go on. */
    public void clear() {
        writing.lock();
        try {
            kept.clear();
            bytes.set(0);
        } finally {
            writing.unlock();
        }
    }
}
