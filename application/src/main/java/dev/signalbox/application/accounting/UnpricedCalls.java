package dev.signalbox.application.accounting;

import dev.signalbox.application.ledger.Intent;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/**
 * Counts questions of which nobody knows what they cost, by where they went, and says each place
 * once in the log: they are free for whoever asks, and not for whoever gets the invoice. What is
 * kept is bounded by what is configured. Safe for many threads; waits for nobody.
 */
public final class UnpricedCalls {

    private final ConcurrentHashMap<Place, LongAdder> calls = new ConcurrentHashMap<>();

    /** Where none was counted yet. */
    public UnpricedCalls() {}

    /**
     * A deployment of a group, by their names.
     *
     * @param deployment its id
     */
    public record Place(String group, String deployment) {}

    /** One more. */
    void count(Intent intent) {
        Intent.Target target = intent.target();
        Place place = new Place(target.group(), target.deployment());
        LongAdder known = calls.get(place);
        if (known == null) {
            LongAdder fresh = new LongAdder();
            known = calls.putIfAbsent(place, fresh);
            if (known == null) {
                known = fresh;
                tell(target);
            }
        }
        known.increment();
    }

    /** How many there were, since the start. */
    public Map<Place, Long> counted() {
        return calls.entrySet().stream()
                .collect(
                        Collectors.toUnmodifiableMap(
                                Map.Entry::getKey, entry -> entry.getValue().sum()));
    }

    private static void tell(Intent.Target target) {
        System.getLogger(UnpricedCalls.class.getName())
                .log(
                        System.Logger.Level.WARNING,
                        "Nobody says what {0}/{1} costs: calls of the group {2} to its deployment"
                                + " {3} count as free from now on, and this is not said again. Say"
                                + " model_info.base_model or input_cost_per_token, and price them"
                                + " anew with `signalbox spend re-rate`.",
                        target.provider(),
                        target.model(),
                        target.group(),
                        target.deployment());
    }
}
