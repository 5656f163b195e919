package dev.signalbox.application.call.response;

/**
 * Makes the id that callers read of the one that an upstream gave a response: with it they come
 * back, and only there is it known. Safe for many threads.
 */
@FunctionalInterface
public interface IdSeal {

    /** The caller's id; the same for the same. Letters, digits, {@code _} and {@code -}. */
    String sealed(String id);
}
