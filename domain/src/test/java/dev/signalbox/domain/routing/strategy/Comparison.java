package dev.signalbox.domain.routing.strategy;

import dev.signalbox.domain.policy.Picking.Way;
import dev.signalbox.domain.routing.strategy.Simulation.Result;

import java.util.Locale;
import java.util.Map;

/** The strategies beside each other under the same calls, for people. */
final class Comparison {

    private static final double LEFT = 170;
    private static final double DECADE = 110;
    private static final double FIRST_MILLIS = 100;

    private Comparison() {}

    /** As a Markdown table. */
    static String table(Map<Way, Result> results) {
        StringBuilder table = new StringBuilder();
        table.append("| strategy | mean ms | p50 ms | p99 ms | calls to the first, meanwhile |\n");
        table.append("|---|--:|--:|--:|--:|\n");
        results.forEach(
                (way, result) ->
                        table.append(
                                String.format(
                                        Locale.ROOT,
                                        "| `%s` | %.0f | %.0f | %.0f | %.1f %% |\n",
                                        way.word(),
                                        result.mean(),
                                        result.percentile(0.5),
                                        result.percentile(0.99),
                                        100 * result.share(0, 30, 90))));
        return table.toString();
    }

    /** The means and the 99th percentiles as bars, each ten times the one before. */
    static String picture(String title, Map<Way, Result> results) {
        StringBuilder svg = new StringBuilder();
        double height = 62 + 44 * results.size() + 26;
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 640 %.0f\""
                                + " font-family=\"sans-serif\" font-size=\"12\">\n"
                                + "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>\n",
                        height));
        text(svg, LEFT, 20, "start", title);
        bar(svg, LEFT, 30, 12, "#8aa4bf");
        text(svg, LEFT + 18, 41, "start", "mean");
        bar(svg, LEFT + 90, 30, 12, "#1f5f99");
        text(svg, LEFT + 108, 41, "start", "p99, in milliseconds");
        double y = 60;
        for (Map.Entry<Way, Result> each : results.entrySet()) {
            text(svg, LEFT - 10, y + 22, "end", each.getKey().word());
            measured(svg, y, each.getValue().mean(), "#8aa4bf");
            measured(svg, y + 18, each.getValue().percentile(0.99), "#1f5f99");
            y += 44;
        }
        text(
                svg,
                LEFT,
                y + 14,
                "start",
                "each length begins at 100 ms and grows with the logarithm");
        return svg.append("</svg>\n").toString();
    }

    private static void measured(StringBuilder svg, double y, double millis, String colour) {
        double width = Math.max(Math.log10(millis / FIRST_MILLIS) * DECADE, 1);
        bar(svg, LEFT, y, width, colour);
        text(svg, LEFT + width + 4, y + 12, "start", String.format(Locale.ROOT, "%,.0f", millis));
    }

    private static void bar(StringBuilder svg, double x, double y, double width, String colour) {
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>\n",
                        x,
                        y,
                        width,
                        width == 12 ? 12 : 16,
                        colour));
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String words) {
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n",
                        x,
                        y,
                        anchor,
                        words));
    }
}
