package dev.signalbox.planted.drivingportshaveonehiddenimplementation.application.relay;

import dev.signalbox.planted.drivingportshaveonehiddenimplementation.application.driving.CulpritOfTwo;

/** Breaks nothing. */
public final class Second implements CulpritOfTwo {
    @Override
    public void ask() {}
}
