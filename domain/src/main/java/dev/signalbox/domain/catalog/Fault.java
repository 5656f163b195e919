package dev.signalbox.domain.catalog;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * What a failure of an upstream tells us.
 *
 * @param message what the upstream said, or what we saw; fit to be shown, credentials taken out
 * @param wording the upstream's own words for it, as far as it had any
 * @param retryAfter how long it asked us to wait; null if it did not say
 */
public record Fault(Kind kind, String message, Wording wording, @Nullable Duration retryAfter) {

    /** A failure that we saw ourselves, without words of the upstream's. */
    public static Fault of(Kind kind, String message) {
        return new Fault(kind, message, Wording.NONE, null);
    }

    /** What went wrong, as far as it matters for what happens next. */
    public enum Kind {
        /** Asked too often, or no capacity: later, or elsewhere. */
        RATE_LIMITED,
        /** Nobody listens there: the connection could not be made, or broke before an answer. */
        UNREACHABLE,
        /** It says that it cannot serve now. */
        UNAVAILABLE,
        /** It broke while serving. */
        BROKEN,
        /** It took longer than we wait, or says so of itself. */
        TIMEOUT,
        /** It does not accept our credential. */
        BAD_CREDENTIAL,
        /** It accepts our credential, but not for this. */
        FORBIDDEN,
        /** It does not know the deployment, or the path. */
        MODEL_GONE,
        /** The question is longer than the model can read. */
        CONTEXT_TOO_LONG,
        /** The question was filtered. */
        CONTENT_POLICY,
        /** The question is wrong, and would be wrong elsewhere. */
        CALLER_ERROR,
        /** It answered, but not in its own dialect. */
        UNREADABLE
    }

    /**
     * An error in OpenAI's form.
     *
     * @param detail what stood beside it and is meant for programs (Azure's {@code innererror})
     */
    public record Wording(
            @Nullable String type,
            @Nullable String param,
            @Nullable String code,
            @Nullable FreeJson detail) {

        /** Nothing was said. */
        public static final Wording NONE = new Wording(null, null, null, null);
    }
}
