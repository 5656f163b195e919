package dev.signalbox.application.ledger;

import dev.signalbox.domain.money.NanoUsd;

import java.util.List;
import java.util.Map;

/**
 * One sum of rows of the ledger.
 *
 * @param of for each of what it is taken apart by; what nobody said is missing
 */
public record Sum(Map<Dimension, String> of, Spend spend) {

    public Sum {
        of = Map.copyOf(of);
    }

    /** What it is of, one by one; nothing is an empty text. */
    public List<String> of(List<Dimension> apart) {
        return apart.stream().map(one -> of.getOrDefault(one, "")).toList();
    }

    /**
     * What rows come to.
     *
     * @param requests rows of questions, those that were tried in vain among them
     * @param successes those with a whole answer
     * @param failures those without an answer
     */
    public record Spend(
            long requests,
            long successes,
            long failures,
            long prompt,
            long completion,
            long cached,
            long reasoning,
            NanoUsd cost) {

        /** Nothing at all. */
        public static final Spend NONE = new Spend(0, 0, 0, 0, 0, 0, 0, NanoUsd.ZERO);

        /** Both together. */
        public Spend plus(Spend other) {
            return new Spend(
                    requests + other.requests,
                    successes + other.successes,
                    failures + other.failures,
                    prompt + other.prompt,
                    completion + other.completion,
                    cached + other.cached,
                    reasoning + other.reasoning,
                    cost.plus(other.cost));
        }

        /** Tokens of questions and answers together. */
        public long tokens() {
            return prompt + completion;
        }
    }
}
