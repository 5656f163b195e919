package dev.signalbox.planted.drivingportshaveonehiddenimplementation.application.driving;

/** Breaks nothing. */
public interface Asks {
    void ask();
}
