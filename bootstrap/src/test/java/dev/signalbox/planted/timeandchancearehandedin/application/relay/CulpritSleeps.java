package dev.signalbox.planted.timeandchancearehandedin.application.relay;

/** Breaks the rule. */
final class CulpritSleeps {
    void rest() throws InterruptedException {
        Thread.sleep(1);
    }
}
