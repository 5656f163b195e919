package dev.signalbox.persistence.contact;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The first contact with a database that was away when the process started: tried on a thread of
 * its own until it is made. Safe for many threads. Whoever begins it closes it.
 */
public final class LateContact implements AutoCloseable {

    /** A database that is back must be found soon. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private static final Duration FOR_EVER = Duration.ofDays(365);

    private final AtomicBoolean made = new AtomicBoolean();
    private final AtomicReference<String> said = new AtomicReference<>("");
    private final Consumer<String> progress;
    private final Thread thread;

    private LateContact(DatabaseUrl url, Consumer<String> progress) {
        this.progress = progress;
        this.thread = Thread.ofVirtual().name("late-contact").unstarted(() -> tryOn(url));
    }

    /**
     * Begins to try.
     *
     * @param progress is told what goes wrong, each sentence once
     */
    public static LateContact with(DatabaseUrl url, Consumer<String> progress) {
        LateContact contact = new LateContact(url, progress);
        contact.thread.start();
        return contact;
    }

    /** Whether the database was reached and has our schema. */
    public boolean isMade() {
        return made.get();
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void tryOn(DatabaseUrl url) {
        Pauser real = Pauser.real();
        Pauser impatient = new Pauser(real.nanos(), time -> real.pause(shorter(time)));
        while (!Thread.currentThread().isInterrupted()) {
            try {
                new FirstContact(url, impatient, sentence -> {}).make(FOR_EVER);
                made.set(true);
                return;
            } catch (DatabaseUnreachable e) {
                if (!Thread.currentThread().isInterrupted()) {
                    tell(String.valueOf(e.getMessage()));
                    real.pause(LONGEST_PAUSE);
                }
            }
        }
    }

    private void tell(String sentence) {
        if (!sentence.equals(said.getAndSet(sentence))) {
            progress.accept(sentence);
        }
    }

    private static Duration shorter(Duration time) {
        return time.compareTo(LONGEST_PAUSE) < 0 ? time : LONGEST_PAUSE;
    }
}
