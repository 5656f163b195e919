package dev.signalbox.planted.timeandchancearehandedin.domain.access;

import java.util.UUID;

/** Breaks the rule. */
final class CulpritTakesId {
    Object take() {
        return UUID.randomUUID();
    }
}
