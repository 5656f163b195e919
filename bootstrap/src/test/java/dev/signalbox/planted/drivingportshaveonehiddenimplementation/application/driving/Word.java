package dev.signalbox.planted.drivingportshaveonehiddenimplementation.application.driving;

/** Breaks nothing. */
public sealed interface Word {
    record Spoken() implements Word {}
}
