package dev.signalbox.simulator.catalogue;

import dev.signalbox.simulator.fault.Scenario;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** All scenarios, found by what people call them. */
public final class Scenarios {

    private static final List<Scenario> ALL =
            Stream.<Scenario[]>of(
                            ConnectionFault.values(),
                            StatusFault.values(),
                            BodyFault.values(),
                            StreamFault.values())
                    .flatMap(Stream::of)
                    .toList();

    private Scenarios() {}

    /** Every scenario there is, in the order of the catalogue. */
    public static List<Scenario> all() {
        return ALL;
    }

    /**
     * The scenario with that number ({@code F27}), that name ({@code rate-limit-retry-after-1}), or
     * both with a space between them.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Scenario named(String name) {
        String wanted = name.strip().toLowerCase(Locale.ROOT);
        return ALL.stream()
                .filter(one -> matches(one, wanted))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "no scenario '" + name + "'; GET /_sim/scenarios has all"));
    }

    private static boolean matches(Scenario one, String wanted) {
        return wanted.equals(one.id().toLowerCase(Locale.ROOT))
                || wanted.equals(one.title())
                || wanted.equals(one.label().toLowerCase(Locale.ROOT));
    }
}
