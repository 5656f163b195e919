package dev.signalbox.planted.timeandchancearehandedin.domain.access;

import java.security.SecureRandom;

/** Breaks the rule. */
final class CulpritTakesSecret {
    Object take() {
        return new SecureRandom();
    }
}
