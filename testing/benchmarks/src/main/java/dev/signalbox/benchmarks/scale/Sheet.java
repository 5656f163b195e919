package dev.signalbox.benchmarks.scale;

import static java.util.Locale.ROOT;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

import dev.signalbox.benchmarks.report.Conditions;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The figures at both numbers of keys. */
record Sheet(
        Conditions conditions, int few, int many, List<Figure> withFew, List<Figure> withMany) {

    /** The raw form. */
    byte[] json() throws JsonProcessingException {
        return new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValueAsBytes(
                        Map.of(
                                "conditions", conditions,
                                "withFew", raw(few, withFew),
                                "withMany", raw(many, withMany)));
    }

    private static Map<String, Object> raw(int keys, List<Figure> figures) {
        return Map.of(
                "keys",
                keys,
                "figures",
                figures.stream()
                        .map(f -> Map.of("what", f.what(), "value", f.value(), "unit", f.unit()))
                        .toList());
    }

    /** A table in Markdown. */
    String table() {
        Map<String, Figure> first =
                withFew.stream().collect(Collectors.toMap(Figure::what, figure -> figure));
        StringBuilder page = new StringBuilder();
        page.append(String.format(ROOT, "| | %,d keys | %,d keys | ratio |%n", few, many));
        page.append("|---|--:|--:|--:|\n");
        for (Figure figure : withMany) {
            Figure other = first.get(figure.what());
            page.append(
                    String.format(
                            ROOT,
                            "| %s | %s | %s | %s |%n",
                            figure.what(),
                            other == null ? "" : text(other),
                            text(figure),
                            other == null || !figure.ratio() || other.value() <= 0
                                    ? ""
                                    : String.format(ROOT, "%.2f", figure.value() / other.value())));
        }
        return page.toString();
    }

    private static String text(Figure figure) {
        return switch (figure.unit()) {
            case "" -> String.format(ROOT, "%,.0f", figure.value());
            case "MiB", "1/s" -> String.format(ROOT, "%,.0f %s", figure.value(), figure.unit());
            default -> String.format(ROOT, "%.2f %s", figure.value(), figure.unit());
        };
    }
}
