package dev.signalbox.application.driving;

import dev.signalbox.application.call.Credential;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Refusal;

import org.jspecify.annotations.Nullable;

/** Somebody shows a credential. */
public interface IdentifyCaller {

    /**
     * Who that is. A key that is blocked or has ended, or whose team is blocked, is a stranger's.
     *
     * @param credential null if none was shown
     */
    Identity identify(@Nullable Credential credential);

    /**
     * Whether that is a key which this process has in memory; nobody is asked. The master key is
     * not one: who guesses it is not to learn from how they are answered.
     */
    boolean recognises(Credential credential);

    /** Who somebody turned out to be. */
    sealed interface Identity {}

    /** Somebody we know, in good standing. */
    record Known(Caller caller) implements Identity {}

    /** Nobody who may do anything. */
    record Stranger(Refusal refusal) implements Identity {}
}
