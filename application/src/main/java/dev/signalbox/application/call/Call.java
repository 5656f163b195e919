package dev.signalbox.application.call;

import dev.signalbox.application.call.body.CallBody;
import dev.signalbox.domain.catalog.Endpoint;
import dev.signalbox.domain.catalog.ModelName;

import org.jspecify.annotations.Nullable;

/**
 * One question on its way.
 *
 * @param id unique for ever; shown to the caller and sent upstream
 * @param credential what the caller showed; null if nothing
 * @param asked the model's name as the caller wrote it
 * @param streamed true: the caller wants the answer event by event
 * @param wishes what the caller says about the way of the call
 */
public record Call(
        String id,
        Endpoint endpoint,
        @Nullable Credential credential,
        ModelName asked,
        boolean streamed,
        CallBody body,
        Wishes wishes) {

    /** A call without wishes. */
    public Call(
            String id,
            Endpoint endpoint,
            @Nullable Credential credential,
            ModelName asked,
            boolean streamed,
            CallBody body) {
        this(id, endpoint, credential, asked, streamed, body, Wishes.NONE);
    }

    /** The same call with another body. */
    public Call withBody(CallBody body) {
        return new Call(id, endpoint, credential, asked, streamed, body, wishes);
    }
}
