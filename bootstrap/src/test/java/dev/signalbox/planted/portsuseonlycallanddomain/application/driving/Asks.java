package dev.signalbox.planted.portsuseonlycallanddomain.application.driving;

import dev.signalbox.planted.portsuseonlycallanddomain.application.call.Call;

/** Breaks nothing. */
public interface Asks {
    Call call();
}
