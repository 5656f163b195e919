package dev.signalbox.planted.optionalsareanswers.http;

import java.util.OptionalLong;

/** Breaks the rule. */
final class CulpritIsMadeOfPerhaps {
    CulpritIsMadeOfPerhaps(OptionalLong perhaps) {}
}
