package dev.signalbox.planted.portsareinterfaces.application.driving;

/** Breaks nothing. */
public interface Asks {
    record Word(String text) {}
}
