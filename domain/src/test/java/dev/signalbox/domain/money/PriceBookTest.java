package dev.signalbox.domain.money;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Under which names a model is looked up. */
class PriceBookTest {

    private static final PriceBook BOOK =
            new PriceBook(
                    Map.of(
                            "gpt-4o", tariff("openai's"),
                            "azure/gpt-4o", tariff("azure's"),
                            "azure/eu/gpt-4o", tariff("in europe"),
                            "o3", tariff("everybody's")));

    private static Tariff tariff(String id) {
        return new Tariff(List.of(new Tariff.Version(id, Instant.EPOCH, Price.of(1, 1))));
    }

    private static String found(String provider, String model) {
        List<Tariff.Version> versions = BOOK.find(provider, model).versions();
        return versions.isEmpty() ? "unknown" : versions.getFirst().id();
    }

    @Test
    void theProvidersOwnPriceCountsMoreThanEverybodys() {
        assertThat(found("azure", "gpt-4o")).isEqualTo("azure's");
        assertThat(found("azure", "azure/gpt-4o")).isEqualTo("azure's");
        assertThat(found("azure", "eu/gpt-4o")).isEqualTo("in europe");
        assertThat(found("openai", "gpt-4o")).isEqualTo("openai's");
        assertThat(found("openai", "openai/gpt-4o")).isEqualTo("openai's");
        assertThat(found("openai", "azure/gpt-4o")).isEqualTo("azure's");
    }

    @Test
    void whereTheProviderHasNoneItIsEverybodys() {
        assertThat(found("azure", "o3")).isEqualTo("everybody's");
        assertThat(found("azure", "azure/o3")).isEqualTo("everybody's");
    }

    @Test
    void noPriceIsGuessedFromALikeName() {
        assertThat(found("azure", "my-gpt-4o")).isEqualTo("unknown");
        assertThat(found("azure", "us/gpt-4o")).isEqualTo("unknown");
        assertThat(PriceBook.EMPTY.find("azure", "gpt-4o")).isEqualTo(Tariff.UNKNOWN);
    }
}
