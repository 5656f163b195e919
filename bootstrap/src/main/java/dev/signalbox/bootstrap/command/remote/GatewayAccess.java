package dev.signalbox.bootstrap.command.remote;

import dev.signalbox.bootstrap.command.CommandFailed;
import dev.signalbox.bootstrap.command.Guide;
import dev.signalbox.bootstrap.command.Surroundings;
import dev.signalbox.bootstrap.process.Exit;
import dev.signalbox.http.remote.RemoteGateway;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/**
 * How a command finds its gateway, and shows who is asking.
 *
 * @param patience how long an answer is waited for
 */
public record GatewayAccess(Surroundings surroundings, Duration patience) {

    static final String JSON = "--json";

    /** Where the key is read: never on the command line, which everybody on the machine sees. */
    public static final String KEY_NOTE =
            "The key is read from the environment variable SIGNALBOX_API_KEY.";

    private static final String URL = "--url";
    private static final String URL_VARIABLE = "SIGNALBOX_URL";
    private static final String KEY_VARIABLE = "SIGNALBOX_API_KEY";
    private static final String USUAL = "http://127.0.0.1:4000";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** For a question that is answered at once. */
    GatewayAccess(Surroundings surroundings) {
        this(surroundings, PATIENCE);
    }

    /** The options of a command that prints one answer. */
    static void addTo(CommandSpec spec) {
        addAddressTo(spec);
        spec.addOption(Guide.flag(JSON, "print the gateway's answer as it came"));
    }

    /** The option that all of these commands have. */
    public static void addAddressTo(CommandSpec spec) {
        spec.addOption(
                Guide.value(
                        URL,
                        "URL",
                        "the gateway (env " + URL_VARIABLE + "); " + USUAL + " if neither is set"));
    }

    /** How all of these commands end. */
    static Map<Exit, String> exits(String done) {
        Map<Exit, String> exits = new EnumMap<>(Exit.class);
        exits.put(Exit.DONE, done);
        exits.put(Exit.USAGE, "the command line cannot be understood");
        exits.put(Exit.GATEWAY, "the gateway cannot be reached, or does not answer in 10 seconds");
        exits.put(Exit.REFUSED, "the gateway refuses; its reason is printed");
        exits.put(Exit.CONFIGURATION, KEY_VARIABLE + " is not set");
        return exits;
    }

    /** The same, for a command that looks for something. */
    public static Map<Exit, String> exits(String done, String finding) {
        Map<Exit, String> exits = new EnumMap<>(exits(done));
        exits.put(Exit.FINDING, finding);
        return exits;
    }

    /** What the gateway answers to {@code question}. */
    String ask(ParseResult said, Function<RemoteGateway, String> question) {
        return with(said, question);
    }

    /** What comes of talking with the gateway. */
    public <T> T with(ParseResult said, Function<RemoteGateway, T> talk) {
        String key = surroundings.environment().get(KEY_VARIABLE);
        if (key == null || key.isBlank()) {
            throw new CommandFailed(
                    Exit.CONFIGURATION,
                    KEY_VARIABLE
                            + " is not set: it holds the key that asks. Set it with `export "
                            + KEY_VARIABLE
                            + "=sk-...`");
        }
        try (RemoteGateway gateway = new RemoteGateway(address(said), key.strip(), patience)) {
            return talk.apply(gateway);
        }
    }

    /** Prints a line of the answer. */
    public void print(String line) {
        surroundings.answers().println(line);
    }

    /** A value that was said; {@code otherwise} if not. */
    public static String said(ParseResult said, String option, String otherwise) {
        return said.matchedOptionValue(option, otherwise);
    }

    /** The one word that was said without a name. */
    public static String word(ParseResult said) {
        return said.matchedPositionalValue(0, "");
    }

    private URI address(ParseResult said) {
        String variable = surroundings.environment().get(URL_VARIABLE);
        String text = said(said, URL, variable == null ? USUAL : variable).strip();
        try {
            URI address = URI.create(text);
            String scheme = String.valueOf(address.getScheme());
            if (address.getHost() != null
                    && address.getUserInfo() == null
                    && address.getQuery() == null
                    && (scheme.equals("http") || scheme.equals("https"))) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // Told below, like another scheme.
        }
        throw new CommandFailed(
                Exit.USAGE, URL + " is an address such as " + USUAL + ", not '" + text + "'");
    }
}
