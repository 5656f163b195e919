package dev.signalbox.planted.portsuseonlycallanddomain.application.driving;

import dev.signalbox.planted.portsuseonlycallanddomain.application.driven.Asked;

/** Breaks the rule. */
public interface CulpritAsks {
    Asked asked();
}
