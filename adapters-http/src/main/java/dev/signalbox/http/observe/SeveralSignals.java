package dev.signalbox.http.observe;

import dev.signalbox.application.driven.routing.Signals;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.catalog.ModelName;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Tells several listeners, in their order. As safe for many threads as they are. */
public record SeveralSignals(List<Signals> listeners) implements Signals {

    private static final System.Logger LOG = System.getLogger(SeveralSignals.class.getName());

    public SeveralSignals {
        listeners = List.copyOf(listeners);
    }

    @Override
    public void attempted(Attempted attempt) {
        each(one -> one.attempted(attempt));
    }

    @Override
    public void rests(Place place, Duration rest, Fault why) {
        each(one -> one.rests(place, rest, why));
    }

    @Override
    public void returned(Place place) {
        each(one -> one.returned(place));
    }

    @Override
    public void fellBack(ModelName from, ModelName to, boolean served) {
        each(one -> one.fellBack(from, to, served));
    }

    @Override
    public void retryRefused(ModelName group) {
        each(one -> one.retryRefused(group));
    }

    /** Who listens must not end a call: what goes wrong there is said, and the call goes on. */
    private void each(Consumer<Signals> telling) {
        for (Signals listener : listeners) {
            try {
                telling.accept(listener);
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "what became of a call is not noted", e);
            }
        }
    }
}
