package dev.signalbox.planted.nooldways.http;

import java.util.logging.Logger;

/** Breaks the rule. */
final class CulpritLogs {
    static final Logger LOG = Logger.getLogger("x");
}
