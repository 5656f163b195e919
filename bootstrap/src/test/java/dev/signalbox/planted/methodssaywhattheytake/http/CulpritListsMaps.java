package dev.signalbox.planted.methodssaywhattheytake.http;

import java.util.List;
import java.util.Map;

/** Breaks the rule. */
final class CulpritListsMaps {
    List<Map<String, Object>> give() {
        return List.of();
    }
}
