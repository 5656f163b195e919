package dev.signalbox.application.directory;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * When the registry last said where it stands, and what follows from that. Safe for many threads.
 */
public final class Contact {

    /**
     * Several times as long as it takes until one hears of it again, be this machine ever so busy.
     */
    private static final Duration SILENCE = Duration.ofSeconds(2);

    private final LongSupplier nanos;
    private final @Nullable Duration patience;
    private final AtomicLong last;
    private final AtomicBoolean lost;

    private Contact(LongSupplier nanos, @Nullable Duration patience, boolean lost, long last) {
        this.nanos = nanos;
        this.patience = patience;
        this.last = new AtomicLong(last);
        this.lost = new AtomicBoolean(lost);
    }

    /**
     * It was made in this moment.
     *
     * @param patience for how long what is known is believed without contact; null for ever
     */
    static Contact now(LongSupplier nanos, @Nullable Duration patience) {
        return new Contact(nanos, patience, false, nanos.getAsLong());
    }

    /**
     * There is none, and was none for {@code age}.
     *
     * @param patience for how long what is known is believed without contact; null for ever
     */
    static Contact lostSince(Duration age, LongSupplier nanos, @Nullable Duration patience) {
        return new Contact(nanos, patience, true, nanos.getAsLong() - age.toNanos());
    }

    /** The registry has just said where it stands, and that is where we stand. */
    void made() {
        last.set(nanos.getAsLong());
        lost.set(false);
    }

    /** The registry does not answer. */
    void lost() {
        lost.set(true);
    }

    /** Whether the registry did not answer when it was asked last. */
    public boolean isLost() {
        return lost.get();
    }

    /** Whether the registry has not been heard of for longer than it should take. */
    public boolean isSilent() {
        return lost.get() || age().compareTo(SILENCE) > 0;
    }

    /** How long ago contact was last made. */
    public Duration age() {
        return Duration.ofNanos(Math.max(0, nanos.getAsLong() - last.get()));
    }

    /** Whether what is known here must not be believed any longer. */
    public boolean isStale() {
        return patience != null && age().compareTo(patience) > 0;
    }
}
