package dev.signalbox.bootstrap.config.prices;

import dev.signalbox.bootstrap.config.reading.Reading;
import dev.signalbox.bootstrap.config.reading.Section;
import dev.signalbox.bootstrap.config.yaml.ConfigNode;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Mapping;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Sequence;
import dev.signalbox.domain.money.Price;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** Reads prices, and since when they hold; what is wrong is reported, and read as absent. */
record DatedPrices(Reading reading) {

    static final String INPUT = "input_cost_per_token";
    static final String OUTPUT = "output_cost_per_token";
    static final String CACHED = "cache_read_input_token_cost";
    static final String REASONING = "output_cost_per_reasoning_token";
    static final String REQUEST = "input_cost_per_request";
    private static final String VALID_FROM = "valid_from";

    /** Dearer ones are meant for a million tokens. */
    private static final int MOST_OF_A_TOKEN = 1;

    private static final int MOST_OF_A_REQUEST = 1000;

    /**
     * The price that they say together, the first one that says a number winning; null if none says
     * one. A number that nobody says is nothing, but cached and reasoning tokens cost what the
     * others do.
     */
    @Nullable Price price(Section... sections) {
        Long input = picos(INPUT, MOST_OF_A_TOKEN, sections);
        Long output = picos(OUTPUT, MOST_OF_A_TOKEN, sections);
        Long request = picos(REQUEST, MOST_OF_A_REQUEST, sections);
        Long cached = picos(CACHED, MOST_OF_A_TOKEN, sections);
        Long reasoning = picos(REASONING, MOST_OF_A_TOKEN, sections);
        if (input == null && output == null && request == null) {
            warnOfHalf(CACHED, cached, sections);
            warnOfHalf(REASONING, reasoning, sections);
            return null;
        }
        long read = input == null ? 0 : input;
        long written = output == null ? 0 : output;
        return new Price(
                read,
                cached == null ? read : cached,
                written,
                reasoning == null ? written : reasoning,
                request == null ? 0 : request);
    }

    private void warnOfHalf(String key, @Nullable Long picos, Section... sections) {
        if (picos == null) {
            return;
        }
        for (Section section : sections) {
            if (section.node(key) != null) {
                reading.findings()
                        .warn(
                                section.placeOf(key),
                                "it has no effect without " + INPUT + " or " + OUTPUT + ".");
                return;
            }
        }
    }

    private @Nullable Long picos(String key, int most, Section... sections) {
        for (Section section : sections) {
            BigDecimal dollars = section.amount(key);
            if (dollars != null && dollars.compareTo(BigDecimal.valueOf(most)) > 0) {
                reading.findings()
                        .error(
                                section.placeOf(key),
                                "this must be at most "
                                        + most
                                        + " USD: it is the price of one "
                                        + (key.equals(REQUEST) ? "call" : "token")
                                        + ", and not of a million");
                return null;
            }
            if (dollars != null) {
                return Price.picos(dollars);
            }
        }
        return null;
    }

    /** Adds prices of the form {@code [{valid_from: 2026-07-01, input_cost_per_token: …}]}. */
    void addAll(@Nullable ConfigNode node, List<DatedPrice> prices) {
        if (node instanceof Sequence sequence) {
            sequence.items().forEach(item -> add(item, prices));
        } else if (node != null) {
            reading.findings()
                    .error(
                            node.place(),
                            "this must be a list (`- valid_from: …`), not " + node.what());
        }
    }

    private void add(ConfigNode item, List<DatedPrice> prices) {
        if (!(item instanceof Mapping mapping)) {
            reading.findings()
                    .error(
                            item.place(),
                            "this must be a price (`valid_from: …`), not " + item.what());
            return;
        }
        int errors = reading.findings().errorCount();
        Section section = Section.checked(mapping, reading.keys().group("prices"), reading);
        Instant since = since(section);
        Price price = price(section);
        if (reading.findings().errorCount() > errors || since == null) {
            return;
        }
        if (price == null) {
            reading.findings().error(item.place(), INPUT + " or " + OUTPUT + " is missing");
        } else if (prices.stream().anyMatch(other -> other.since().equals(since))) {
            reading.findings()
                    .error(
                            section.placeOf(VALID_FROM),
                            "another price holds from the same moment; remove one of them");
        } else {
            prices.add(new DatedPrice(since, price));
        }
    }

    /** A day begins at midnight UTC. */
    private @Nullable Instant since(Section section) {
        String text = section.text(VALID_FROM);
        if (text == null) {
            reading.findings()
                    .error(
                            section.placeOf(VALID_FROM),
                            VALID_FROM + " is missing; it is the day from which this price holds");
            return null;
        }
        try {
            Instant since =
                    text.indexOf('T') < 0
                            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                            : OffsetDateTime.parse(text).toInstant();
            if (since.isAfter(DatedPrice.ALWAYS)) {
                return since;
            }
        } catch (DateTimeException e) {
            // Told below, like a day of before there were such things.
        }
        reading.findings()
                .error(
                        section.placeOf(VALID_FROM),
                        "this must be a day (2026-07-01, from 00:00 UTC) or a moment with its"
                                + " offset (2026-07-01T00:00:00+02:00)");
        return null;
    }
}
