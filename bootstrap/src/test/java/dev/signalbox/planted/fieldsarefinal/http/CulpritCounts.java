package dev.signalbox.planted.fieldsarefinal.http;

/** Breaks the rule. */
final class CulpritCounts {
    private int count;

    int next() {
        return ++count;
    }
}
