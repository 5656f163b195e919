package dev.signalbox.http.openai.reading;

import dev.signalbox.application.call.Wishes;
import dev.signalbox.application.call.body.CallBody;
import dev.signalbox.application.call.form.Form;
import dev.signalbox.domain.catalog.Endpoint;
import dev.signalbox.domain.catalog.ModelName;

import org.jspecify.annotations.Nullable;

/**
 * What stands on the outside of a call.
 *
 * @param endpoint what the call is for, as the body says it, or as its members show
 * @param model as the body names it; null if it does not, and need not
 * @param wishes for the way of the call
 */
public record CallAddress(
        Endpoint endpoint,
        @Nullable ModelName model,
        boolean streamed,
        CallBody body,
        Wishes wishes) {

    /** The body came as that form; its fields say what was read. */
    public CallAddress of(Form form) {
        return new CallAddress(endpoint, model, streamed, body.of(form), wishes);
    }

    CallAddress wishing(Wishes wishes) {
        return new CallAddress(endpoint, model, streamed, body, wishes);
    }
}
