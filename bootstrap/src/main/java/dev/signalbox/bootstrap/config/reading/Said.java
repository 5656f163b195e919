package dev.signalbox.bootstrap.config.reading;

/**
 * A value that may turn out to be wrong later.
 *
 * @param where who says it, for messages
 * @param value may be a secret
 */
public record Said<T>(String where, T value) {
    @Override
    public String toString() {
        return where;
    }
}
