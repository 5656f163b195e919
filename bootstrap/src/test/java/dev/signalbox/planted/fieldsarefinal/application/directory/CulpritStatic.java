package dev.signalbox.planted.fieldsarefinal.application.directory;

/** Breaks the rule. */
final class CulpritStatic {
    static volatile int count;
}
