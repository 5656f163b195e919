package dev.signalbox.bootstrap.config.prices;

import dev.signalbox.bootstrap.config.reading.Environment;
import dev.signalbox.bootstrap.config.reading.KnownKeys;
import dev.signalbox.bootstrap.config.reading.Reading;
import dev.signalbox.bootstrap.config.reading.Said;
import dev.signalbox.bootstrap.config.yaml.BadConfiguration;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Mapping;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Member;
import dev.signalbox.bootstrap.config.yaml.ConfigYaml;
import dev.signalbox.bootstrap.config.yaml.Findings;
import dev.signalbox.domain.money.PriceBook;
import dev.signalbox.domain.money.Tariff;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the table of models' prices: names, and under each a list of prices with dates. */
public final class PriceFile {

    private static final String TABLE = "prices.yaml";

    private PriceFile() {}

    /** The table that comes with the program. */
    public static PriceBook builtIn() {
        Findings findings = new Findings();
        Reading reading = new Reading(findings, new Environment(Map.of()), KnownKeys.load(), false);
        PriceBook book =
                book(new ConfigYaml(findings).parse(table(), TABLE), Origin.TABLE, reading);
        findings.requireNoError();
        return book;
    }

    /**
     * The operator's table in place of ours; ours if there is none.
     *
     * @param said where it lies; null if nobody says it
     */
    public static PriceBook read(@Nullable Said<Path> said, Reading reading) {
        if (said == null) {
            return builtIn();
        }
        try {
            Mapping tree = new ConfigYaml(reading.findings()).read(said.value());
            return book(tree, Origin.FILE, reading);
        } catch (BadConfiguration e) {
            e.errors().forEach(error -> reading.findings().error(said.where() + ": " + error));
            return PriceBook.EMPTY;
        }
    }

    private static PriceBook book(Mapping tree, Origin origin, Reading reading) {
        DatedPrices reader = new DatedPrices(reading);
        Map<String, Tariff> tariffs = new HashMap<>();
        for (Member member : tree.members()) {
            List<DatedPrice> prices = new ArrayList<>();
            reader.addAll(member.value(), prices);
            tariffs.put(member.key(), origin.tariff(member.key(), prices));
        }
        return new PriceBook(tariffs);
    }

    private static String table() {
        try (InputStream in = PriceFile.class.getResourceAsStream(TABLE)) {
            if (in == null) {
                throw new IllegalStateException(TABLE + " is missing from the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
