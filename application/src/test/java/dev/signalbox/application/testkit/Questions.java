package dev.signalbox.application.testkit;

import dev.signalbox.application.ledger.Intent;
import dev.signalbox.application.ledger.Receipt;
import dev.signalbox.application.ledger.Receipt.Status;
import dev.signalbox.domain.limits.Usage;
import dev.signalbox.domain.money.NanoUsd;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** Questions that went up, for tests of accounting. */
public final class Questions {

    /** What one costs, unless it says otherwise. */
    public static final NanoUsd COST = new NanoUsd(1_234_567);

    /** What is reserved for one. */
    public static final NanoUsd RESERVED = new NanoUsd(5_000_000);

    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private Questions() {}

    /** The id of the question of that number that goes up at {@code at}. */
    public static UUID id(Instant at, long number) {
        return new UUID(at.toEpochMilli() << 16 | VERSION_7, VARIANT | number);
    }

    /** The same, on a day, as many seconds after noon. */
    public static UUID id(LocalDate day, long number) {
        return id(noon(day).plusSeconds(number), number);
    }

    /** The middle of the day. */
    public static Instant noon(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).plusHours(12).toInstant();
    }

    /** Everything is said of it. */
    public static Intent full(UUID id) {
        Instant at = Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
        return new Intent(
                id,
                at.plus(123, ChronoUnit.MICROS),
                "call-" + id,
                2,
                new Intent.Payer(
                        "ab".repeat(32),
                        "key \"n\\ame\", ünï",
                        "team",
                        "user",
                        "end user",
                        List.of("red", "a,b", "{\"\\}", "", "NULL")),
                new Intent.Target(
                        "gpt",
                        "eu-gpt",
                        "deployment-1",
                        "azure",
                        "gpt-4o",
                        "acompletion",
                        "https://eu.example.org/openai",
                        true),
                RESERVED,
                List.of("key:1", "team \"x\", y"));
    }

    /** Only what must be said is. */
    public static Intent bare(UUID id) {
        Intent full = full(id);
        return new Intent(
                id,
                full.at(),
                full.call(),
                1,
                new Intent.Payer("cd".repeat(32), null, null, null, null, List.of()),
                full.target(),
                NanoUsd.ZERO,
                List.of());
    }

    /** The same question, of somebody else. */
    public static Intent of(Intent.Payer payer, UUID id) {
        Intent full = full(id);
        return new Intent(
                id,
                full.at(),
                full.call(),
                1,
                payer,
                full.target(),
                full.reserved(),
                full.meters());
    }

    /** It ended well. */
    public static Receipt whole(Intent intent) {
        return new Receipt(
                intent,
                Status.WHOLE,
                new Usage(100, 20, 60, 5),
                false,
                COST,
                "azure/gpt-4o@1",
                Duration.ofNanos(123_456_789),
                Duration.ofNanos(2_000_000_001),
                null);
    }

    /** It ended without an answer. */
    public static Receipt failed(Intent intent) {
        return new Receipt(
                intent,
                Status.FAILED,
                new Usage(0, 0, 0, 0),
                true,
                NanoUsd.ZERO,
                null,
                null,
                Duration.ofMillis(7),
                "RATE_LIMITED");
    }
}
