package dev.signalbox.persistence.transfer;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Counts the rows that pass, a line each in COPY's text, and says now and then how far it is. */
final class RowCounter extends FilterOutputStream {

    private static final long TOLD_EVERY = 100_000;

    private final String table;
    private final Consumer<String> progress;
    private final AtomicLong rows = new AtomicLong();

    RowCounter(OutputStream target, String table, Consumer<String> progress) {
        super(target);
        this.table = table;
        this.progress = progress;
    }

    @Override
    public void write(int octet) throws IOException {
        out.write(octet);
        count(octet);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
        for (int i = from; i < from + length; i++) {
            count(bytes[i]);
        }
    }

    /** Says how many there were, which is how many have passed. */
    long done() {
        progress.accept("  " + table + ": " + shown(rows.get()) + " rows");
        return rows.get();
    }

    private void count(int octet) {
        if (octet == '\n' && rows.incrementAndGet() % TOLD_EVERY == 0) {
            progress.accept("  " + table + ": " + shown(rows.get()) + " rows so far ...");
        }
    }

    private static String shown(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
