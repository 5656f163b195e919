package dev.signalbox.planted.drivingportshaveonehiddenimplementation.http;

import dev.signalbox.planted.drivingportshaveonehiddenimplementation.application.admin.Desk;

/** Breaks the rule. */
public record CulpritNamesIt(Desk desk) {}
