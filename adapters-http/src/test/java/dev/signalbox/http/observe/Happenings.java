package dev.signalbox.http.observe;

import dev.signalbox.application.driven.routing.Signals;
import dev.signalbox.application.driven.routing.Signals.Attempted;
import dev.signalbox.application.driven.routing.Signals.Next;
import dev.signalbox.application.driven.routing.Signals.Place;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.catalog.ModelName;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/** What listeners are told in these tests. */
final class Happenings {

    static final Fault LIMITED = Fault.of(Fault.Kind.RATE_LIMITED, "too many questions");

    private Happenings() {}

    static Place place(String group, String id, String model) {
        return new Place(
                new ModelName(group),
                new Deployment(
                        new Deployment.Id(id),
                        new Deployment.Provider("azure"),
                        model,
                        "https://eu.example",
                        1));
    }

    static Attempted attempt(String asked, Place place, @Nullable Fault fault, Next next) {
        return new Attempted(
                "call-1",
                new ModelName(asked),
                place,
                1,
                () -> "chosen by weight, in 50 % of the calls",
                Duration.ofMillis(12),
                fault,
                next);
    }

    /** Tells one of everything. */
    static void all(Signals to) {
        Place place = place("gpt-4", "a", "chatgpt-v-2");
        to.attempted(attempt("gpt-4", place, LIMITED, Next.RETRIED));
        to.rests(place, Duration.ofSeconds(5), LIMITED);
        to.returned(place);
        to.fellBack(new ModelName("gpt-4"), new ModelName("gpt-3.5"), true);
        to.retryRefused(new ModelName("gpt-4"));
    }
}
