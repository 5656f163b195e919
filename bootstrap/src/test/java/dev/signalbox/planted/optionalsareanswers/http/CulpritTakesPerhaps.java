package dev.signalbox.planted.optionalsareanswers.http;

import java.util.Optional;

/** Breaks the rule. */
final class CulpritTakesPerhaps {
    void take(Optional<String> perhaps) {}
}
