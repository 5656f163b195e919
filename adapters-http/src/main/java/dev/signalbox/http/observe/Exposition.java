package dev.signalbox.http.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes numbers as Prometheus reads them: its text format, version 0.0.4. */
final class Exposition {

    /** What the text is, for the header of an answer. */
    static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private Exposition() {}

    /** All of it, series in the order of their labels' values. */
    static String text(List<Family> families) {
        StringBuilder text = new StringBuilder();
        for (Family family : families) {
            text.append("# HELP ")
                    .append(family.name())
                    .append(' ')
                    .append(family.help().replace("\\", "\\\\").replace("\n", "\\n"))
                    .append("\n# TYPE ")
                    .append(family.name())
                    .append(' ')
                    .append(family.type().name().toLowerCase(Locale.ROOT))
                    .append('\n');
            List<String> lines = new ArrayList<>();
            family.each((values, number) -> lines.add(line(family, values, number)));
            lines.stream().sorted().forEach(text::append);
        }
        return text.toString();
    }

    private static String line(Family family, List<String> values, long number) {
        StringBuilder line = new StringBuilder(family.name());
        for (int i = 0; i < values.size(); i++) {
            line.append(i == 0 ? '{' : ',')
                    .append(family.labels().get(i))
                    .append("=\"")
                    .append(escaped(values.get(i)))
                    .append('"');
        }
        return line.append(values.isEmpty() ? " " : "} ").append(number).append('\n').toString();
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
