package dev.signalbox.application.driving.admin;

import dev.signalbox.domain.rights.Objection;

/** What an administrator is answered. */
public sealed interface Verdict<T> {

    /** Done, or found. */
    record Granted<T>(T value) implements Verdict<T> {}

    /** Not done. */
    record Objected<T>(Objection objection) implements Verdict<T> {}
}
