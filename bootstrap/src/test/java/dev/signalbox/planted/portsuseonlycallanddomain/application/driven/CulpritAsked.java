package dev.signalbox.planted.portsuseonlycallanddomain.application.driven;

import dev.signalbox.planted.portsuseonlycallanddomain.application.driving.Asks;

/** Breaks the rule. */
public interface CulpritAsked {
    Asks asks();
}
