package dev.signalbox.application.call;

/** Which name of the model an answer carries. */
public enum Naming {
    /** The upstream's: the answer stays as it came, byte for byte. */
    AS_SERVED,
    /** The one that the caller asked for. */
    AS_ASKED
}
