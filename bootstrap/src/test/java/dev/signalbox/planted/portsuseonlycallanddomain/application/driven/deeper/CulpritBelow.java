package dev.signalbox.planted.portsuseonlycallanddomain.application.driven.deeper;

import dev.signalbox.planted.portsuseonlycallanddomain.application.relay.Doer;

/** Breaks the rule. */
public interface CulpritBelow {
    Doer doer();
}
