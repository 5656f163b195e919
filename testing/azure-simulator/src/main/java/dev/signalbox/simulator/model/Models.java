package dev.signalbox.simulator.model;

import com.knuddels.jtokkit.api.EncodingType;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is known of models by their names: versions, encodings, sizes, and what they can do. */
public final class Models {

    private static final Map<String, String> VERSIONS =
            Map.of(
                    "gpt-35-turbo", "gpt-3.5-turbo-0125",
                    "gpt-3.5-turbo", "gpt-3.5-turbo-0125",
                    "gpt-4", "gpt-4-0613",
                    "gpt-4o", "gpt-4o-2024-08-06",
                    "gpt-4o-mini", "gpt-4o-mini-2024-07-18",
                    "gpt-4.1", "gpt-4.1-2025-04-14",
                    "gpt-4.1-mini", "gpt-4.1-mini-2025-04-14",
                    "o1", "o1-2024-12-17",
                    "o3-mini", "o3-mini-2025-01-31",
                    "gpt-5", "gpt-5-2025-08-07");
    private static final List<String> NEWER =
            List.of("gpt-4o", "gpt-4.1", "gpt-4.5", "o1", "o3", "o4", "gpt-5");

    private Models() {}

    /** The model with its version, as answers name it. */
    public static String version(String model) {
        return VERSIONS.getOrDefault(model, model);
    }

    /** Which alphabet of tokens the model reads. */
    public static EncodingType encoding(String model) {
        String name = model.toLowerCase(Locale.ROOT);
        boolean newer = NEWER.stream().anyMatch(name::startsWith);
        return newer ? EncodingType.O200K_BASE : EncodingType.CL100K_BASE;
    }

    /** How many tokens the model reads at most, question and answer together. */
    public static int context(String model) {
        String name = model.toLowerCase(Locale.ROOT);
        if (name.startsWith("gpt-5")) {
            return 272_000;
        }
        if (name.startsWith("gpt-4.1")) {
            return 1_047_576;
        }
        if (embeds(model) || name.equals("gpt-4")) {
            return 8_192;
        }
        return name.startsWith("gpt-3") ? 16_385 : 128_000;
    }

    /** Whether it turns text into vectors, and does nothing else. */
    public static boolean embeds(String model) {
        return model.toLowerCase(Locale.ROOT).contains("embedding");
    }

    /** Whether it continues plain text, and does nothing else. */
    public static boolean completes(String model) {
        String name = model.toLowerCase(Locale.ROOT);
        return name.contains("instruct") || name.contains("davinci") || name.contains("babbage");
    }

    /** Whether it converses. */
    public static boolean converses(String model) {
        return !embeds(model) && !completes(model);
    }

    /** How long its vectors are where the request does not say. */
    public static int dimensions(String model) {
        return model.toLowerCase(Locale.ROOT).contains("3-large") ? 3_072 : 1_536;
    }
}
