package dev.signalbox.http.observe;

import dev.signalbox.application.driven.routing.Signals;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.catalog.ModelName;

import java.time.Duration;
import java.util.List;

/** Tells several listeners, in their order. As safe for many threads as they are. */
public record SeveralSignals(List<Signals> listeners) implements Signals {

    public SeveralSignals {
        listeners = List.copyOf(listeners);
    }

    @Override
    public void attempted(Attempted attempt) {
        listeners.forEach(one -> one.attempted(attempt));
    }

    @Override
    public void rests(Place place, Duration rest, Fault why) {
        listeners.forEach(one -> one.rests(place, rest, why));
    }

    @Override
    public void returned(Place place) {
        listeners.forEach(one -> one.returned(place));
    }

    @Override
    public void fellBack(ModelName from, ModelName to, boolean served) {
        listeners.forEach(one -> one.fellBack(from, to, served));
    }

    @Override
    public void retryRefused(ModelName group) {
        listeners.forEach(one -> one.retryRefused(group));
    }
}
