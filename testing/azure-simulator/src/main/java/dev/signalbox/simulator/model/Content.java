package dev.signalbox.simulator.model;

import java.util.List;
import java.util.SplittableRandom;

/** What a deployment says. */
public sealed interface Content {

    /** Repeats the last text of the user. */
    record Echo() implements Content {}

    /** Words without sense, the same for the same seed. */
    record Lorem(long seed) implements Content {}

    /** Always this text. */
    record Script(String text) implements Content {}

    /**
     * The text to say.
     *
     * @param asked the last text of the user
     * @param words how many words are wanted where nothing else says it
     */
    default String text(String asked, int words) {
        return switch (this) {
            case Echo echo -> asked;
            case Lorem lorem -> lorem(lorem.seed(), words);
            case Script script -> script.text();
        };
    }

    private static String lorem(long seed, int words) {
        List<String> stock =
                List.of(
                        "lorem",
                        "ipsum",
                        "dolor",
                        "sit",
                        "amet",
                        "magna",
                        "aliqua",
                        "tempor",
                        "labore",
                        "minim",
                        "veniam",
                        "nostrud",
                        "ullamco",
                        "nisi",
                        "commodo",
                        "consequat",
                        "aute",
                        "irure",
                        "velit",
                        "esse",
                        "cillum",
                        "fugiat");
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            text.append(i == 0 ? "" : " ").append(stock.get(random.nextInt(stock.size())));
        }
        return text.toString();
    }
}
