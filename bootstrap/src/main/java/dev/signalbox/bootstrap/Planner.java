package dev.signalbox.bootstrap;

import dev.signalbox.application.call.response.ResponseIds;
import dev.signalbox.application.directory.Directory;
import dev.signalbox.application.driven.UpstreamProvider;
import dev.signalbox.bootstrap.config.ConfigReader;
import dev.signalbox.bootstrap.config.ConfigTranslator;
import dev.signalbox.bootstrap.config.GatewayConfig;
import dev.signalbox.bootstrap.config.GatewayConfig.Server;
import dev.signalbox.bootstrap.config.Providers;
import dev.signalbox.bootstrap.config.reading.Environment;
import dev.signalbox.bootstrap.config.reading.Said;
import dev.signalbox.bootstrap.config.yaml.BadConfiguration;
import dev.signalbox.bootstrap.config.yaml.Findings;
import dev.signalbox.bootstrap.process.Console;
import dev.signalbox.bootstrap.stored.ConfigWorkshop;
import dev.signalbox.http.HttpSettings;
import dev.signalbox.http.observe.AttemptLog;
import dev.signalbox.http.origin.Throttling;
import dev.signalbox.http.origin.TrustedProxies;
import dev.signalbox.persistence.contact.DatabaseUrl;
import dev.signalbox.persistence.contact.DatabaseUrl.BadDatabaseUrl;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;

/** Reads the configuration and decides everything that can be decided before a start. */
final class Planner {

    private static final int KIB = 1024;
    private static final int MIB = 1024 * 1024;
    private static final int SHORT_SALT = 16;

    private static final String NO_FILE =
            "no configuration is named. Start with --config FILE (or set CONFIG_FILE_PATH); a file"
                    + " may be as small as this:\n"
                    + "  model_list: [{model_name: hello, litellm_params: {model: azure/hello,"
                    + " mock_response: Hello!}}]\n"
                    + "  general_settings: {master_key: os.environ/LITELLM_MASTER_KEY}";

    private static final String NO_KEY =
            "there is no master key, and without one nobody could make teams. Write"
                    + " general_settings.master_key: os.environ/LITELLM_MASTER_KEY, or just set the"
                    + " variable: "
                    + MasterKeyRule.HOW_TO;

    private final Wish.Serve wish;
    private final Environment environment;
    private final Console console;
    private final Findings findings = new Findings();

    Planner(Wish.Serve wish, Environment environment, Console console) {
        this.wish = wish;
        this.environment = environment;
        this.console = console;
    }

    /**
     * The plan. Warnings are told, errors are thrown, all of them at once.
     *
     * @throws BadConfiguration if it cannot be served
     */
    Plan plan() {
        wish.ignored().forEach(console::warn);
        Path file = wish.config();
        if (file == null) {
            throw new BadConfiguration(List.of(NO_FILE));
        }
        Providers providers = new Providers(ServiceLoader.load(UpstreamProvider.class));
        GatewayConfig config =
                new ConfigReader(providers, findings, environment, wish.unknownKeysAllowed())
                        .read(file);
        Directory.Models models = ConfigTranslator.models(config, findings);
        warnOfShortSalt();
        HttpSettings http = http(config);
        DatabaseUrl database = database(config.databaseUrl());
        Path dataDir = dataDir(database);
        findings.warnings().forEach(console::warn);
        findings.requireNoError();
        if (config.masterKey() == null || dataDir == null) {
            throw new IllegalStateException("an error was not told");
        }
        if (models.groups().isEmpty()) {
            console.warn(file + ": there is no model; every call will be answered 404");
        }
        return new Plan(
                models,
                new ConfigWorkshop(
                        providers,
                        config.storing(),
                        config.databaseUrl() == null ? "" : config.databaseUrl().value()),
                config.storing().isAllowed(),
                config.masterKey().value(),
                new ResponseIds(config.storing().secrets()),
                config.naming(),
                config.policy(),
                config.staleness(),
                config.openTeams(),
                config.unpriced(),
                config.spending(),
                config.everyAttempt() ? AttemptLog.Detail.ALL : AttemptLog.Detail.FAILURES,
                http,
                database,
                dataDir);
    }

    private void warnOfShortSalt() {
        String salt = environment.get("LITELLM_SALT_KEY");
        if (salt != null && salt.strip().length() < SHORT_SALT) {
            console.warn(
                    "LITELLM_SALT_KEY has only "
                            + salt.strip().length()
                            + " characters: what is sealed with it can be opened by trying. Use 32"
                            + " random ones; docs/how-to/rotate-the-encryption-key.md says how.");
        }
    }

    private HttpSettings http(GatewayConfig config) {
        Server server = config.server();
        HttpSettings usual = HttpSettings.defaults();
        String host = host(config, usual.host());
        return new HttpSettings(
                host,
                wish.port(),
                bytes(server.maxBodyMb(), MIB, usual.maxBodyBytes()),
                bytes(server.maxAdminBodyMb(), MIB, usual.maxAdminBodyBytes()),
                bytes(server.maxHeadKb(), KIB, usual.maxHeadBytes()),
                or(server.headDeadline(), usual.headDeadline()),
                or(server.maxConnections(), usual.maxConnections()),
                server.maxCalls(),
                or(server.drain(), usual.drain()),
                server.bodyMemoryMb() == null
                        ? usual.bodyBudgetBytes()
                        : (long) server.bodyMemoryMb() * MIB,
                tls(server),
                proxies(server.trustedProxies()),
                admin(config, host),
                new Throttling(
                        or(server.failedKeyBurst(), usual.throttling().burst()),
                        or(server.failedKeysPerSecond(), usual.throttling().perSecond())),
                config.spending().budgetStatus(),
                Texts.version());
    }

    /** Beside the calls, unless the file says elsewhere; by the same rule for weak master keys. */
    private HttpSettings.@Nullable Address admin(GatewayConfig config, String host) {
        Said<Integer> said = config.server().adminPort();
        Said<String> elsewhere = config.server().adminHost();
        Integer port =
                wish.adminPort() != null ? wish.adminPort() : said == null ? null : said.value();
        if (port == null) {
            if (elsewhere != null) {
                findings.error(
                        elsewhere.where()
                                + ": admin_host needs an admin_port; administration is served with"
                                + " the calls otherwise");
            }
            return null;
        }
        if (port != 0 && port == wish.port()) {
            findings.error(
                    (said == null ? "--admin-port" : said.where())
                            + ": administration cannot have the port of the calls, "
                            + port
                            + "; choose another, or leave it out to serve both on one");
        }
        String there = elsewhere == null ? host : elsewhere.value();
        if (elsewhere != null
                && config.masterKey() != null
                && MasterKeyRule.decide(
                                config.masterKey().value(), there, wish.weakMasterKeyAllowed())
                        instanceof MasterKeyRule.Refuse refuse) {
            findings.error(elsewhere.where() + ": " + refuse.why());
        }
        return new HttpSettings.Address(there, port);
    }

    private String host(GatewayConfig config, String usual) {
        if (config.masterKey() == null) {
            findings.error(NO_KEY);
            return usual;
        }
        return switch (MasterKeyRule.decide(
                config.masterKey().value(), wish.host(), wish.weakMasterKeyAllowed())) {
            case MasterKeyRule.Refuse refuse -> {
                findings.error(config.masterKey().where() + ": " + refuse.why());
                yield usual;
            }
            case MasterKeyRule.Listen listen -> {
                if (listen.notice() != null) {
                    console.warn(config.masterKey().where() + ": " + listen.notice());
                }
                yield listen.host();
            }
        };
    }

    private HttpSettings.@Nullable Tls tls(Server server) {
        Path certificate = file(wish.certificate(), server.certificate(), "certificate");
        Path key = file(wish.privateKey(), server.privateKey(), "private key");
        if ((certificate == null) != (key == null)) {
            findings.error(
                    "TLS needs both a certificate (ssl_certfile_path) and its private key"
                            + " (ssl_keyfile_path); one of them is missing");
        }
        return certificate == null || key == null ? null : new HttpSettings.Tls(certificate, key);
    }

    private @Nullable Path file(@Nullable Path flag, @Nullable Said<Path> said, String what) {
        Path file = flag != null ? flag : said == null ? null : said.value();
        if (file != null && !Files.isReadable(file)) {
            String where = flag != null || said == null ? "" : said.where() + ": ";
            findings.error(where + "the " + what + " " + file + " is no readable file");
        }
        return file;
    }

    private List<String> proxies(@Nullable Said<List<String>> said) {
        if (said == null) {
            return List.of();
        }
        try {
            TrustedProxies unused = new TrustedProxies(said.value());
            return said.value();
        } catch (IllegalArgumentException e) {
            findings.error(said.where() + ": " + e.getMessage());
            return List.of();
        }
    }

    private @Nullable DatabaseUrl database(@Nullable Said<String> said) {
        if (said == null) {
            return null;
        }
        try {
            DatabaseUrl url = DatabaseUrl.parse(said.value());
            url.warnings().forEach(warning -> console.warn(said.where() + ": " + warning));
            return url;
        } catch (BadDatabaseUrl e) {
            findings.error(said.where() + ": " + e.getMessage());
            return null;
        }
    }

    /** Null only if an error was told. */
    private @Nullable Path dataDir(@Nullable DatabaseUrl database) {
        Path usual =
                DataFolder.usual(
                        System.getProperty("os.name", ""),
                        System.getProperty("user.home", ""),
                        environment);
        Path folder = wish.dataDir() != null ? wish.dataDir() : usual;
        if (folder != null) {
            return folder.toAbsolutePath();
        }
        if (database != null) {
            return Path.of("").toAbsolutePath();
        }
        findings.error(
                "this user has no home, so there is no usual place for data. Say where with"
                        + " --data-dir FOLDER");
        return null;
    }

    private static int bytes(@Nullable Integer said, int unit, int usual) {
        return said == null ? usual : said * unit;
    }

    private static <T> T or(@Nullable T said, T usual) {
        return said == null ? usual : said;
    }
}
