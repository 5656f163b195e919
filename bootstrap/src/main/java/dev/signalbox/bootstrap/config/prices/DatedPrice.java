package dev.signalbox.bootstrap.config.prices;

import dev.signalbox.domain.money.Price;

import java.time.Instant;

/**
 * A price and since when it holds.
 *
 * @param since {@link #ALWAYS} if nobody says it
 */
record DatedPrice(Instant since, Price price) {

    /** Before any call was made. */
    static final Instant ALWAYS = Instant.EPOCH;
}
