package dev.signalbox.planted.onlybootstrapsaysnew.application.relay;

/** Breaks nothing. */
public final class Way {
    Object another() {
        return new Way();
    }
}
