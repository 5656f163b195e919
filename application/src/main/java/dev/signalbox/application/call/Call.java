package dev.signalbox.application.call;

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
 */
public record Call(
        String id,
        Endpoint endpoint,
        @Nullable Credential credential,
        ModelName asked,
        boolean streamed,
        CallBody body) {}
