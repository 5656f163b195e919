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
        public static final Terms NONE = new Draft().done();

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
        public Draft draft() {
            return new Draft(this);
        }
    }

    /** Terms on their way; used by one thread, and left alone when they are done. */
    public static final class Draft {
        private @Nullable Double weight;
        private @Nullable Long rpm;
        private @Nullable Long tpm;
        private @Nullable Integer order;
        private Set<String> tags = Set.of();
        private @Nullable String region;
        private @Nullable Integer together;
        private @Nullable Long window;
        private Pricing pricing = Pricing.UNKNOWN;
        private @Nullable Duration timeout;
        private @Nullable Duration streamTimeout;
        private @Nullable Integer retries;
        private @Nullable Duration rest;
        private @Nullable Integer allowedFails;
        private Limits budget = Limits.NONE;

        private Draft() {}

        private Draft(Terms terms) {
            this.weight = terms.weight();
            this.rpm = terms.rpm();
            this.tpm = terms.tpm();
            this.order = terms.order();
            this.tags = terms.tags();
            this.region = terms.region();
            this.together = terms.together();
            this.window = terms.window();
            this.pricing = terms.pricing();
            this.timeout = terms.timeout();
            this.streamTimeout = terms.streamTimeout();
            this.retries = terms.retries();
            this.rest = terms.rest();
            this.allowedFails = terms.allowedFails();
            this.budget = terms.budget();
        }

        /** Its share among its siblings. */
        public Draft weight(@Nullable Double weight) {
            this.weight = weight;
            return this;
        }

        /** Requests in a minute. */
        public Draft rpm(@Nullable Long rpm) {
            this.rpm = rpm;
            return this;
        }

        /** Tokens in a minute. */
        public Draft tpm(@Nullable Long tpm) {
            this.tpm = tpm;
            return this;
        }

        /** Its tier. */
        public Draft order(@Nullable Integer order) {
            this.order = order;
            return this;
        }

        /** What calls may be marked with. */
        public Draft tags(Set<String> tags) {
            this.tags = tags;
            return this;
        }

        /** Where it lies. */
        public Draft region(@Nullable String region) {
            this.region = region;
            return this;
        }

        /** Calls at the same time. */
        public Draft together(@Nullable Integer together) {
            this.together = together;
            return this;
        }

        /** The longest question, in tokens. */
        public Draft window(@Nullable Long window) {
            this.window = window;
            return this;
        }

        /** What calls cost. */
        public Draft pricing(Pricing pricing) {
            this.pricing = pricing;
            return this;
        }

        /** For a whole attempt. */
        public Draft timeout(@Nullable Duration timeout) {
            this.timeout = timeout;
            return this;
        }

        /** For the first event of a stream. */
        public Draft streamTimeout(@Nullable Duration streamTimeout) {
            this.streamTimeout = streamTimeout;
            return this;
        }

        /** How often a call that it failed is tried again. */
        public Draft retries(@Nullable Integer retries) {
            this.retries = retries;
            return this;
        }

        /** How long it rests. */
        public Draft rest(@Nullable Duration rest) {
            this.rest = rest;
            return this;
        }

        /** Failures in a minute that are let pass. */
        public Draft allowedFails(@Nullable Integer allowedFails) {
            this.allowedFails = allowedFails;
            return this;
        }

        /** How much money may be spent on it. */
        public Draft budget(Limits budget) {
            this.budget = budget;
            return this;
        }

        /** The terms as they are now. */
        public Terms done() {
            return new Terms(
                    weight,
                    rpm,
                    tpm,
                    order,
                    tags,
                    region,
                    together,
                    window,
                    pricing,
                    timeout,
                    streamTimeout,
                    retries,
                    rest,
                    allowedFails,
                    budget);
        }
    }
}
