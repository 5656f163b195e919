package dev.signalbox.benchmarks.report;

import static java.util.Locale.ROOT;

import dev.signalbox.benchmarks.load.Times;
import dev.signalbox.benchmarks.report.Round.Way;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** The latency percentiles of both ways as a picture, on a scale of powers of ten. */
public final class Chart {

    private static final double MICROS_PER_MILLI = 1e3;
    private static final int WIDTH = 640;
    private static final int LEFT = 70;
    private static final int RIGHT = 590;
    private static final int TOP = 60;
    private static final int STEP = 52;
    private static final int BAR = 18;
    private static final double LEAST_MILLIS = 0.1;
    private static final String DIRECT = "#8aa4bf";
    private static final String THROUGH = "#1f5f99";

    private final StringBuilder svg = new StringBuilder();
    private final List<Percentile> percentiles;
    private final double most;

    private Chart(Report report) {
        this.percentiles =
                List.of(
                        Percentile.of("p50", report, Times.Summary::p50),
                        Percentile.of("p90", report, Times.Summary::p90),
                        Percentile.of("p99", report, Times.Summary::p99),
                        Percentile.of("p99.9", report, Times.Summary::p999));
        double slowest = percentiles.stream().mapToDouble(Percentile::most).max().orElse(1);
        this.most = Math.pow(10, Math.ceil(Math.log10(Math.max(1, slowest))));
    }

    /** One percentile, the median over the rounds, in milliseconds. */
    private record Percentile(String name, double direct, double through) {

        private static Percentile of(
                String name, Report report, ToDoubleFunction<Times.Summary> figure) {
            return new Percentile(
                    name, median(report, Way.DIRECT, figure), median(report, Way.THROUGH, figure));
        }

        private static double median(
                Report report, Way way, ToDoubleFunction<Times.Summary> figure) {
            return Spread.of(
                                    report.rounds().stream()
                                            .filter(round -> round.way() == way)
                                            .map(round -> round.run().latency())
                                            .map(figure::applyAsDouble)
                                            .toList())
                            .median()
                    / MICROS_PER_MILLI;
        }

        private double most() {
            return Math.max(direct, through);
        }
    }

    /** The picture as SVG. */
    public static String of(Report report) {
        return new Chart(report).drawn(report.plan());
    }

    private String drawn(Plan plan) {
        int bottom = TOP + percentiles.size() * STEP;
        add(
                String.format(
                        ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
                                + " font-family=\"sans-serif\" font-size=\"12\">",
                        WIDTH,
                        bottom + 40));
        add("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>");
        String title = "Latency at " + plan.callsPerSecond() + " calls/s, medians of the rounds";
        text(LEFT, 20, "start", title);
        legend();
        for (double millis = LEAST_MILLIS; millis <= most * 1.001; millis *= 10) {
            gridLine(millis, bottom);
        }
        for (int i = 0; i < percentiles.size(); i++) {
            bars(percentiles.get(i), TOP + i * STEP);
        }
        add("</svg>");
        return svg.toString();
    }

    private void legend() {
        rectangle(LEFT, 30, 12, 12, DIRECT);
        text(LEFT + 18, 41, "start", "simulator called directly");
        rectangle(LEFT + 190, 30, 12, 12, THROUGH);
        text(LEFT + 208, 41, "start", "through the gateway");
    }

    private void gridLine(double millis, int bottom) {
        double x = x(millis);
        rectangle(x, TOP - 8, 1, bottom - TOP + 8, "#d0d0d0");
        String label = String.format(ROOT, millis < 1 ? "%.1f ms" : "%.0f ms", millis);
        text(x, bottom + 18, "middle", label);
    }

    private void bars(Percentile percentile, int y) {
        text(LEFT - 10, y + BAR + 4, "end", percentile.name());
        bar(percentile.direct(), y, DIRECT);
        bar(percentile.through(), y + BAR, THROUGH);
    }

    private void bar(double millis, int y, String colour) {
        double end = x(millis);
        rectangle(LEFT, y, end - LEFT, BAR - 2, colour);
        text(end + 4, y + BAR - 6, "start", String.format(ROOT, "%.2f", millis));
    }

    private double x(double millis) {
        double part = Math.log(Math.max(millis, LEAST_MILLIS) / LEAST_MILLIS);
        return LEFT + (RIGHT - LEFT) * part / Math.log(most / LEAST_MILLIS);
    }

    private void rectangle(double x, double y, double width, double height, String colour) {
        add(
                String.format(
                        ROOT,
                        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>",
                        x,
                        y,
                        width,
                        height,
                        colour));
    }

    private void text(double x, double y, String anchor, String words) {
        add(
                String.format(
                        ROOT,
                        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
                        x,
                        y,
                        anchor,
                        words));
    }

    private void add(String element) {
        svg.append(element).append('\n');
    }
}
