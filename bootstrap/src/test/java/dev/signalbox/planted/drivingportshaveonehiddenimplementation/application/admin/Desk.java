package dev.signalbox.planted.drivingportshaveonehiddenimplementation.application.admin;

import dev.signalbox.planted.drivingportshaveonehiddenimplementation.application.driving.Asks;

/** Breaks nothing. */
public final class Desk implements Asks {
    @Override
    public void ask() {}
}
