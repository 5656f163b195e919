package dev.signalbox.planted.onlybootstrapsaysnew.http;

import dev.signalbox.planted.onlybootstrapsaysnew.application.relay.Way;

/** Breaks the rule. */
public final class CulpritMakesAWay {
    final Object way = new Way();
}
