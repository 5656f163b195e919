package dev.signalbox.azure;

import dev.signalbox.application.driven.UpstreamProvider.BadSetting;
import dev.signalbox.azure.entra.Identity;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What {@code litellm_params} say about signing in with Entra. Nothing is taken from the
 * environment, but for the one variable that {@code oidc/azure} means.
 *
 * @param words by name; there are secrets among them, so it is never printed
 */
record EntraSettings(Map<String, String> words) {

    /** A token as it is, or {@code oidc/…} for one that is exchanged. */
    static final String TOKEN = "azure_ad_token";

    private static final String TENANT = "tenant_id";
    private static final String CLIENT = "client_id";
    private static final String SECRET = "client_secret";
    private static final String FILE = "azure_federated_token_file";
    private static final String MANAGED = "azure_managed_identity";
    private static final String SCOPE = "azure_scope";
    private static final String AUTHORITY = "azure_authority_host";

    /** Everything that is read here. */
    static final Set<String> NAMES =
            Set.of(TOKEN, TENANT, CLIENT, SECRET, FILE, MANAGED, SCOPE, AUTHORITY);

    private static final String USUAL_SCOPE = "https://cognitiveservices.azure.com/.default";
    private static final String USUAL_AUTHORITY = "https://login.microsoftonline.com";
    private static final String OIDC = "oidc/";
    private static final String OIDC_FILE = "oidc/file/";
    private static final String OIDC_AZURE = "oidc/azure";
    private static final String VARIABLE = "AZURE_FEDERATED_TOKEN_FILE";
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /** The ways to sign in that are asked for, the one that is used first. */
    List<String> ways() {
        List<String> ways = new ArrayList<>();
        if (text(SECRET) != null) {
            ways.add(SECRET);
        }
        if (text(FILE) != null) {
            ways.add(FILE);
        }
        // With a file of its own, oidc/… says the same once more.
        boolean same = text(FILE) != null && printableText(TOKEN).startsWith(OIDC);
        if (text(TOKEN) != null && !same) {
            ways.add(TOKEN);
        }
        if (isManaged()) {
            ways.add(MANAGED);
        }
        return ways;
    }

    /**
     * Who asks for tokens; null if nobody does, because there is a token as it is, or no word about
     * any.
     *
     * @param variables the environment
     * @throws BadSetting if something is missing or wrong
     */
    @Nullable Identity identity(Map<String, String> variables) {
        List<String> ways = ways();
        if (ways.isEmpty()) {
            requireNothingHalf();
            return null;
        }
        return switch (ways.getFirst()) {
            case SECRET -> new Identity.WithSecret(client(), scope(), printable(SECRET));
            case FILE -> new Identity.Federated(client(), scope(), path(FILE, printableText(FILE)));
            case TOKEN ->
                    printableText(TOKEN).startsWith(OIDC)
                            ? exchanged(printable(TOKEN), variables)
                            : null;
            default ->
                    new Identity.Managed(scope(), text(CLIENT) == null ? null : printable(CLIENT));
        };
    }

    private Identity exchanged(String token, Map<String, String> variables) {
        if (token.startsWith(OIDC_FILE)) {
            String file = token.substring(OIDC_FILE.length());
            return new Identity.Federated(client(), scope(), path(TOKEN, file));
        }
        if (token.equals(OIDC_AZURE) || token.startsWith(OIDC_AZURE + "/")) {
            String file = variables.getOrDefault(VARIABLE, "");
            if (file.isBlank()) {
                throw new BadSetting(
                        TOKEN, "oidc/azure means the file in " + VARIABLE + ", which is not set");
            }
            return new Identity.Federated(client(), scope(), path(TOKEN, file));
        }
        throw new BadSetting(
                TOKEN,
                "of oidc/… only oidc/file/<path> and oidc/azure are served; write one of them, a"
                        + " token or an api_key");
    }

    private boolean isManaged() {
        String said = text(MANAGED);
        if (said != null && !said.equals("true") && !said.equals("false")) {
            throw new BadSetting(MANAGED, MANAGED + " is true or false");
        }
        return "true".equals(said);
    }

    private void requireNothingHalf() {
        for (String name : List.of(TENANT, CLIENT)) {
            if (text(name) != null) {
                throw new BadSetting(
                        SECRET,
                        name
                                + " is set, but nothing to sign in with; write client_secret:"
                                + " os.environ/AZURE_CLIENT_SECRET, azure_federated_token_file, or"
                                + " azure_managed_identity: true");
            }
        }
    }

    private Identity.Client client() {
        return new Identity.Client(authority(), required(TENANT), required(CLIENT));
    }

    /** A part of an address, or an id: of the same few characters. */
    private String required(String name) {
        if (text(name) == null) {
            throw new BadSetting(
                    name,
                    name
                            + " is missing; write "
                            + name
                            + ": os.environ/AZURE_"
                            + name.toUpperCase(Locale.ROOT));
        }
        String text = printable(name);
        if (!text.matches("[A-Za-z0-9._-]{1,128}") || text.startsWith(".")) {
            throw new BadSetting(name, name + " is an id as Entra shows it, or a domain's name");
        }
        return text;
    }

    private String scope() {
        return text(SCOPE) == null ? USUAL_SCOPE : printable(SCOPE);
    }

    private URI authority() {
        String text = text(AUTHORITY) == null ? USUAL_AUTHORITY : printable(AUTHORITY);
        while (text.endsWith("/")) {
            text = text.substring(0, text.length() - 1);
        }
        try {
            URI uri = new URI(text);
            String host = Objects.requireNonNullElse(uri.getHost(), "").toLowerCase(Locale.ROOT);
            boolean safe =
                    "https".equals(uri.getScheme())
                            || ("http".equals(uri.getScheme()) && LOOPBACK.contains(host));
            boolean bare =
                    uri.getRawUserInfo() == null
                            && uri.getRawQuery() == null
                            && uri.getRawFragment() == null;
            if (safe && bare && !host.isEmpty()) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Said below, without a word of it.
        }
        throw new BadSetting(
                AUTHORITY,
                AUTHORITY + " is an address without a query; write for example " + USUAL_AUTHORITY);
    }

    private static Path path(String key, String text) {
        try {
            Path path = Path.of(text);
            if (path.isAbsolute()) {
                return path;
            }
        } catch (InvalidPathException e) {
            // Said below.
        }
        throw new BadSetting(key, key + " names a file by its whole path, from the root");
    }

    private @Nullable String text(String name) {
        return words.get(name);
    }

    private String printableText(String name) {
        return Objects.requireNonNullElse(text(name), "").strip();
    }

    private String printable(String name) {
        String text = printableText(name);
        if (text.isEmpty() || text.chars().anyMatch(it -> it <= ' ' || it > '~')) {
            throw new BadSetting(
                    name,
                    name
                            + " is empty, or has a character in it that none has (a space, a line"
                            + " end, a letter outside ASCII)");
        }
        return text;
    }

    /** Never the words. */
    @Override
    public String toString() {
        return "settings of Entra";
    }
}
