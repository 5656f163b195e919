package dev.signalbox.planted.interfacesdonotknowwhoimplementsthem.application.driven;

/** Breaks nothing. */
public sealed interface Answer {
    record Yes() implements Answer {}

    record No() implements Answer {}

    default Answer orNo() {
        return this instanceof Yes ? this : new No();
    }
}
