package dev.signalbox.domain.money;

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
}
