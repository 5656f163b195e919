package dev.signalbox.planted.nooldways.http;

/** Breaks the rule. */
final class CulpritPrints {
    void print(Exception e) {
        e.printStackTrace();
    }
}
