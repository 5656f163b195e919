package dev.signalbox.bootstrap.config;

import dev.signalbox.application.call.Credential;
import dev.signalbox.application.call.Naming;
import dev.signalbox.bootstrap.config.GatewayConfig.Model;
import dev.signalbox.bootstrap.config.GatewayConfig.OtherName;
import dev.signalbox.bootstrap.config.GatewayConfig.OtherName.Reach;
import dev.signalbox.bootstrap.config.GatewayConfig.Server;
import dev.signalbox.bootstrap.config.GatewayConfig.Storing;
import dev.signalbox.bootstrap.config.GatewayConfig.Usual;
import dev.signalbox.bootstrap.config.prices.PriceFile;
import dev.signalbox.bootstrap.config.reading.Environment;
import dev.signalbox.bootstrap.config.reading.KnownKeys;
import dev.signalbox.bootstrap.config.reading.Reading;
import dev.signalbox.bootstrap.config.reading.Said;
import dev.signalbox.bootstrap.config.reading.Section;
import dev.signalbox.bootstrap.config.routing.PolicySettings;
import dev.signalbox.bootstrap.config.routing.ServedNames;
import dev.signalbox.bootstrap.config.yaml.ConfigNode;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Kind;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Mapping;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Member;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Scalar;
import dev.signalbox.bootstrap.config.yaml.Findings;
import dev.signalbox.bootstrap.config.yaml.Includes;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.money.Unpriced;
import dev.signalbox.domain.policy.RoutingPolicy;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads a configuration file: everything it says, and everything that is wrong with it. */
public final class ConfigReader {

    private static final int MOST_MIB = 1024;
    private static final int MOST_KIB = 1024;
    private static final int MOST_MEMORY_MIB = 1 << 20;
    private static final int MOST_CONNECTIONS = 1_000_000;
    private static final int LAST_PORT = 65_535;
    private static final int MOST_FAILED_KEYS = 1_000_000;
    private static final String NEW_USERS = "default_internal_user_params";
    private static final String ENVIRONMENT = "environment_variables";
    private static final Map<String, Boolean> TRUTHS =
            Map.of("true", true, "false", false, "True", true, "False", false);

    private static final Map<String, Unpriced> UNPRICED =
            Map.of(Unpriced.ALLOW.word(), Unpriced.ALLOW, Unpriced.REFUSE.word(), Unpriced.REFUSE);
    private static final Map<String, Boolean> LOGS = Map.of("failures", false, "all", true);

    private final Providers providers;
    private final Findings findings;
    private final Environment environment;
    private final boolean unknownKeysAllowed;

    /**
     * @param findings gets errors and warnings; ask it before anything is started
     * @param environment of the process
     * @param unknownKeysAllowed true: a key that nobody knows is a warning and no error
     */
    public ConfigReader(
            Providers providers,
            Findings findings,
            Environment environment,
            boolean unknownKeysAllowed) {
        this.providers = providers;
        this.findings = findings;
        this.environment = environment;
        this.unknownKeysAllowed = unknownKeysAllowed;
    }

    /**
     * What the file says, as far as it can be used.
     *
     * @throws dev.signalbox.bootstrap.config.yaml.BadConfiguration if it cannot be read at all
     */
    public GatewayConfig read(Path file) {
        Mapping tree = new Includes(findings).read(file);
        Reading bare = new Reading(findings, environment, KnownKeys.load(), unknownKeysAllowed);
        Section top = Section.checked(tree, bare.keys().group("file"), bare);
        Reading reading = bare.with(environment.with(variables(top.mapping(ENVIRONMENT))));
        Section general = section("general_settings", tree, reading);
        Section litellm = section("litellm_settings", tree, reading);
        Section router = section("router_settings", tree, reading);
        OtherNamesReader others = new OtherNamesReader(reading);
        List<OtherName> names = new ArrayList<>();
        others.read(litellm.mapping("model_alias_map"), Reach.EVERYWHERE, names);
        others.read(router.mapping("model_group_alias"), Reach.GROUPS, names);
        Usual usual =
                new Usual(
                        Boolean.TRUE.equals(litellm.truth("drop_params")),
                        PriceFile.read(general.path("price_file", file), reading));
        ModelListReader list = new ModelListReader(reading, providers, false, usual);
        List<Model> models = list.read(tree.member("model_list"));
        Storing storing = storing(general, reading, usual);
        PolicySettings settings = PolicySettings.ofFile(router, litellm, reading);
        RoutingPolicy policy = settings.read();
        if (findings.errorCount() == 0) {
            // Behind a mistake of a model's, its missing group is no mistake of a list's.
            boolean more = storing.isExpected() || !list.elsewhere().isEmpty();
            settings.check(served(models, names, more));
        }
        return new GatewayConfig(
                models,
                list.elsewhere(),
                names,
                masterKey(general),
                general.saidOrSet("database_url", "DATABASE_URL"),
                storing,
                naming(general),
                policy,
                staleness(general),
                openTeams(litellm, reading),
                unpriced(general),
                new SpendingReader(general, litellm, router, reading).read(),
                Boolean.TRUE.equals(general.choice("log_attempts", LOGS)),
                server(general, file));
    }

    private static ServedNames served(
            List<Model> models, List<OtherName> names, boolean moreExpected) {
        Set<ModelName> others = names.stream().map(OtherName::name).collect(Collectors.toSet());
        for (Model model : models) {
            String written = model.about().model();
            if (written != null && ModelName.accepts(written)) {
                others.add(new ModelName(written));
            }
        }
        return new ServedNames(
                models.stream().map(Model::group).collect(Collectors.toSet()),
                others,
                moreExpected);
    }

    /**
     * One model that stands in no file; null if it cannot be used.
     *
     * @param usual what holds where it does not say
     */
    public @Nullable Model storedModel(Mapping item, Usual usual) {
        Reading reading = new Reading(findings, environment, KnownKeys.load(), unknownKeysAllowed);
        return new ModelListReader(reading, providers, true, usual).read((ConfigNode) item);
    }

    /** What seals by default goes on opening when there is a key of its own. */
    private Storing storing(Section general, Reading reading, Usual usual) {
        Boolean written = general.choice("store_model_in_db", TRUTHS);
        Said<String> master = general.saidOrSet("master_key", "LITELLM_MASTER_KEY");
        List<String> secrets =
                Stream.of(
                                reading.environment().get("LITELLM_SALT_KEY"),
                                master == null ? null : master.value(),
                                reading.environment().get("LITELLM_SALT_KEY_OLD"))
                        .filter(secret -> secret != null && !secret.isBlank())
                        .map(String::valueOf)
                        .toList();
        return new Storing(
                written == null ? storingBy(reading.environment()) : written,
                reading.environment(),
                secrets,
                usual);
    }

    private @Nullable Boolean storingBy(Environment variables) {
        String said = variables.get("STORE_MODEL_IN_DB");
        Boolean wish = said == null ? null : TRUTHS.get(said.strip().toLowerCase(Locale.ROOT));
        if (said != null && wish == null) {
            findings.error("the environment variable STORE_MODEL_IN_DB must be true or false");
        }
        return wish;
    }

    private Map<String, String> variables(@Nullable Mapping mapping) {
        Map<String, String> variables = new HashMap<>();
        if (mapping == null) {
            return variables;
        }
        for (Member member : mapping.members()) {
            if (environment.resolve(member.value(), findings) instanceof Scalar scalar) {
                if (scalar.kind() != Kind.NOTHING) {
                    variables.put(member.key(), scalar.text());
                }
            } else {
                findings.error(
                        member.place(), "a variable has one value, not " + member.value().what());
            }
        }
        return variables;
    }

    private Section section(String key, Mapping tree, Reading reading) {
        Mapping mapping = new Section(tree, reading).mapping(key);
        Mapping present = mapping == null ? new Mapping(tree.place(), List.of()) : mapping;
        return Section.checked(present, reading.keys().group(key), reading);
    }

    private static @Nullable Said<Credential> masterKey(Section general) {
        Said<String> key = general.saidOrSet("master_key", "LITELLM_MASTER_KEY");
        return key == null || key.value().isBlank()
                ? null
                : new Said<>(key.where(), Credential.of(key.value()));
    }

    private static Naming naming(Section general) {
        Naming naming =
                general.choice(
                        "response_model",
                        Map.of("upstream", Naming.AS_SERVED, "requested", Naming.AS_ASKED));
        return naming == null ? Naming.AS_SERVED : naming;
    }

    private static Unpriced unpriced(Section general) {
        Unpriced said = general.choice("unpriced_models", UNPRICED);
        return said == null ? Unpriced.ALLOW : said;
    }

    /** Null: what is known is served for ever. */
    private @Nullable Duration staleness(Section general) {
        if ("serve".equals(general.text("auth_staleness"))) {
            return null;
        }
        Duration staleness = general.seconds("auth_staleness");
        if (staleness != null && staleness.compareTo(GatewayConfig.SHORTEST_STALENESS) < 0) {
            findings.error(
                    general.placeOf("auth_staleness"),
                    "this must be serve or at least "
                            + GatewayConfig.SHORTEST_STALENESS.toSeconds()
                            + " seconds: the database is asked twice a second, and may be slow for"
                            + " a moment");
        }
        return staleness;
    }

    /** The rest of what LiteLLM gives to new users is reported as not served. */
    private Set<Team.Id> openTeams(Section litellm, Reading reading) {
        Mapping mapping = litellm.mapping(NEW_USERS);
        if (mapping == null) {
            return Set.of();
        }
        Section section = Section.checked(mapping, reading.keys().group(NEW_USERS), reading);
        Set<Team.Id> open = new LinkedHashSet<>();
        for (String id : section.texts("available_teams")) {
            if (Team.Id.accepts(id)) {
                open.add(new Team.Id(id));
            } else {
                findings.error(
                        section.placeOf("available_teams"),
                        "this must be a list of teams' ids: each has 1 to "
                                + Team.Id.MAX_LENGTH
                                + " characters, none of them a control character");
            }
        }
        return open;
    }

    private Server server(Section general, Path file) {
        List<String> proxies = general.texts("trusted_proxies");
        return new Server(
                general.whole("max_request_size_mb", 1, MOST_MIB),
                general.whole("max_admin_request_size_mb", 1, MOST_MIB),
                general.whole("max_header_kb", 1, MOST_KIB),
                general.whole("body_memory_mb", 1, MOST_MEMORY_MIB),
                general.whole("max_connections", 1, MOST_CONNECTIONS),
                general.whole("global_max_parallel_requests", 1, MOST_CONNECTIONS),
                general.seconds("drain_seconds"),
                general.seconds("header_deadline_seconds"),
                general.path("ssl_certfile_path", file),
                general.path("ssl_keyfile_path", file),
                general.said("trusted_proxies", proxies.isEmpty() ? null : proxies),
                general.said("admin_port", general.whole("admin_port", 1, LAST_PORT)),
                general.said("admin_host", general.text("admin_host")),
                general.whole("failed_key_burst", 1, MOST_FAILED_KEYS),
                general.whole("failed_keys_per_second", 1, MOST_FAILED_KEYS));
    }
}
