package dev.signalbox.domain.stored;

/**
 * A text that only whoever has the key can read.
 *
 * @param text fit for any store and any log; says nothing by itself
 */
public record Sealed(String text) {
    public Sealed {
        if (text.isBlank()) {
            throw new IllegalArgumentException("what is sealed is not blank");
        }
    }
}
