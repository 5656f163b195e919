package dev.signalbox.application.call.form;

import java.io.IOException;

/** Where the bytes of a form lie, in memory or in a file. Safe for many threads. */
public interface FormStore {

    /** How many there are. */
    long length();

    /**
     * Reads some of them.
     *
     * @param at the place of the first
     * @return how many were read; fewer than wanted only at the end
     * @throws IOException if the file cannot be read
     */
    int read(long at, byte[] into, int offset, int length) throws IOException;
}
