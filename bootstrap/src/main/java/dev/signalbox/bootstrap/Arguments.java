package dev.signalbox.bootstrap;

import dev.signalbox.bootstrap.command.Command;
import dev.signalbox.bootstrap.command.CommandTree;
import dev.signalbox.bootstrap.config.reading.Environment;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Understands the command line; what it does not say, the environment may. */
final class Arguments {

    private static final int DEFAULT_PORT = 4000;
    private static final int LAST_PORT = 65_535;
    private static final String PORT = "--port";
    private static final String ADMIN_PORT = "--admin-port";
    private static final String HELP = "--help";
    private static final String VERSION = "--version";
    private static final String DEMO = "demo";
    private static final String NAME = "signalbox";

    private final Environment environment;
    private final CommandTree commands;
    private final Map<String, String> ignored = LiteLlmFlags.all();

    /**
     * @param commands what there is beside serving and the demo
     */
    Arguments(Environment environment, CommandTree commands) {
        this.environment = environment;
        this.commands = commands;
    }

    /**
     * What is wanted.
     *
     * @throws UsageError if that cannot be understood
     */
    Wish read(String... arguments) {
        ParseResult parsed = parse(arguments);
        if (parsed.hasSubcommand() && commands.has(parsed.subcommand().commandSpec().name())) {
            return errand(parsed);
        }
        ParseResult demo = parsed.hasSubcommand() ? parsed.subcommand() : null;
        if (parsed.hasMatchedOption(HELP) || (demo != null && demo.hasMatchedOption(HELP))) {
            return new Wish.Help();
        }
        if (parsed.hasMatchedOption(VERSION)) {
            return new Wish.Version();
        }
        if (demo != null) {
            return new Wish.Demo(port(demo.hasMatchedOption(PORT) ? demo : parsed));
        }
        return serve(parsed);
    }

    private Wish errand(ParseResult parsed) {
        ParseResult last = CommandTree.last(parsed);
        Command command = commands.find(parsed);
        CommandLine line = last.commandSpec().commandLine();
        if (last.hasMatchedOption(HELP)) {
            return new Wish.Page(line.getUsageMessage());
        }
        if (command == null) {
            throw new UsageError(
                    "`%s` needs one more word: %s"
                            .formatted(
                                    last.commandSpec().qualifiedName(),
                                    String.join(", ", line.getSubcommands().keySet())),
                    last.commandSpec().qualifiedName());
        }
        return new Wish.Errand(command, last);
    }

    private Wish serve(ParseResult parsed) {
        return new Wish.Serve(
                path(parsed, "--config", "CONFIG_FILE_PATH"),
                or(text(parsed, "--host"), environment.get("HOST")),
                port(parsed),
                number(text(parsed, ADMIN_PORT), ADMIN_PORT),
                path(parsed, "--data-dir", null),
                path(parsed, "--ssl_certfile_path", "SSL_CERTFILE_PATH"),
                path(parsed, "--ssl_keyfile_path", "SSL_KEYFILE_PATH"),
                parsed.hasMatchedOption("--allow-weak-master-key"),
                parsed.hasMatchedOption("--allow-unknown-config-keys"),
                parsed.hasMatchedOption("--debug") || parsed.hasMatchedOption("--detailed_debug"),
                ignoredFlags(parsed));
    }

    private ParseResult parse(String... arguments) {
        if (Stream.of(arguments).noneMatch(commands::has)) {
            // Commands take time to describe, and whoever serves waits for them in vain.
            try {
                return new CommandLine(spec()).parseArgs(arguments);
            } catch (ParameterException e) {
                // Told below, with what might be meant.
            }
        }
        CommandSpec spec = spec();
        commands.addTo(spec);
        try {
            return new CommandLine(spec).parseArgs(arguments);
        } catch (ParameterException e) {
            throw new UsageError(complaint(e), e.getCommandLine().getCommandSpec().qualifiedName());
        }
    }

    /** Serving and the demo. */
    private CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name(NAME);
        value(spec, "--config", "-c");
        value(spec, "--host");
        value(spec, PORT);
        value(spec, ADMIN_PORT);
        value(spec, "--data-dir");
        value(spec, "--ssl_certfile_path");
        value(spec, "--ssl_keyfile_path");
        for (String flag :
                List.of(
                        "--allow-weak-master-key",
                        "--allow-unknown-config-keys",
                        "--debug",
                        "--detailed_debug")) {
            spec.addOption(OptionSpec.builder(flag).build());
        }
        spec.addOption(OptionSpec.builder(HELP, "-h").build());
        spec.addOption(OptionSpec.builder(VERSION, "-v").build());
        ignored.keySet().forEach(flag -> spec.addOption(perhapsWithValue(flag)));
        CommandSpec demo = CommandSpec.create().name(DEMO);
        value(demo, PORT);
        demo.addOption(OptionSpec.builder(HELP, "-h").build());
        spec.addSubcommand(DEMO, demo);
        return spec;
    }

    private static void value(CommandSpec spec, String... names) {
        spec.addOption(OptionSpec.builder(names).type(String.class).build());
    }

    /** LiteLLM's flags may stand twice, and some of them with or without a value. */
    private static OptionSpec perhapsWithValue(String name) {
        return OptionSpec.builder(name)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("0..1")
                .build();
    }

    private static String complaint(ParameterException e) {
        List<String> meant =
                e instanceof UnmatchedArgumentException unmatched
                        ? unmatched.getSuggestions()
                        : List.of();
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("")
                + (meant.isEmpty() ? "" : " (did you mean " + meant.getFirst() + "?)");
    }

    private List<String> ignoredFlags(ParseResult parsed) {
        List<String> sentences = new ArrayList<>();
        ignored.forEach(
                (flag, sentence) -> {
                    if (parsed.hasMatchedOption(flag)) {
                        sentences.add(flag + " is LiteLLM's and has no effect here. " + sentence);
                    }
                });
        return sentences;
    }

    private int port(ParseResult parsed) {
        String said = text(parsed, PORT);
        Integer port =
                said == null
                        ? number(environment.get("PORT"), "the environment variable PORT")
                        : number(said, PORT);
        return port == null ? DEFAULT_PORT : port;
    }

    private static @Nullable Integer number(@Nullable String text, String where) {
        if (text == null) {
            return null;
        }
        try {
            int port = Integer.parseInt(text.strip());
            if (port >= 0 && port <= LAST_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Told below, like a number out of range.
        }
        throw new UsageError(
                where + " is a number from 0 to " + LAST_PORT + ", not '" + text + "'", NAME);
    }

    private @Nullable Path path(ParseResult parsed, String option, @Nullable String variable) {
        String set = variable == null ? null : environment.get(variable);
        String text = or(text(parsed, option), set);
        return text == null ? null : Path.of(text);
    }

    /** An empty value says nothing. */
    private static @Nullable String text(ParseResult parsed, String option) {
        String text = parsed.<@Nullable String>matchedOptionValue(option, null);
        return text == null || text.isBlank() ? null : text;
    }

    private static @Nullable String or(@Nullable String first, @Nullable String second) {
        return first == null ? second : first;
    }

    /** The command line cannot be understood. The message is one line for people. */
    static final class UsageError extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /**
         * @param page whose help shows what there is
         */
        UsageError(String message, String page) {
            super(message + ". `" + page + " --help` shows what there is.");
        }
    }
}
