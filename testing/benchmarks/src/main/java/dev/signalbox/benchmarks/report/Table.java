package dev.signalbox.benchmarks.report;

import static java.util.Locale.ROOT;

/** The figures as tables in Markdown. */
public final class Table {

    private static final double MICROS_PER_MILLI = 1e3;
    private static final double KIB_PER_MIB = 1024;

    private Table() {}

    /** The tables that the reference page shows. */
    public static String of(Report report) {
        StringBuilder page = new StringBuilder();
        latency(page, report);
        cost(page, report);
        memory(page, report);
        noise(page, report);
        return page.toString();
    }

    private static void latency(StringBuilder page, Report report) {
        Plan plan = report.plan();
        line(page, "| median of the rounds (least to most) | direct | through | added |");
        line(page, "|---|--:|--:|--:|");
        Figures calls = report.figures();
        String what = plan.callsPerSecond() + " calls/s, " + plan.promptBytes() + " bytes, ";
        row(page, what + "p50", calls.directP50(), calls.throughP50(), calls.addedP50());
        row(page, what + "p99", calls.directP99(), calls.throughP99(), calls.addedP99());
        Figures streams = report.streamFigures();
        what = "first event of " + plan.streams() + " streams, ";
        row(page, what + "p50", streams.directP50(), streams.throughP50(), streams.addedP50());
        row(page, what + "p99", streams.directP99(), streams.throughP99(), streams.addedP99());
        line(page, "");
    }

    private static void row(
            StringBuilder page, String what, Spread direct, Spread through, Spread added) {
        line(page, "| %s | %s | %s | **%s** |".formatted(what, ms(direct), ms(through), ms(added)));
    }

    private static void cost(StringBuilder page, Report report) {
        Round full = report.saturated();
        line(page, "| processor time of the gateway's process | |");
        line(page, "|---|--:|");
        line(
                page,
                String.format(
                        ROOT,
                        "| at %d calls/s | **%s us a call** |",
                        report.plan().callsPerSecond(),
                        micros(report.gatewayMicrosPerCall())));
        line(
                page,
                String.format(
                        ROOT,
                        "| saturated, %,.0f calls/s | %.0f us a call |",
                        full.run().calls() / full.run().seconds(),
                        full.gatewayMicrosPerCall()));
        line(
                page,
                String.format(
                        ROOT,
                        "| without calls | %s us a second |",
                        micros(report.gatewayIdleMicrosPerSecond())));
        line(
                page,
                String.format(
                        ROOT,
                        "| the database's processes beside it, at %d calls/s | %s us a call |",
                        report.plan().callsPerSecond(),
                        micros(report.databaseMicrosPerCall())));
        line(page, "");
    }

    private static void memory(StringBuilder page, Report report) {
        line(page, "| moment | calls | resident | peak so far | the database's processes |");
        line(page, "|---|--:|--:|--:|--:|");
        for (Report.MemoryPoint point : report.memory()) {
            line(
                    page,
                    String.format(
                            ROOT,
                            "| %s | %,d | %.0f MiB | %.0f MiB | %.0f MiB |",
                            point.moment(),
                            point.calls(),
                            point.memory().gateway() / KIB_PER_MIB,
                            point.memory().gatewayPeak() / KIB_PER_MIB,
                            point.memory().database() / KIB_PER_MIB));
        }
        line(page, "");
    }

    private static void noise(StringBuilder page, Report report) {
        line(page, "| round | way | calls | failed | late p99 | p50 | p99 | foreign processors |");
        line(page, "|--:|---|--:|--:|--:|--:|--:|--:|");
        for (Round round : report.rounds()) {
            line(
                    page,
                    String.format(
                            ROOT,
                            "| %d | %s | %,d | %d | %.2f ms | %.2f ms | %.2f ms | %.2f |",
                            round.number(),
                            round.way().name().toLowerCase(ROOT),
                            round.run().calls(),
                            round.run().failures(),
                            round.run().lateness().p99() / MICROS_PER_MILLI,
                            round.run().latency().p50() / MICROS_PER_MILLI,
                            round.run().latency().p99() / MICROS_PER_MILLI,
                            round.foreignProcessors()));
        }
    }

    private static String ms(Spread micros) {
        return String.format(
                ROOT,
                "%.2f ms (%.2f to %.2f)",
                micros.median() / MICROS_PER_MILLI,
                micros.least() / MICROS_PER_MILLI,
                micros.most() / MICROS_PER_MILLI);
    }

    private static String micros(Spread spread) {
        return String.format(
                ROOT, "%.0f (%.0f to %.0f)", spread.median(), spread.least(), spread.most());
    }

    private static void line(StringBuilder page, String line) {
        page.append(line).append('\n');
    }
}
