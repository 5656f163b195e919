package dev.signalbox.planted.timeandchancearehandedin.application.relay;

import java.util.concurrent.ThreadLocalRandom;

/** Breaks the rule. */
final class CulpritTakesLocal {
    Object take() {
        return ThreadLocalRandom.current();
    }
}
