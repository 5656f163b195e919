package dev.signalbox.planted.methodssaywhattheytake.http;

/** Breaks the rule. */
final class CulpritGivesAnything {
    Object give() {
        return "x";
    }
}
