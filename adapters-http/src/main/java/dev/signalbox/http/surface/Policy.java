package dev.signalbox.http.surface;

import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.rights.Rights;

/**
 * Who may ask for a route at all. It is enforced once, at the front door, before a byte of the body
 * is read; what a use case decides about one team or key comes after it and only takes away.
 */
public enum Policy {
    /** Anybody; nobody is asked who they are. */
    PUBLIC,
    /** Anybody whom we know; what is shown is what they may see. */
    CALLER,
    /** Whoever may change something at all; the use case decides by what is meant. */
    MANAGER,
    /** Whoever may look at everything. */
    READER,
    /** Whoever may change everything. */
    ADMINISTRATOR;

    /** Whether {@code caller}, whom we know, comes in. */
    public boolean admits(Caller caller) {
        return switch (this) {
            case PUBLIC, CALLER -> true;
            case MANAGER -> new Rights(caller).acts();
            case READER -> new Rights(caller).reads();
            case ADMINISTRATOR -> new Rights(caller).administers();
        };
    }
}
