package dev.signalbox.bootstrap.command.database;

import dev.signalbox.application.driven.UpstreamProvider;
import dev.signalbox.bootstrap.command.CommandFailed;
import dev.signalbox.bootstrap.command.Guide;
import dev.signalbox.bootstrap.command.Surroundings;
import dev.signalbox.bootstrap.config.ConfigReader;
import dev.signalbox.bootstrap.config.Providers;
import dev.signalbox.bootstrap.config.reading.Said;
import dev.signalbox.bootstrap.config.yaml.Findings;
import dev.signalbox.bootstrap.process.Exit;
import dev.signalbox.persistence.contact.DatabaseUrl;
import dev.signalbox.persistence.contact.DatabaseUrl.BadDatabaseUrl;
import dev.signalbox.persistence.embedded.EmbeddedPostgres;
import dev.signalbox.persistence.embedded.RunningServer;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/** Which database is meant, and how it is reached: found as a gateway would find it. */
record DatabaseChoice(Surroundings surroundings) {

    /** For the pages of these commands. */
    static final List<String> NOTES =
            List.of(
                    "",
                    "The database is the one that a gateway with the same --config, --data-dir and"
                            + " DATABASE_URL uses: database_url of the file, else --data-dir, else"
                            + " DATABASE_URL, else the embedded PostgreSQL in the usual folder. The"
                            + " embedded one may be in use by a running gateway; if it is not"
                            + " running, it is started for as long as this takes.");

    private static final String CONFIG = "--config";
    private static final String DATA_DIR = "--data-dir";
    private static final String VARIABLE = "DATABASE_URL";
    private static final String REFERENCE = "os.environ/";

    /** The options that all of these commands have. */
    static void addTo(CommandSpec spec) {
        spec.addOption(
                Guide.value(CONFIG, "FILE", "the gateway's configuration, for its database_url"));
        spec.addOption(
                Guide.value(DATA_DIR, "FOLDER", "the gateway's data folder, for its PostgreSQL"));
    }

    /** How all of these commands end. */
    static Map<Exit, String> exits(String done) {
        Map<Exit, String> exits = new EnumMap<>(Exit.class);
        exits.put(Exit.DONE, done);
        exits.put(Exit.USAGE, "the command line cannot be understood");
        exits.put(
                Exit.DATA,
                "the file is damaged or of another version, or the target is in use; nothing was"
                        + " changed");
        exits.put(Exit.DATABASE, "a database cannot be reached or cannot be used");
        exits.put(Exit.CONFIGURATION, "there is a mistake in the configuration file");
        return exits;
    }

    /**
     * The one that was chosen.
     *
     * @param mayBeNew whether an empty one is made where there is none
     */
    DatabaseUrl reach(ParseResult said, boolean mayBeNew) {
        @Nullable String config = text(said, CONFIG);
        @Nullable String folder = text(said, DATA_DIR);
        @Nullable DatabaseUrl url = null;
        if (config != null) {
            url = ofFile(Path.of(config));
        } else if (folder == null && surroundings.environment().get(VARIABLE) != null) {
            url = parsed(REFERENCE + VARIABLE, VARIABLE);
        }
        return url == null ? embedded(folder, mayBeNew) : url;
    }

    /** A database that is named in words, or by the variable that has it. */
    DatabaseUrl parsed(String text, String where) {
        @Nullable String url = text;
        if (text.startsWith(REFERENCE)) {
            url = surroundings.environment().get(text.substring(REFERENCE.length()));
            if (url == null) {
                throw new CommandFailed(
                        Exit.USAGE,
                        where + ": the environment variable of " + text + " is not set");
            }
        }
        try {
            DatabaseUrl parsed = DatabaseUrl.parse(url);
            parsed.warnings().forEach(line -> surroundings.console().warn(where + ": " + line));
            return parsed;
        } catch (BadDatabaseUrl e) {
            throw new CommandFailed(Exit.USAGE, where + ": " + e.getMessage());
        }
    }

    private @Nullable DatabaseUrl ofFile(Path file) {
        Findings findings = new Findings();
        Providers providers = new Providers(ServiceLoader.load(UpstreamProvider.class));
        @Nullable Said<String> said =
                new ConfigReader(providers, findings, surroundings.environment(), true)
                        .read(file)
                        .databaseUrl();
        findings.requireNoError();
        return said == null ? null : parsed(said.value(), said.where());
    }

    private DatabaseUrl embedded(@Nullable String said, boolean mayBeNew) {
        Path folder = said == null ? surroundings.dataDir() : Path.of(said);
        if (folder == null) {
            throw new CommandFailed(
                    Exit.USAGE, "say which database: " + CONFIG + " or " + DATA_DIR);
        }
        Path dataDir = folder.toAbsolutePath();
        Optional<DatabaseUrl> running = RunningServer.in(dataDir);
        if (running.isPresent()) {
            surroundings.console().say("Using the PostgreSQL that runs in " + dataDir + ".");
            return running.get();
        }
        if (!mayBeNew && !RunningServer.exists(dataDir)) {
            throw new CommandFailed(
                    Exit.DATA,
                    "there is no database in "
                            + dataDir
                            + "; say which one with "
                            + CONFIG
                            + ", "
                            + DATA_DIR
                            + " or "
                            + VARIABLE);
        }
        return surroundings
                .closing()
                .add(EmbeddedPostgres.start(dataDir, surroundings.console()::say))
                .url();
    }

    private static @Nullable String text(ParseResult said, String option) {
        return said.<@Nullable String>matchedOptionValue(option, null);
    }
}
