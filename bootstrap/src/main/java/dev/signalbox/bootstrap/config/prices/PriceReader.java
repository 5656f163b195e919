package dev.signalbox.bootstrap.config.prices;

import dev.signalbox.bootstrap.config.reading.KnownKeys;
import dev.signalbox.bootstrap.config.reading.Reading;
import dev.signalbox.bootstrap.config.reading.Section;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Mapping;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Member;
import dev.signalbox.domain.catalog.NamePattern;
import dev.signalbox.domain.money.Price;
import dev.signalbox.domain.money.PriceBook;
import dev.signalbox.domain.money.Tariff;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads what single deployments cost.
 *
 * @param book the table of models
 */
public record PriceReader(Reading reading, PriceBook book) {

    private static final String BASE_MODEL = "base_model";
    private static final String PRICES = "prices";

    /** In the table, names without a word are its models'. */
    private static final String OPENAI = "openai/";

    /**
     * What a deployment costs: what it says itself, or else the table about the model behind it, or
     * else the table about the name that it is asked by. As in LiteLLM, {@code litellm_params} win
     * over {@code model_info}, key by key.
     *
     * @param params {@code litellm_params}
     * @param info {@code model_info}
     * @param provider its word
     * @param model the name that it is asked by
     */
    public Quote read(Section params, Section info, String provider, String model) {
        List<DatedPrice> own = own(params, info);
        Tariff behind = behind(params, info, provider);
        boolean known = !own.isEmpty() || !behind.versions().isEmpty();
        return new Quote(
                own,
                known ? behind : book.find(provider, model),
                !known && NamePattern.isIn(model) ? book : PriceBook.EMPTY);
    }

    /** Warns of prices in {@code model_info} that we do not know; the rest there is anybody's. */
    public void warnOfOthers(Mapping info) {
        KnownKeys.Group keys = reading.keys().group("litellm_params");
        for (Member member : info.members()) {
            String key = member.key();
            if (key.contains("_cost") && !keys.serves(key) && keys.absence(key) != null) {
                reading.reportUnserved(member, keys);
            }
        }
    }

    /** What is said without a date holds until the first date. */
    private List<DatedPrice> own(Section params, Section info) {
        DatedPrices reader = new DatedPrices(reading);
        List<DatedPrice> own = new ArrayList<>();
        Price undated = reader.price(params, info);
        if (undated != null) {
            own.add(new DatedPrice(DatedPrice.ALWAYS, undated));
        }
        reader.addAll(info.node(PRICES), own);
        return own;
    }

    private Tariff behind(Section params, Section info, String provider) {
        String base = either(params.text(BASE_MODEL), info.text(BASE_MODEL));
        if (base == null) {
            return Tariff.UNKNOWN;
        }
        Tariff tariff = book.find(provider, base);
        return tariff.versions().isEmpty() && base.startsWith(OPENAI)
                ? book.find(provider, base.substring(OPENAI.length()))
                : tariff;
    }

    private static @Nullable String either(@Nullable String first, @Nullable String second) {
        return first == null ? second : first;
    }
}
