package dev.signalbox.planted.onlybootstrapsaysnew.bootstrap;

import dev.signalbox.planted.onlybootstrapsaysnew.application.relay.Way;
import dev.signalbox.planted.onlybootstrapsaysnew.openai.Dialect;

/** Breaks nothing. */
public final class Wires {
    final Object way = new Way();
    final Object dialect = new Dialect();
}
