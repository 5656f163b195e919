package dev.signalbox.simulator.control;

import com.fasterxml.jackson.databind.JsonNode;

import dev.signalbox.simulator.catalogue.Scenarios;
import dev.signalbox.simulator.fault.FaultOrder;
import dev.signalbox.simulator.fault.Scenario;

import java.util.Set;

/** An order for a fault as JSON. */
final class FaultWords {

    private static final Set<String> MEMBERS =
            Set.of("scenario", "next", "every", "until", "cutAt", "millis");

    private FaultWords() {}

    /**
     * The order that the object describes; the next request where it does not say when.
     *
     * @throws IllegalArgumentException if it says something that has no meaning
     */
    static FaultOrder order(JsonNode said) {
        Words.allow(said, MEMBERS);
        Scenario scenario = Scenarios.named(said.path("scenario").asText());
        return new FaultOrder(
                scenario,
                schedule(said),
                Words.whole(said, "cutAt", -1),
                Words.whole(said, "millis", -1));
    }

    private static FaultOrder.Schedule schedule(JsonNode said) {
        int ways = 0;
        for (String way : new String[] {"next", "every", "until"}) {
            ways += said.has(way) ? 1 : 0;
        }
        if (ways > 1) {
            throw new IllegalArgumentException("say one of 'next', 'every' and 'until'");
        }
        if (said.has("every")) {
            return new FaultOrder.Every(Math.toIntExact(Words.whole(said, "every", 1)));
        }
        if (said.has("until")) {
            if (!said.path("until").asText().equals("cleared")) {
                throw new IllegalArgumentException("'until' is \"cleared\"");
            }
            return new FaultOrder.UntilCleared();
        }
        return new FaultOrder.Next(Math.toIntExact(Words.whole(said, "next", 1)));
    }
}
