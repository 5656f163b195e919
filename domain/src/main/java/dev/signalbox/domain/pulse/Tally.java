package dev.signalbox.domain.pulse;

import dev.signalbox.domain.catalog.Fault;

import java.util.Map;

/**
 * How calls to one deployment went in the present minute.
 *
 * @param good how many were answered
 * @param bad how many failed, by kind
 * @param inRow how many failed one after the other until now, for reasons of the deployment's; also
 *     in earlier minutes
 */
public record Tally(int good, Map<Fault.Kind, Integer> bad, int inRow) {
    public Tally {
        bad = Map.copyOf(bad);
    }

    /** One of which it is not known how the failures lay. */
    public Tally(int good, Map<Fault.Kind, Integer> bad) {
        this(good, bad, 0);
    }

    /** How many failed in a way that says something about the deployment. */
    public int failures() {
        int all = 0;
        for (Map.Entry<Fault.Kind, Integer> each : bad.entrySet()) {
            all += Cooldown.counts(each.getKey()) ? each.getValue() : 0;
        }
        return all;
    }

    /** How many failed in that way. */
    public int failures(Fault.Kind kind) {
        return bad.getOrDefault(kind, 0);
    }
}
