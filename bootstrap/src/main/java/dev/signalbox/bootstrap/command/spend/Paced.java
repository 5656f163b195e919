package dev.signalbox.bootstrap.command.spend;

import dev.signalbox.bootstrap.process.Console;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Tells a person how far it is, every few seconds at most. */
final class Paced implements Rerating.Progress {

    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final Console console;
    private final AtomicLong told = new AtomicLong(System.nanoTime());

    Paced(Console console) {
        this.console = console;
    }

    @Override
    public void at(long rows, String moment) {
        long now = System.nanoTime();
        if (!moment.isEmpty() && now - told.get() >= PAUSE_NANOS) {
            told.set(now);
            console.say(rows + " rows, as far as " + moment);
        }
    }
}
