package dev.signalbox.bootstrap.config.prices;

import dev.signalbox.domain.money.Price;
import dev.signalbox.domain.money.Tariff;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;

/** Where prices are written, and the names that they have for ever because of it. */
enum Origin {
    /** At the deployment itself. */
    CONFIG("config"),
    /** In the table that comes with the program. */
    TABLE("table"),
    /** In the operator's own table. */
    FILE("file");

    private static final int HASH_BYTES = 4;

    private final String word;

    Origin(String word) {
        this.word = word;
    }

    /**
     * The tariff of something of that name. Each version is called by where it comes from, since
     * when it holds, and a hash of its numbers: {@code table:gpt-4o@2024-10-02#e46d9d1e}. With
     * other numbers it has another name, so that a row of the ledger never means two prices.
     */
    Tariff tariff(String name, List<DatedPrice> prices) {
        return new Tariff(
                prices.stream()
                        .map(
                                dated ->
                                        new Tariff.Version(
                                                word
                                                        + ":"
                                                        + name
                                                        + since(dated.since())
                                                        + "#"
                                                        + hash(dated.price()),
                                                dated.since(),
                                                dated.price()))
                        .toList());
    }

    /** A day where it is a whole one. */
    private static String since(Instant moment) {
        if (moment.equals(DatedPrice.ALWAYS)) {
            return "";
        }
        LocalDate day = LocalDate.ofInstant(moment, ZoneOffset.UTC);
        return "@" + (day.atStartOfDay(ZoneOffset.UTC).toInstant().equals(moment) ? day : moment);
    }

    private static String hash(Price price) {
        String numbers =
                price.input()
                        + "/"
                        + price.cached()
                        + "/"
                        + price.output()
                        + "/"
                        + price.reasoning()
                        + "/"
                        + price.request();
        byte[] digest = sha256().digest(numbers.getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
