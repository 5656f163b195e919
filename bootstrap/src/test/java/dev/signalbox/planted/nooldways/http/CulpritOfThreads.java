package dev.signalbox.planted.nooldways.http;

/** Breaks the rule. */
final class CulpritOfThreads {
    static final ThreadLocal<String> HERE = new ThreadLocal<>();
}
