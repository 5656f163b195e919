package dev.signalbox.planted.onlybootstrapsaysnew.azure;

import dev.signalbox.planted.onlybootstrapsaysnew.openai.Dialect;

/** Breaks nothing. */
public final class Doors {
    final Object dialect = new Dialect();
}
