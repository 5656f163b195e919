package dev.signalbox.planted.portsuseonlycallanddomain.application.driven;

import dev.signalbox.planted.portsuseonlycallanddomain.application.call.Call;

/** Breaks nothing. */
public interface Asked {
    Call call();
}
