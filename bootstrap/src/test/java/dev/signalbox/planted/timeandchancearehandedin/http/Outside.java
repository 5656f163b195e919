package dev.signalbox.planted.timeandchancearehandedin.http;

/** Breaks nothing. */
final class Outside {
    long take() {
        return System.nanoTime();
    }
}
