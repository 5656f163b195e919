package dev.signalbox.bootstrap.config;

import dev.signalbox.application.driven.UpstreamProvider;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The families of upstreams that were found, and which of them a model's text means. */
public final class Providers {

    private static final String OPENAI = "openai";

    /** Names that LiteLLM takes for OpenAI's own, without a provider's word before them. */
    private static final Pattern OPENAI_MODEL =
            Pattern.compile(
                    "(gpt-|chatgpt-|o[0-9]|text-embedding-|davinci-|babbage-|ft:(gpt|davinci|babbage)"
                            + "|codex-|computer-use-|text-moderation-|omni-moderation-).*");

    private final Map<String, UpstreamProvider> byWord = new TreeMap<>();

    /**
     * @param found each with a word of its own
     */
    public Providers(Iterable<UpstreamProvider> found) {
        for (UpstreamProvider provider : found) {
            UpstreamProvider other = byWord.put(provider.name().word(), provider);
            if (other != null) {
                throw new IllegalArgumentException(
                        "two providers are called " + provider.name().word());
            }
        }
    }

    /** A provider and the text that is left for it. */
    record Choice(UpstreamProvider provider, String model) {}

    /**
     * Whom {@code model} means.
     *
     * @param word {@code custom_llm_provider}; null if it is absent
     * @return null if nobody
     */
    @Nullable Choice choose(String model, @Nullable String word) {
        int slash = model.indexOf('/');
        String prefix = slash < 0 ? "" : model.substring(0, slash);
        String rest = model.substring(slash + 1);
        if (word != null) {
            return choice(word, prefix.equals(word) ? rest : model);
        }
        if (byWord.containsKey(prefix)) {
            return choice(prefix, rest);
        }
        return OPENAI_MODEL.matcher(model).matches() && slash < 0 ? choice(OPENAI, model) : null;
    }

    /** Why nobody is meant, and what to write. */
    String complaint(String model, @Nullable String word) {
        List<String> words = byWord.keySet().stream().map(known -> known + "/…").toList();
        String found = words.isEmpty() ? "none" : String.join(", ", words);
        if (word != null) {
            return "there is no provider of this name. Those that are here: " + found;
        }
        return (model.indexOf('/') < 0
                        ? "the provider is missing before the model's name"
                        : "there is no such provider")
                + ". Those that are here: "
                + found;
    }

    /** The settings of every provider. */
    Set<String> allSettings() {
        Set<String> all = new TreeSet<>();
        byWord.values().forEach(provider -> all.addAll(provider.settings()));
        return all;
    }

    private @Nullable Choice choice(String word, String model) {
        UpstreamProvider provider = byWord.get(word);
        return provider == null || model.isBlank() ? null : new Choice(provider, model);
    }
}
