package dev.signalbox.domain.catalog;

import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.money.Pricing;
import dev.signalbox.domain.money.Tariff;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Set;

/**
 * One place that serves a group's model.
 *
 * @param model the name that this place knows the model by (on Azure: the deployment's name); with
 *     stars in it only where the group's name has them
 * @param address where it lies, fit to be shown: no credential, no query
 * @param terms how it wants to be used
 * @param about what else is written down about it
 */
public record Deployment(
        Id id, Provider provider, String model, String address, Terms terms, About about) {

    /** A deployment of which nothing is written down but its weight. */
    public Deployment(Id id, Provider provider, String model, String address, double weight) {
        this(id, provider, model, address, Terms.NONE.draft().weight(weight).done(), About.NOTHING);
    }

    /** The same place, asked for another model, at that model's prices. */
    public Deployment withModel(String model) {
        return new Deployment(id, provider, model, address, terms.of(provider, model), about);
    }

    /**
     * What somebody wrote down about a deployment, fit to be shown: no secret is in it.
     *
     * @param params an object ({@code litellm_params})
     * @param info an object ({@code model_info})
     * @param accessGroups names under which lists of models may mean it
     * @param stored true: kept in the database; false: written in the file
     * @param model as it was written ({@code litellm_params.model}); null if that is not known
     */
    public record About(
            FreeJson params,
            FreeJson info,
            Set<String> accessGroups,
            boolean stored,
            @Nullable String model) {

        /** Nothing is written down. */
        public static final About NOTHING =
                new About(FreeJson.EMPTY, FreeJson.EMPTY, Set.of(), false, null);

        public About {
            accessGroups = Set.copyOf(accessGroups);
        }

        /** The same of a deployment whose model is written so. */
        public About ofModel(String written) {
            return new About(params, info, accessGroups, stored, written);
        }
    }

    /** Names one deployment for its whole life, restarts included; shown to callers. */
    public record Id(String text) {
        public Id {
            if (text.isBlank()) {
                throw new IllegalArgumentException("a deployment's id is not blank");
            }
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * The family that speaks to it, a word and not a list of ours: {@code azure}, {@code openai}.
     */
    public record Provider(String word) {
        @Override
        public String toString() {
            return word;
        }
    }

    /**
     * How a deployment wants to be used; null where the configuration says nothing.
     *
     * @param weight its share among its siblings, 0 or more
     * @param rpm requests that it takes in a minute; a limit only where that is checked, else a
     *     weight
     * @param tpm tokens that it takes in a minute; the same
     * @param order its tier: the lowest one that has somebody to ask is asked first
     * @param tags what calls may be marked with to be served here; {@value #DEFAULT_TAG} is for the
     *     rest
     * @param region where it lies, in lower case ({@code region_name})
     * @param together calls that it serves at the same time ({@code max_parallel_requests})
     * @param window the longest question it can read, in tokens ({@code max_input_tokens})
     * @param pricing what calls cost
     * @param timeout for a whole attempt; of a stream, for its first event
     * @param streamTimeout for the first event of a stream
     * @param retries how often a call that it failed is tried again
     * @param rest how long it rests after failures ({@code cooldown_time}); zero for never
     * @param allowedFails how many failures in a minute are let pass
     * @param budget how much money may be spent on it ({@code max_budget}, {@code budget_duration})
     */
    public record Terms(
            @Nullable Double weight,
            @Nullable Long rpm,
            @Nullable Long tpm,
            @Nullable Integer order,
            Set<String> tags,
            @Nullable String region,
            @Nullable Integer together,
            @Nullable Long window,
            Pricing pricing,
            @Nullable Duration timeout,
            @Nullable Duration streamTimeout,
            @Nullable Integer retries,
            @Nullable Duration rest,
            @Nullable Integer allowedFails,
            Limits budget) {

        /** The tag of deployments that serve what no other tag asks for. */
        public static final String DEFAULT_TAG = "default";

        /** Nothing is said. */
        public static final Terms NONE = new TermsDraft().done();

        public Terms {
            tags = Set.copyOf(tags);
            if (weight != null && (!(weight >= 0) || Double.isInfinite(weight))) {
                throw new IllegalArgumentException(
                        "a weight is a number of 0 or more, not " + weight);
            }
        }

        /** What calls cost, by the time. */
        public Tariff tariff() {
            return pricing.tariff();
        }

        /** One token of question and answer each, in US dollars, to compare; null if unknown. */
        public @Nullable BigDecimal price() {
            return pricing.compared();
        }

        /** The same for a model whose name was open. */
        private Terms of(Provider provider, String model) {
            return pricing.isOpen()
                    ? draft().pricing(pricing.of(provider.word(), model)).done()
                    : this;
        }

        /** These terms, to be changed one by one. */
        public TermsDraft draft() {
            return new TermsDraft(this);
        }
    }
}
