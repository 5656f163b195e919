package dev.signalbox.planted.timeandchancearehandedin.domain.access;

import java.util.Random;

/** Breaks the rule. */
final class CulpritTakesDice {
    Object take() {
        return new Random();
    }
}
