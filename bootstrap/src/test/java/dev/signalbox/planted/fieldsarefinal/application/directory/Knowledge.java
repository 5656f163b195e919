package dev.signalbox.planted.fieldsarefinal.application.directory;

/** Breaks nothing. */
final class Knowledge {
    private volatile int count;

    int next() {
        return count;
    }
}
