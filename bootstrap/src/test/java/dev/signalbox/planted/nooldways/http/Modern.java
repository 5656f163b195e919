package dev.signalbox.planted.nooldways.http;

/** Breaks nothing. */
final class Modern {
    static final System.Logger LOG = System.getLogger("x");
}
