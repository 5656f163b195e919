package dev.signalbox.application.directory;

import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Refusal;

/** Whose credential that is, or why nobody can say so. */
public sealed interface Recognition {

    /** Somebody holds it. */
    record Recognised(Caller caller) implements Recognition {}

    /** Nobody does, or it cannot be found out now. */
    record Unrecognised(Refusal refusal) implements Recognition {}
}
