package dev.signalbox.application.driven.routing;

import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.policy.RoutingPolicy;

import java.util.List;

/** Knows what {@code router_settings} mean, wherever they are written. Safe for many threads. */
public interface PolicyReader {

    /**
     * Reads settings of a key or a team.
     *
     * @param settings an object
     */
    Reading read(FreeJson settings);

    /** What came of it. */
    sealed interface Reading {}

    /**
     * They mean something.
     *
     * @param warnings what the operator should know, a sentence each
     */
    record Fit(RoutingPolicy policy, List<String> warnings) implements Reading {
        public Fit {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * They cannot be used.
     *
     * @param flaws what is wrong and what to do, a sentence each, beginning with the field
     */
    record Unfit(List<String> flaws) implements Reading {
        public Unfit {
            flaws = List.copyOf(flaws);
        }
    }
}
