package dev.signalbox.planted.fieldsarefinal.domain.access;

/** Breaks nothing. */
final class Still {
    private final int count = 1;

    int count() {
        return count;
    }
}
