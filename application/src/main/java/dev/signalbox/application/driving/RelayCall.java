package dev.signalbox.application.driving;

import dev.signalbox.application.call.Call;
import dev.signalbox.application.call.Outcome;
import dev.signalbox.application.call.ReplySink;

/** Somebody asks a model something. */
public interface RelayCall {

    /**
     * Finds out who may answer, asks, and hands the answer to {@code sink}. Blocks its thread until
     * the call has ended.
     */
    Outcome relay(Call call, ReplySink sink);
}
