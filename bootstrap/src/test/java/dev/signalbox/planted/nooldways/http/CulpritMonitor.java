package dev.signalbox.planted.nooldways.http;

/** Breaks the rule. */
final class CulpritMonitor {
    synchronized int take() {
        return 1;
    }
}
