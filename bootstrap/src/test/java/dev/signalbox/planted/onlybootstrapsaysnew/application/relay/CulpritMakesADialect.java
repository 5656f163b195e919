package dev.signalbox.planted.onlybootstrapsaysnew.application.relay;

import dev.signalbox.planted.onlybootstrapsaysnew.openai.Dialect;

/** Breaks the rule. */
public final class CulpritMakesADialect {
    final Object dialect = new Dialect();
}
