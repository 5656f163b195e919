package dev.signalbox.application.driving;

import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.catalog.ModelName;

import java.util.List;

/** Somebody wants to know what may be asked for. */
public interface ListModels {

    /** The names that {@code caller} may write, aliases included, each once, in order. */
    List<ModelName> callableBy(Caller caller);
}
