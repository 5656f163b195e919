package dev.signalbox.simulator.speech;

/** What Azure's content filter found, ready to be written: nothing. */
final class Filters {

    private static final String FOUR =
            "\"hate\":{\"filtered\":false,\"severity\":\"safe\"},%s"
                    + "\"self_harm\":{\"filtered\":false,\"severity\":\"safe\"},"
                    + "\"sexual\":{\"filtered\":false,\"severity\":\"safe\"},"
                    + "\"violence\":{\"filtered\":false,\"severity\":\"safe\"}";

    /** Of a portion of a stream: four categories. */
    static final String PORTION = "{" + FOUR.formatted("") + "}";

    /** Of a whole answer: the four, and protected material. */
    static final String WHOLE =
            "{"
                    + FOUR.formatted(
                            "\"protected_material_code\":{\"detected\":false,\"filtered\":false},"
                                    + "\"protected_material_text\":"
                                    + "{\"detected\":false,\"filtered\":false},")
                    + "}";

    /** Of the question: the four, and attempts to break out. */
    static final String PROMPT =
            "[{\"content_filter_results\":{"
                    + FOUR.formatted("\"jailbreak\":{\"detected\":false,\"filtered\":false},")
                    + "},\"prompt_index\":0}]";

    private Filters() {}
}
