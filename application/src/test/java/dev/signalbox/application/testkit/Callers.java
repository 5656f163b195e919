package dev.signalbox.application.testkit;

import dev.signalbox.application.call.Credential;
import dev.signalbox.application.directory.LiveDirectory;
import dev.signalbox.application.directory.Recognition.Recognised;
import dev.signalbox.application.directory.Recognition.Unrecognised;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Refusal;

import org.jspecify.annotations.Nullable;

/** Whose a credential is, for tests in which that can always be found out. */
public final class Callers {

    private Callers() {}

    /** Whoever holds it; null if nobody does. */
    public static @Nullable Caller caller(LiveDirectory live, Credential credential) {
        return switch (live.recognise(credential)) {
            case Recognised recognised -> recognised.caller();
            case Unrecognised(Refusal.UnknownKey nobodys) -> null;
            case Unrecognised(Refusal refusal) -> throw new AssertionError(refusal);
        };
    }
}
