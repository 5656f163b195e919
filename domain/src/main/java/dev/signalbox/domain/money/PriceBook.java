package dev.signalbox.domain.money;

import java.util.Map;

/**
 * What models cost that say nothing of it themselves.
 *
 * @param tariffs by the models' names, as LiteLLM writes them: {@code gpt-4o}, {@code
 *     azure/gpt-4o-mini}
 */
public record PriceBook(Map<String, Tariff> tariffs) {

    /** Nothing is in it. */
    public static final PriceBook EMPTY = new PriceBook(Map.of());

    public PriceBook {
        tariffs = Map.copyOf(tariffs);
    }

    /** Whether nothing is in it. */
    public boolean isEmpty() {
        return tariffs.isEmpty();
    }

    /**
     * What a model costs at a provider: by its name with the provider's word before it, or else
     * without that word; {@link Tariff#UNKNOWN} if neither is here.
     *
     * @param provider its word
     * @param model with the word before it or without
     */
    public Tariff find(String provider, String model) {
        String word = provider + "/";
        String bare = model.startsWith(word) ? model.substring(word.length()) : model;
        Tariff tariff = tariffs.get(word + bare);
        return tariff == null ? tariffs.getOrDefault(bare, Tariff.UNKNOWN) : tariff;
    }

    @Override
    public String toString() {
        return "prices of " + tariffs.size() + " models";
    }
}
