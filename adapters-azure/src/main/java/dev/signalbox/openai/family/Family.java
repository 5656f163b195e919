package dev.signalbox.openai.family;

import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Models that take the same parameters, known by their names. */
public enum Family {
    /** Those that take them all, or that nobody knows. */
    ORDINARY,
    /** {@code o1}, {@code o3}, {@code o4} and their kin. */
    O_SERIES,
    /** {@code gpt-5} and its kin, but not those that only chat. */
    GPT_5;

    private static final Pattern O_SERIES_NAME =
            Pattern.compile("(^|[^a-z0-9])o[134]($|[^a-z0-9])|o_series/");

    private static final Pattern GPT_5_NAME =
            Pattern.compile("gpt-?5(?![0-9])(?!-chat)|gpt5_series/");

    /** The family of a model; a deployment's own name tells it only if it holds the model's. */
    public static Family of(String model) {
        String name = model.toLowerCase(Locale.ROOT);
        if (GPT_5_NAME.matcher(name).find()) {
            return GPT_5;
        }
        return O_SERIES_NAME.matcher(name).find() ? O_SERIES : ORDINARY;
    }

    /** Parameters for which such a model answers 400. */
    public Set<String> refused() {
        return switch (this) {
            case ORDINARY -> Set.of();
            case O_SERIES -> {
                Set<String> refused = new HashSet<>(GPT_5.refused());
                refused.add("parallel_tool_calls");
                yield Set.copyOf(refused);
            }
            case GPT_5 ->
                    Set.of(
                            "temperature",
                            "top_p",
                            "presence_penalty",
                            "frequency_penalty",
                            "logprobs",
                            "top_logprobs",
                            "logit_bias");
        };
    }

    /** Parameters that such a model knows by another name only. */
    public Map<String, String> renamed() {
        return switch (this) {
            case ORDINARY -> Map.of();
            case O_SERIES, GPT_5 -> Map.of("max_tokens", "max_completion_tokens");
        };
    }
}
