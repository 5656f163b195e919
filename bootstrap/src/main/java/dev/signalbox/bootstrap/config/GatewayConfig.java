package dev.signalbox.bootstrap.config;

import dev.signalbox.application.call.Credential;
import dev.signalbox.application.call.Naming;
import dev.signalbox.application.call.body.Spelling;
import dev.signalbox.application.driven.UpstreamProvider;
import dev.signalbox.bootstrap.config.alerts.AlertHook;
import dev.signalbox.bootstrap.config.prices.Quote;
import dev.signalbox.bootstrap.config.reading.Environment;
import dev.signalbox.bootstrap.config.reading.Said;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Mapping;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Member;
import dev.signalbox.bootstrap.config.yaml.Place;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.money.PriceBook;
import dev.signalbox.domain.money.Unpriced;
import dev.signalbox.domain.policy.RoutingPolicy;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a configuration file says, with LiteLLM's places and our words. Never printed with its
 * content: there are secrets in it.
 *
 * @param elsewhere groups with deployments for another environment, which are left out
 * @param names that hold for everybody, beside the groups'
 * @param masterKey null if neither the file nor the environment has one
 * @param databaseUrl null if neither the file nor the environment has one
 * @param naming which name of the model answers carry
 * @param storing models in the database
 * @param policy how calls find their way where neither key nor team says
 * @param staleness for how long keys are served from memory without contact to the database; null
 *     for ever
 * @param openTeams the teams that anybody may join
 * @param unpriced whether models may be called of which nobody knows what they cost
 * @param spending how what calls cost is written down
 * @param everyAttempt true: each attempt is logged; false: what failed or was tried again
 */
public record GatewayConfig(
        List<Model> models,
        Set<ModelName> elsewhere,
        List<OtherName> names,
        @Nullable Said<Credential> masterKey,
        @Nullable Said<String> databaseUrl,
        Storing storing,
        Naming naming,
        RoutingPolicy policy,
        @Nullable Duration staleness,
        Set<Team.Id> openTeams,
        Unpriced unpriced,
        Spending spending,
        boolean everyAttempt,
        Server server) {

    /** The shortest staleness that a healthy database is sure not to exceed. */
    public static final Duration SHORTEST_STALENESS = Duration.ofSeconds(3);

    public GatewayConfig {
        models = List.copyOf(models);
        elsewhere = Set.copyOf(elsewhere);
        names = List.copyOf(names);
        openTeams = Set.copyOf(openTeams);
    }

    /**
     * How what calls cost is written down.
     *
     * @param servesWhenFull calls that cannot be written down: true: are served; false: refused
     * @param retentionDays for how long rows are kept besides today's; 0 for ever
     * @param zone on whose calendar budgets begin anew
     * @param hook who is told of budgets; null: nobody
     * @param budgetStatus of a call that is refused because a budget is spent
     */
    public record Spending(
            boolean servesWhenFull,
            int retentionDays,
            ZoneId zone,
            Budgets budgets,
            @Nullable AlertHook hook,
            int budgetStatus) {

        /** Where nothing is said. */
        public static final Spending USUAL =
                new Spending(false, 0, ZoneOffset.UTC, Budgets.NONE, null, 429);
    }

    /**
     * Budgets that belong to nobody who is stored.
     *
     * @param everybody for all calls together
     * @param endUserTerms the id of the stored budget for each customer of whom nothing is said
     * @param tags by the tag
     * @param providers by the provider's name
     */
    public record Budgets(
            Limits everybody,
            @Nullable String endUserTerms,
            Map<String, Limits> tags,
            Map<String, Limits> providers) {

        /** There are none. */
        public static final Budgets NONE = new Budgets(Limits.NONE, null, Map.of(), Map.of());

        public Budgets {
            tags = Map.copyOf(tags);
            providers = Map.copyOf(providers);
        }
    }

    @Override
    public String toString() {
        return models.size() + " models";
    }

    /**
     * A name that holds for everybody, beside the groups'.
     *
     * @param place where it stands
     */
    public record OtherName(Place place, ModelName name, ModelName target, Reach reach) {

        /** Where it is looked for. */
        public enum Reach {
            /** Before any group ({@code model_alias_map}). */
            EVERYWHERE,
            /** Where no group has the name ({@code model_group_alias}). */
            GROUPS,
            /** The same, and it is not listed. */
            HIDDEN
        }
    }

    /**
     * One item of {@code model_list}.
     *
     * @param params where it is described
     * @param id as the file says it; null: one is derived
     * @param provider who speaks to it
     * @param model the text behind the provider's word
     * @param words the provider's own settings
     * @param spelling what is added to callers' bodies and what is left out of them, as far as the
     *     file says it
     * @param terms how it wants to be used
     * @param quote what it costs
     * @param about what may be shown of it
     */
    public record Model(
            Mapping params,
            ModelName group,
            @Nullable String id,
            UpstreamProvider provider,
            String model,
            Map<String, String> words,
            Spelling spelling,
            Deployment.Terms terms,
            Quote quote,
            Deployment.About about) {

        public Model {
            words = Map.copyOf(words);
        }

        /** Where it is described. */
        Place place() {
            return params.place();
        }

        /** Where one setting of it stands; where it is described, if the setting is absent. */
        Place placeOf(String key) {
            Member member = params.member(key);
            return member == null ? params.place() : member.place();
        }

        @Override
        public String toString() {
            return place() + " (" + group + ")";
        }
    }

    /**
     * What holds for models that do not say it themselves.
     *
     * @param drops whether parameters that they refuse are left out
     * @param prices what they cost
     */
    public record Usual(boolean drops, PriceBook prices) {}

    /**
     * What is said about models in the database. Never printed with its content: there are secrets
     * in it.
     *
     * @param wish null: nothing is said ({@code store_model_in_db})
     * @param variables that references in stored models mean
     * @param secrets the first seals, each of them opens; empty if there is no master key
     * @param usual what holds where they do not say
     */
    public record Storing(
            @Nullable Boolean wish, Environment variables, List<String> secrets, Usual usual) {

        public Storing {
            secrets = List.copyOf(secrets);
        }

        /** Whether administrators may store models. */
        public boolean isAllowed() {
            return !Boolean.FALSE.equals(wish);
        }

        /** Whether the operator says that there are some. */
        public boolean isExpected() {
            return Boolean.TRUE.equals(wish);
        }

        @Override
        public String toString() {
            return "models in the database: " + wish;
        }
    }

    /**
     * What the file says about the front; null where it says nothing.
     *
     * @param maxBodyMb of an inference call, in MiB
     * @param maxAdminBodyMb of an administrative call, in MiB
     * @param maxHeadKb line and headers of a request, in KiB
     * @param bodyMemoryMb all bodies in flight together, in MiB
     * @param certificate a PEM file
     * @param privateKey a PEM file
     * @param maxCalls served at the same time
     * @param trustedProxies networks in CIDR notation
     * @param adminPort where administration is served by itself
     * @param failedKeyBurst wrong keys from one address at once
     * @param failedKeysPerSecond as many more with every second
     */
    public record Server(
            @Nullable Integer maxBodyMb,
            @Nullable Integer maxAdminBodyMb,
            @Nullable Integer maxHeadKb,
            @Nullable Integer bodyMemoryMb,
            @Nullable Integer maxConnections,
            @Nullable Integer maxCalls,
            @Nullable Duration drain,
            @Nullable Duration headDeadline,
            @Nullable Said<Path> certificate,
            @Nullable Said<Path> privateKey,
            @Nullable Said<List<String>> trustedProxies,
            @Nullable Said<Integer> adminPort,
            @Nullable Said<String> adminHost,
            @Nullable Integer failedKeyBurst,
            @Nullable Integer failedKeysPerSecond) {

        /** Nothing is said. */
        public static final Server SILENT =
                new Server(
                        null, null, null, null, null, null, null, null, null, null, null, null,
                        null, null, null);
    }
}
