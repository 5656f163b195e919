package dev.signalbox.bootstrap.config.prices;

import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.money.PriceBook;
import dev.signalbox.domain.money.Pricing;
import dev.signalbox.domain.money.Tariff;

import java.time.Instant;
import java.util.List;

/** What a deployment costs, as long as its id is not known. */
public final class Quote {

    private final List<DatedPrice> own;
    private final Tariff listed;
    private final PriceBook book;

    /**
     * @param own its own prices; empty if it has none
     * @param listed otherwise
     * @param book where its tariff is looked up when its model is known; empty if it is known
     */
    Quote(List<DatedPrice> own, Tariff listed, PriceBook book) {
        this.own = List.copyOf(own);
        this.listed = listed;
        this.book = book;
    }

    /**
     * What calls to the deployment of that id cost.
     *
     * @param now whose price is compared with others
     */
    public Pricing pricing(Deployment.Id id, Instant now) {
        Tariff tariff = own.isEmpty() ? listed : Origin.CONFIG.tariff(id.text(), own);
        return Pricing.of(tariff, now).openTo(book);
    }

    @Override
    public String toString() {
        return own.isEmpty() ? "listed: " + listed : "own: " + own;
    }
}
