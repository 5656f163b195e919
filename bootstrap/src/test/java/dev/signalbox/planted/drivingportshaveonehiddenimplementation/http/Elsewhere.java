package dev.signalbox.planted.drivingportshaveonehiddenimplementation.http;

import dev.signalbox.planted.drivingportshaveonehiddenimplementation.application.driving.CulpritElsewhere;

/** Breaks nothing. */
public final class Elsewhere implements CulpritElsewhere {
    @Override
    public void ask() {}
}
