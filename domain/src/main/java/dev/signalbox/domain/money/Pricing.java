package dev.signalbox.domain.money;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * What is known of what calls to a deployment cost.
 *
 * @param tariff what they cost, by the time
 * @param compared one token of the question and one of the answer, in US dollars, as the tariff
 *     said when it was read, for those who compare prices; null if it said nothing
 * @param book where the tariff is looked up if the deployment leaves its model's name open; empty
 *     if it does not
 */
public record Pricing(Tariff tariff, @Nullable BigDecimal compared, PriceBook book) {

    /** Nothing is known. */
    public static final Pricing UNKNOWN = new Pricing(Tariff.UNKNOWN, null, PriceBook.EMPTY);

    /**
     * A tariff, whatever model is asked for.
     *
     * @param now whose price is compared
     */
    public static Pricing of(Tariff tariff, Instant now) {
        Tariff.Version version = tariff.at(now);
        return new Pricing(
                tariff, version == null ? null : version.price().ofTwoTokens(), PriceBook.EMPTY);
    }

    /** The tariff of whatever model is asked for; what is compared is the same for all of them. */
    public Pricing openTo(PriceBook models) {
        return new Pricing(tariff, compared, models);
    }

    /** Whether it depends on the model that is asked for. */
    public boolean isOpen() {
        return !book.isEmpty();
    }

    /** What that model costs, where that is open. */
    public Pricing of(String provider, String model) {
        return new Pricing(book.find(provider, model), compared, PriceBook.EMPTY);
    }

    /** Whether somebody says what calls cost, or may know it when the model is known. */
    public boolean isKnown() {
        return isOpen() || !tariff.versions().isEmpty();
    }
}
