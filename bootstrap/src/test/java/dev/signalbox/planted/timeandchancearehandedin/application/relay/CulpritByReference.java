package dev.signalbox.planted.timeandchancearehandedin.application.relay;

import java.util.function.LongSupplier;

/** Breaks the rule. */
final class CulpritByReference {
    LongSupplier clock() {
        return System::nanoTime;
    }
}
