package dev.signalbox.bootstrap.running;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signalbox.simulator.catalogue.Scenarios;
import dev.signalbox.simulator.fault.FaultOrder;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * One line of the table of faults, {@code faults/scenarios.txt}; the table says what the words
 * mean.
 *
 * @param line where it stands in the table; its groups and deployments are named after it, so that
 *     no line meets what another has left behind
 * @param scenario number and name in the simulator's catalogue
 * @param waiting how long the scenario waits, in milliseconds; -1 leaves that to the scenario
 */
record FaultCase(
        int line,
        boolean streamed,
        boolean pair,
        String scenario,
        boolean always,
        long waiting,
        String caller,
        int askedA,
        int askedB,
        String rests) {

    private static final String TABLE = "/faults/scenarios.txt";
    private static final int COLUMNS = 7;

    static List<FaultCase> all() {
        try (InputStream table = FaultCase.class.getResourceAsStream(TABLE)) {
            String text = new String(Objects.requireNonNull(table).readAllBytes(), UTF_8);
            List<String> lines = text.lines().toList();
            return IntStream.range(0, lines.size())
                    .filter(i -> !lines.get(i).isBlank() && !lines.get(i).startsWith("#"))
                    .mapToObj(i -> read(i + 1, lines.get(i).split("\\|")))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FaultCase read(int line, String[] columns) {
        if (columns.length != COLUMNS) {
            throw new IllegalArgumentException("line " + line + " has not " + COLUMNS + " columns");
        }
        String[] fault = columns[2].strip().split("\\s+");
        String[] when = fault[2].split("@");
        return new FaultCase(
                line,
                columns[0].strip().equals("stream"),
                columns[1].strip().equals("pair"),
                Scenarios.named(fault[0] + " " + fault[1]).label(),
                when[0].equals("always"),
                when.length > 1 ? Long.parseLong(when[1]) : -1,
                columns[3].strip(),
                Integer.parseInt(columns[4].strip()),
                Integer.parseInt(columns[5].strip()),
                columns[6].strip());
    }

    String group() {
        return "group-" + line;
    }

    String a() {
        return "a-" + line;
    }

    String b() {
        return "b-" + line;
    }

    FaultOrder order() {
        FaultOrder order =
                always
                        ? FaultOrder.untilCleared(Scenarios.named(scenario))
                        : FaultOrder.once(Scenarios.named(scenario));
        return waiting < 0 ? order : order.waiting(waiting);
    }

    /** As it is shown in reports. */
    @Override
    public String toString() {
        return "%s, %s, %s, %s: %s"
                .formatted(
                        scenario,
                        always ? "always" : "once",
                        streamed ? "stream" : "document",
                        pair ? "pair" : "alone",
                        caller);
    }
}
