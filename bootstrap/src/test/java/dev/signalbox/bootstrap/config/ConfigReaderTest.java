package dev.signalbox.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.call.Naming;
import dev.signalbox.application.call.body.CallBody;
import dev.signalbox.bootstrap.config.GatewayConfig.Model;
import dev.signalbox.bootstrap.config.GatewayConfig.Server;
import dev.signalbox.bootstrap.config.GatewayConfig.Storing;
import dev.signalbox.bootstrap.config.GatewayConfig.Usual;
import dev.signalbox.bootstrap.config.alerts.AlertHook;
import dev.signalbox.bootstrap.config.prices.PriceFile;
import dev.signalbox.bootstrap.config.reading.Environment;
import dev.signalbox.bootstrap.config.reading.KnownKeys;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.limits.Limit;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.limits.Window;
import dev.signalbox.domain.money.Pricing;
import dev.signalbox.domain.money.Unpriced;
import dev.signalbox.domain.policy.Checks;
import dev.signalbox.domain.policy.Fallbacks;
import dev.signalbox.domain.policy.Picking;
import dev.signalbox.domain.policy.RestRule;
import dev.signalbox.domain.policy.RetryRule;
import dev.signalbox.domain.policy.RoutingPolicy;
import dev.signalbox.domain.policy.TagRule;
import dev.signalbox.domain.policy.Waits;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

class ConfigReaderTest {

    private static final String EVERYTHING =
            """
            environment_variables:
              OUR_KEY: key-from-the-file
            model_list:
              - model_name: eu
                model_info: {id: eu-1, mode: chat, anything: [goes], access_groups: [beta]}
                litellm_params:
                  model: azure/chatgpt-v-2
                  api_base: os.environ/BASE
                  api_key: os.environ/OUR_KEY
                  api_version: 2023-07-01-preview
                  weight: 3
                  metadata: {free: yes}
                  temperature: 0.5
                  stop: [os.environ/STOP, end]
                  logit_bias: {"50256": -100}
              - model_name: plain
                litellm_params:
                  model: some-model
                  custom_llm_provider: openai
                  base_url: https://host/v1
                  weight: 0
                  order: 2
                  tags: [paid, default]
                  region_name: EU
                  max_parallel_requests: 6
                  max_budget: 25
                  budget_duration: 1d
                  max_input_tokens: 8
                  input_cost_per_token: 0.00000015
                  output_cost_per_token: 6e-7
                  cache_read_input_token_cost: 7.5e-8
                  output_cost_per_reasoning_token: 7e-7
                  input_cost_per_request: 0.001
                  timeout: 20
                  request_timeout: 99
                  stream_timeout: 7.5
                  num_retries: 1
                  max_retries: 99
                  cooldown_time: 0
                  base_model: azure/o3
                  drop_params: false
                  additional_drop_params: [user, seed]
                  forward_metadata: true
                rpm: 60
                tpm: 6000
                model_info:
                  max_input_tokens: 128000
                  allowed_fails: 4
                  prices: [{valid_from: 2026-07-01, input_cost_per_token: 1e-7, source: us}]
            general_settings:
              master_key: os.environ/MASTER
              database_url: postgresql://u:p@h/d
              store_model_in_db: true
              response_model: requested
              auth_staleness: 90
              log_attempts: all
              max_request_size_mb: 5
              max_admin_request_size_mb: 2
              max_header_kb: 16
              body_memory_mb: 100
              max_connections: 77
              global_max_parallel_requests: 55
              drain_seconds: 2.5
              header_deadline_seconds: 3
              ssl_certfile_path: cert.pem
              ssl_keyfile_path: /etc/key.pem
              trusted_proxies: [10.0.0.0/8, os.environ/PROXY]
              admin_port: 4001
              admin_host: 127.0.0.1
              failed_key_burst: 10
              failed_keys_per_second: 2
              price_file: prices.yaml
              unpriced_models: refuse
              maximum_spend_logs_retention_period: 90d
              spend_journal_full: serve
              alerting: [webhook]
              alert_webhook: {url: "https://hooks.example.org/x", secret: os.environ/HOOK_SECRET}
              budget_exceeded_status: 400
            litellm_settings:
              max_budget: 1000.5
              budget_duration: 30d
              timezone: Europe/Berlin
              max_end_user_budget_id: usual
              tag_budget_config: {batch: {max_budget: 5, budget_duration: 1d}}
              drop_params: true
              request_timeout: 50
              default_internal_user_params: {available_teams: [open, os.environ/TEAM]}
              model_alias_map: {cheap: plain, eu: os.environ/TARGET}
              num_retries: 9
              retry_policy: {DefaultRetries: 9}
              allowed_fails: 9
              cooldown_time: 9
              disable_cooldowns: false
              fallbacks: [{plain: [eu]}]
              default_fallbacks: [plain]
              context_window_fallbacks: [{plain: [eu]}]
              content_policy_fallbacks: [{plain: [eu]}]
              max_fallbacks: 9
              enforce_fallback_model_access: true
            router_settings:
              routing_strategy: latency-based-routing
              routing_strategy_args: {ttl: 60, lowest_latency_buffer: 0.5}
              timeout: 700
              stream_timeout: 30
              stream_idle_timeout: 45
              total_timeout: 800
              num_retries: 4
              retry_after: 0.5
              retry_policy: {TimeoutErrorRetries: 3}
              model_group_retry_policy: {eu: {RateLimitErrorRetries: 5}}
              allowed_fails: 3
              allowed_fails_policy: {InternalServerErrorAllowedFails: 7}
              cooldown_time: 20
              disable_cooldowns: true
              fallbacks: [{eu: [plain]}, {"*": [eu]}]
              default_fallbacks: [old]
              context_window_fallbacks: [{eu: [plain]}]
              content_policy_fallbacks: [{eu: plain}]
              max_fallbacks: 2
              enforce_fallback_model_access: false
              enable_tag_filtering: true
              tag_filtering_match_any: false
              allow_client_tags: false
              enable_pre_call_checks: true
              enable_pre_call_check: true
              optional_pre_call_checks:
                - session_affinity
                - deployment_affinity
                - enforce_model_rate_limits
              deployment_affinity_ttl_seconds: 120
              default_max_parallel_requests: 11
              adaptive_concurrency: true
              continue_streams: false
              max_waiting_requests: 12
              provider_budget_config: {azure: {budget_limit: 500, time_period: 1w}}
              max_waiting_seconds: 1.5
              model_group_alias:
                old: eu
                secret: {model: plain, hidden: true}
                open: {model: plain, hidden: false}
            """;

    private static final ModelName EU = new ModelName("eu");
    private static final ModelName PLAIN = new ModelName("plain");

    private static final RoutingPolicy EVERY_FIELD =
            new RoutingPolicy(
                    new Picking(Picking.Way.LOWEST_LATENCY, Duration.ofSeconds(60), 0.5),
                    new RetryRule(
                            4,
                            Map.of(Fault.Kind.TIMEOUT, 3),
                            Map.of(EU, Map.of(Fault.Kind.RATE_LIMITED, 5)),
                            Duration.ofMillis(500)),
                    new RestRule(
                            3,
                            Map.of(
                                    Fault.Kind.BROKEN, 7,
                                    Fault.Kind.UNREACHABLE, 7,
                                    Fault.Kind.UNREADABLE, 7,
                                    Fault.Kind.UNAVAILABLE, 7),
                            Duration.ofSeconds(20),
                            true),
                    new Fallbacks(
                            Map.of(EU, List.of(PLAIN)),
                            Map.of(EU, List.of(PLAIN)),
                            Map.of(EU, List.of(PLAIN)),
                            List.of(EU, new ModelName("old")),
                            2,
                            false,
                            false),
                    new Waits(
                            Duration.ofSeconds(700),
                            Duration.ofSeconds(30),
                            Duration.ofSeconds(45),
                            Duration.ofSeconds(800)),
                    new TagRule(true, false, false),
                    new Checks(
                            true,
                            true,
                            Duration.ofSeconds(120),
                            Duration.ofSeconds(120),
                            11,
                            true,
                            12,
                            Duration.ofMillis(1500)));

    private static final Deployment.Terms EVERY_TERM =
            new Deployment.Terms(
                    0.0,
                    60L,
                    6000L,
                    2,
                    Set.of("paid", "default"),
                    "eu",
                    6,
                    128_000L,
                    Pricing.UNKNOWN,
                    Duration.ofSeconds(20),
                    Duration.ofMillis(7500),
                    1,
                    Duration.ZERO,
                    4,
                    budget("25", Window.Unit.DAYS));

    @TempDir Path folder;
    private Reader reader;

    @BeforeEach
    void makeReader() {
        reader = new Reader(folder);
    }

    @Test
    void anEmptyFileSaysNothing() {
        GatewayConfig config = reader.read("");

        assertThat(config)
                .isEqualTo(
                        new GatewayConfig(
                                List.of(),
                                Set.of(),
                                List.of(),
                                null,
                                null,
                                new Storing(
                                        null,
                                        new Environment(Map.of()),
                                        List.of(),
                                        new Usual(false, PriceFile.builtIn())),
                                Naming.AS_SERVED,
                                RoutingPolicy.DEFAULT,
                                null,
                                Set.of(),
                                Unpriced.ALLOW,
                                GatewayConfig.Spending.USUAL,
                                false,
                                Server.SILENT));
        assertThat(reader.warnings()).isEmpty();
        reader.findings.requireNoError();
    }

    @Test
    void theSaltKeySealsAndTheMasterKeyAndTheOldOneOnlyOpen() {
        String file = "general_settings: {master_key: sk-the-master-key}";
        assertThat(reader.read(file).storing().secrets()).containsExactly("sk-the-master-key");
        reader.with("LITELLM_SALT_KEY", "new-salt").with("LITELLM_SALT_KEY_OLD", "old-salt");
        assertThat(reader.read(file).storing().secrets())
                .containsExactly("new-salt", "sk-the-master-key", "old-salt");
        assertThat(reader.read(file).storing().toString())
                .doesNotContain("salt")
                .doesNotContain("sk-");
    }

    @Test
    void modelsMayBeStoredUnlessTheFileOrTheEnvironmentSaysNo() {
        assertThat(reader.read("").storing().isAllowed()).isTrue();
        assertThat(reader.read("").storing().isExpected()).isFalse();
        String yes = "general_settings: {store_model_in_db: true}";
        assertThat(reader.read(yes).storing().isExpected()).isTrue();
        reader.with("STORE_MODEL_IN_DB", "FALSE ");
        assertThat(reader.read("").storing().isAllowed()).isFalse();
        assertThat(reader.read(yes).storing().isAllowed()).isTrue();
    }

    @Test
    void aVariableThatSaysNeitherYesNorNoStopsTheStart() {
        assertThat(reader.with("STORE_MODEL_IN_DB", "0").errors(""))
                .containsExactly(
                        "the environment variable STORE_MODEL_IN_DB must be true or false");
    }

    @Test
    void anAliasOfEverybodyMayMeanAStoredModelIfTheFileSaysThatThereAreSome() {
        String alias = "litellm_settings: {model_alias_map: {x: stored}}\n";
        assertThat(reader.errors(alias))
                .singleElement()
                .asString()
                .contains("no model stored", "store_model_in_db: true");
        Reader other = new Reader(folder);
        assertThat(other.errors(alias + "general_settings: {store_model_in_db: true}")).isEmpty();
        assertThat(other.warnings()).singleElement().asString().contains("no model stored");
    }

    @Test
    void everyServedKeyHasItsEffect() {
        GatewayConfig config = readEverything();

        reader.findings.requireNoError();
        assertThat(reader.warnings()).isEmpty();
        assertThat(config.masterKey().value().reveal()).isEqualTo("sk-master-of-all-things");
        assertThat(config.databaseUrl().value()).isEqualTo("postgresql://u:p@h/d");
        assertThat(config.naming()).isEqualTo(Naming.AS_ASKED);
        assertThat(config.policy()).isEqualTo(EVERY_FIELD);
        assertThat(config.staleness()).isEqualTo(Duration.ofSeconds(90));
        assertThat(config.openTeams())
                .containsExactlyInAnyOrder(new Team.Id("open"), new Team.Id("staff"));
        Server server = config.server();
        assertThat(server.maxBodyMb()).isEqualTo(5);
        assertThat(server.maxAdminBodyMb()).isEqualTo(2);
        assertThat(server.maxHeadKb()).isEqualTo(16);
        assertThat(server.bodyMemoryMb()).isEqualTo(100);
        assertThat(server.maxConnections()).isEqualTo(77);
        assertThat(server.maxCalls()).isEqualTo(55);
        assertThat(server.drain()).isEqualTo(Duration.ofMillis(2500));
        assertThat(server.headDeadline()).isEqualTo(Duration.ofSeconds(3));
        assertThat(server.certificate().value()).isEqualTo(folder.resolve("cert.pem"));
        assertThat(server.privateKey().value()).isEqualTo(Path.of("/etc/key.pem"));
        assertThat(server.trustedProxies().value()).containsExactly("10.0.0.0/8", "192.168.0.0/16");
        assertThat(server.adminPort().value()).isEqualTo(4001);
        assertThat(server.adminHost().value()).isEqualTo("127.0.0.1");
        assertThat(server.failedKeyBurst()).isEqualTo(10);
        assertThat(server.failedKeysPerSecond()).isEqualTo(2);
    }

    @Test
    void keysMayBeServedFromMemoryForEver() {
        assertThat(reader.read("general_settings: {auth_staleness: serve}").staleness()).isNull();
        reader.findings.requireNoError();
    }

    @Test
    void aModelIsReadWithItsSettingsAndDefaults() {
        Model eu = readEverything().models().getFirst();

        assertThat(eu.group()).isEqualTo(new ModelName("eu"));
        assertThat(eu.id()).isEqualTo("eu-1");
        assertThat(eu.provider()).isSameAs(reader.azure);
        assertThat(eu.model()).isEqualTo("chatgpt-v-2");
        assertThat(eu.terms().weight()).isEqualTo(3);
        assertThat(eu.words())
                .isEqualTo(
                        Map.of(
                                "api_base", "https://eu.example",
                                "api_key", "key-from-the-file",
                                "api_version", "2023-07-01-preview",
                                "drop_params", "true"));
        assertThat(eu.spelling().defaults())
                .containsExactly(
                        new CallBody.Member("temperature", "0.5"),
                        new CallBody.Member("stop", "[\"halt\",\"end\"]"),
                        new CallBody.Member("logit_bias", "{\"50256\":-100}"));
        Model plain = readEverything().models().get(1);
        assertThat(plain.provider()).isSameAs(reader.openai);
        assertThat(plain.model()).isEqualTo("some-model");
        assertThat(plain.terms()).isEqualTo(EVERY_TERM);
        assertThat(plain.words())
                .isEqualTo(Map.of("api_base", "https://host/v1", "base_model", "azure/o3"));
        assertThat(readEverything().unpriced()).isEqualTo(Unpriced.REFUSE);
        assertThat(readEverything().storing().usual().prices().tariffs()).containsOnlyKeys("m");
        assertThat(plain.spelling().dropped()).containsExactlyInAnyOrder("user", "seed");
    }

    @Test
    void whatIsSaidOfSpendingIsRead() {
        assertThat(readEverything().spending())
                .isEqualTo(
                        new GatewayConfig.Spending(
                                true,
                                90,
                                ZoneId.of("Europe/Berlin"),
                                new GatewayConfig.Budgets(
                                        budget("1000.5", Window.Unit.MONTHS),
                                        "usual",
                                        Map.of("batch", budget("5", Window.Unit.DAYS)),
                                        Map.of("azure", budget("500", Window.Unit.WEEKS))),
                                new AlertHook(URI.create("https://hooks.example.org/x"), "signs"),
                                400));
    }

    private static Limits budget(String dollars, Window.Unit unit) {
        return Limits.NONE
                .with(Limit.MAX_BUDGET, new BigDecimal(dollars))
                .every(new Window(1, unit, ZoneOffset.UTC));
    }

    @Test
    void theFullFileHasEveryServedKey() {
        KnownKeys keys = KnownKeys.load();
        List<String> served = new ArrayList<>();
        for (String section :
                Set.of(
                        "file",
                        "model_list",
                        "litellm_params",
                        "general_settings",
                        "litellm_settings",
                        "default_internal_user_params",
                        "tag_budget_config",
                        "provider_budget_config",
                        "prices",
                        "router_settings",
                        "routing_strategy_args")) {
            served.addAll(keys.group(section).served());
        }
        served.remove("include");
        assertThat(served)
                .allSatisfy(key -> assertThat(EVERYTHING).containsPattern("\\b" + key + ": ?"));
    }

    @Test
    void aLoneTimeoutOfTheLibraryHoldsToo() {
        Waits waits = reader.read("litellm_settings: {request_timeout: 20}").policy().waits();
        assertThat(waits).isEqualTo(new Waits(Duration.ofSeconds(20), null, null, null));
    }

    @Test
    void masterKeyAndDatabaseMayComeFromTheEnvironment() {
        GatewayConfig config =
                reader.with("LITELLM_MASTER_KEY", "sk-env")
                        .with("DATABASE_URL", "postgres://x")
                        .read("general_settings: {database_url: null}");
        assertThat(config.masterKey().value().reveal()).isEqualTo("sk-env");
        assertThat(config.databaseUrl().value()).isEqualTo("postgres://x");
    }

    @Test
    void secretsAreNotPrinted() {
        GatewayConfig config = readEverything();
        assertThat(config + " " + config.models() + config.masterKey())
                .doesNotContain("key-from-the-file")
                .doesNotContain("sk-master-of-all-things")
                .doesNotContain("u:p@h");
    }

    @Test
    void trueAndFalseFromTheEnvironmentAreTruths() {
        Model model =
                reader.with("PARALLEL", "True")
                        .read(model("parallel_tool_calls: os.environ/PARALLEL"))
                        .models()
                        .getFirst();
        assertThat(model.spelling().defaults())
                .containsExactly(new CallBody.Member("parallel_tool_calls", "true"));
    }

    @Test
    void aReferenceInTheMiddleOfATextIsText() {
        Model model = reader.read(model("user: x-os.environ/NAME")).models().getFirst();
        assertThat(model.spelling().defaults())
                .containsExactly(new CallBody.Member("user", "\"x-os.environ/NAME\""));
    }

    @ParameterizedTest
    @CsvSource({
        "azure/gpt-4, azure, gpt-4",
        "openai/my/model, openai, my/model",
        "gpt-4o, openai, gpt-4o",
        "o1-mini, openai, o1-mini",
        "text-embedding-3-small, openai, text-embedding-3-small",
        "ft:gpt-4o:org::id, openai, ft:gpt-4o:org::id"
    })
    void theProviderIsReadFromTheModel(String text, String provider, String rest) {
        Model model =
                reader.read(
                                "model_list: [{model_name: m, litellm_params: {model: \""
                                        + text
                                        + "\"}}]")
                        .models()
                        .getFirst();
        assertThat(model.provider().name().word()).isEqualTo(provider);
        assertThat(model.model()).isEqualTo(rest);
    }

    @Test
    void whatLiteLlmKnowsAndWeDoNotServeIsOneWarningEach() {
        reader.with("UNUSED", "")
                .read(
                        """
                        general_settings:
                          alert_types: [budget_alerts, os.environ/NOT_SET]
                          supported_db_objects: [models]
                        litellm_settings:
                          json_logs: true
                        guardrails: []
                        """);
        reader.findings.requireNoError();
        assertThat(reader.warnings())
                .hasSize(4)
                .contains(
                        "config.yaml:2: general_settings.alert_types: is LiteLLM's and not served"
                                + " yet. Somebody is told of budgets only, by the webhook in"
                                + " alerting.");
    }

    @Test
    void namesForEverybodyAreReadWithTheirReach() {
        assertThat(readEverything().names())
                .extracting(name -> name.name() + " " + name.target() + " " + name.reach())
                .containsExactlyInAnyOrder(
                        "cheap plain EVERYWHERE",
                        "eu plain EVERYWHERE",
                        "old eu GROUPS",
                        "secret plain HIDDEN",
                        "open plain GROUPS");
    }

    @Test
    void whatMayBeShownOfAModelHasNoSecretInIt() {
        Deployment.About about = readEverything().models().getFirst().about();

        assertThat(about.params().text())
                .isEqualTo(
                        "{\"model\":\"azure/chatgpt-v-2\",\"api_base\":\"https://eu.example\","
                                + "\"api_version\":\"2023-07-01-preview\",\"weight\":3,"
                                + "\"metadata\":{\"free\":true},\"temperature\":0.5,"
                                + "\"stop\":[\"halt\",\"end\"],\"logit_bias\":{\"50256\":-100}}");
        assertThat(about.info().text())
                .isEqualTo(
                        "{\"id\":\"eu-1\",\"mode\":\"chat\",\"anything\":[\"goes\"],"
                                + "\"access_groups\":[\"beta\"]}");
        assertThat(about.accessGroups()).containsExactly("beta");
        assertThat(about.stored()).isFalse();
    }

    @Test
    void unknownKeysMayBeAllowed() {
        reader.allowingUnknownKeys().read("genral_settings: {}\n");
        reader.findings.requireNoError();
        assertThat(reader.warnings())
                .containsExactly(
                        "config.yaml:1: genral_settings: nobody knows this key; did you mean"
                                + " general_settings? It has no effect.");
    }

    private GatewayConfig readEverything() {
        reader.writeBeside("prices.yaml", "m: [{valid_from: 2026-01-01, input_cost_per_token: 0}]");
        return reader.with("BASE", "https://eu.example")
                .with("OUR_KEY", "key-of-the-process")
                .with("STOP", "halt")
                .with("MASTER", "sk-master-of-all-things")
                .with("TARGET", "plain")
                .with("HOOK_SECRET", "signs")
                .with("TEAM", "staff")
                .with("PROXY", "192.168.0.0/16")
                .read(EVERYTHING);
    }

    private static String model(String param) {
        return """
               model_list:
                 - model_name: m
                   litellm_params:
                     model: azure/m
                     api_base: https://host
                     %s
               """
                .formatted(param);
    }
}
