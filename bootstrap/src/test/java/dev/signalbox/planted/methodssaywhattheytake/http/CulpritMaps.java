package dev.signalbox.planted.methodssaywhattheytake.http;

import java.util.Map;

/** Breaks the rule. */
final class CulpritMaps {
    void take(Map<String, Object> things) {}
}
