package dev.signalbox.planted.drivingportshaveonehiddenimplementation.bootstrap;

import dev.signalbox.planted.drivingportshaveonehiddenimplementation.application.admin.Desk;

/** Breaks nothing. */
public record Wires(Desk desk) {}
