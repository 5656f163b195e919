package dev.signalbox.domain.money;

import dev.signalbox.domain.limits.Usage;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * The prices of one model at one place, one after the other.
 *
 * @param versions by the moment they hold from, the first one first
 */
public record Tariff(List<Version> versions) {

    /** Nobody knows what it costs. */
    public static final Tariff UNKNOWN = new Tariff(List.of());

    public Tariff {
        versions = versions.stream().sorted(Comparator.comparing(Version::validFrom)).toList();
        for (int i = 1; i < versions.size(); i++) {
            if (versions.get(i).validFrom().equals(versions.get(i - 1).validFrom())) {
                throw new IllegalArgumentException(
                        "two prices hold from " + versions.get(i).validFrom());
            }
        }
    }

    /**
     * A price and since when it holds.
     *
     * @param id names it for ever; whoever was charged by it can find it again
     */
    public record Version(String id, Instant validFrom, Price price) {}

    /** What holds at that moment; null if nothing does. */
    public @Nullable Version at(Instant moment) {
        for (int i = versions.size() - 1; i >= 0; i--) {
            if (!versions.get(i).validFrom().isAfter(moment)) {
                return versions.get(i);
            }
        }
        return null;
    }

    /**
     * What is charged for a call.
     *
     * @param price the id of the version that it was made with
     */
    public record Charge(NanoUsd cost, String price) {}

    /**
     * What a call of that moment costs: when it is made, and whenever it is looked at again, which
     * is how a price that was wrong is corrected. Null if nobody knows what it cost then.
     *
     * @throws ArithmeticException if it is more than there is
     */
    public @Nullable Charge charge(Usage usage, Instant moment) {
        Version version = at(moment);
        return version == null ? null : new Charge(version.price().cost(usage), version.id());
    }
}
