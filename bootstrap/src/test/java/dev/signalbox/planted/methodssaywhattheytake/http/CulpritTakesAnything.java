package dev.signalbox.planted.methodssaywhattheytake.http;

/** Breaks the rule. */
final class CulpritTakesAnything {
    void take(Object thing) {}
}
