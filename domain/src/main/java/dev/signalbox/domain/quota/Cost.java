package dev.signalbox.domain.quota;

import dev.signalbox.domain.money.NanoUsd;

/**
 * What a call takes, or may take: beside itself, and a slot for as long as it lasts.
 *
 * @param tokens of question and answer; 0 or more
 * @param money 0 or more
 */
public record Cost(long requests, long tokens, NanoUsd money) {

    /** Nothing. */
    public static final Cost NONE = new Cost(0, 0, NanoUsd.ZERO);

    public Cost {
        if (requests < 0 || tokens < 0 || money.amount() < 0) {
            throw new IllegalArgumentException("what a call takes is not negative");
        }
    }

    /** Of one call. */
    public static Cost ofCall(long tokens, NanoUsd money) {
        return new Cost(1, tokens, money);
    }

    /** How much of it is counted by {@code measure}; a slot is taken and not used up. */
    public long of(Measure measure) {
        return switch (measure) {
            case MONEY -> money.amount();
            case REQUESTS -> requests;
            case TOKENS -> tokens;
            case SLOTS -> 0;
        };
    }
}
