package dev.signalbox.conformance;

import dev.signalbox.conformance.Client.Cannot;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What clients can do, in a table: as their tests say, which fail where it is not so. */
final class ClientsReference {

    private static final String HEAD =
            """
            # Clients

            Libraries that people use, against the gateway as it is packaged, with [the simulator](../../testing/azure-simulator/README.md)
            behind it: what works, and what an error becomes. Every cell has a test in `testing/conformance`, which is run
            with every build; this page is written by them. How to set a client up:
            [OpenAI's](../how-to/point-the-openai-sdk-at-it.md), [Azure's](../how-to/point-the-azure-sdk-at-it.md).

            """;
    private static final String CANNOT = "cannot";

    private final List<Column> columns;

    private ClientsReference(List<Column> columns) {
        this.columns = columns;
    }

    /** Of these tests, in their order. */
    static ClientsReference of(List<Class<?>> tests) {
        return new ClientsReference(tests.stream().map(Column::of).toList());
    }

    /** Features that a client neither shows nor cannot do, or both at once. */
    List<String> gaps() {
        List<String> gaps = new ArrayList<>();
        for (Column column : columns) {
            for (Feature feature : Feature.values()) {
                if (column.shown().containsKey(feature) == column.cannot().containsKey(feature)) {
                    gaps.add(column.client().name() + ": " + feature);
                }
            }
        }
        return gaps;
    }

    String write() {
        StringBuilder page = new StringBuilder(HEAD);
        page.append("## What works\n\n");
        table(page, feature -> !feature.isError());
        page.append("\n## What an error becomes\n\n");
        table(page, Feature::isError);
        page.append("\nThe words of every error are in the [list of errors](errors.md).\n");
        page.append("\n## What a client cannot do\n\n");
        for (Column column : columns) {
            column.cannot()
                    .forEach(
                            (feature, why) ->
                                    item(page, column, feature.words() + ": " + why + "."));
        }
        page.append("\n## Good to know\n\n");
        for (Column column : columns) {
            Stream.of(column.client().notes()).forEach(note -> item(page, column, note));
        }
        return page.toString();
    }

    private static void item(StringBuilder page, Column column, String text) {
        page.append("- ").append(column.client().name()).append(": ").append(text).append('\n');
    }

    private void table(StringBuilder page, Predicate<Feature> wanted) {
        row(page, "", columns.stream().map(Column::title));
        row(page, "---", columns.stream().map(column -> "---"));
        for (Feature feature : Feature.values()) {
            if (wanted.test(feature)) {
                row(page, feature.words(), columns.stream().map(column -> column.cell(feature)));
            }
        }
    }

    private static void row(StringBuilder page, String first, Stream<String> others) {
        page.append("| ").append(first).append(" | ");
        page.append(others.collect(Collectors.joining(" | "))).append(" |\n");
    }

    /** One client. */
    private record Column(Client client, Map<Feature, String> shown, Map<Feature, String> cannot) {

        static Column of(Class<?> test) {
            Client client = test.getAnnotation(Client.class);
            Map<Feature, String> shown = new EnumMap<>(Feature.class);
            for (Class<?> type = test; type != Object.class; type = type.getSuperclass()) {
                for (Method method : type.getDeclaredMethods()) {
                    Shows shows = method.getAnnotation(Shows.class);
                    if (shows != null) {
                        shown.put(shows.value(), shows.as());
                    }
                }
            }
            Map<Feature, String> cannot = new EnumMap<>(Feature.class);
            for (Cannot one : client.cannot()) {
                cannot.put(one.what(), one.why());
            }
            return new Column(client, shown, cannot);
        }

        String title() {
            String version = client.version();
            return client.name() + (version.isEmpty() ? "" : " " + System.getProperty(version));
        }

        String cell(Feature feature) {
            return shown.getOrDefault(feature, CANNOT);
        }
    }
}
