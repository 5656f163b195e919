package dev.signalbox.azure.entra;

import dev.signalbox.domain.catalog.Fault.Kind;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a token is asked for. Never printed with its secrets.
 *
 * @param whom who is asked, for people
 * @param near whether that is the machine itself: it is never asked through a proxy, and asked
 *     again while it says that it is not ready
 * @param secrets what must not be shown, should it be repeated to us
 */
record TokenRequest(HttpRequest http, String whom, boolean near, List<String> secrets) {

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final long LONGEST_ASSERTION = 64 * 1024;
    private static final String ASSERTED = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /**
     * Makes one ready.
     *
     * @throws TokenFailure if what it needs is not there
     */
    static TokenRequest of(Identity identity, Surroundings surroundings) throws TokenFailure {
        return switch (identity) {
            case Identity.WithSecret it ->
                    toAuthority(it.client(), it.scope(), "client_secret", it.secret());
            case Identity.Federated it ->
                    toAuthority(it.client(), it.scope(), "client_assertion", read(it.file()));
            case Identity.Managed it -> toMachine(it, surroundings);
        };
    }

    private static TokenRequest toAuthority(
            Identity.Client client, String scope, String proof, String secret) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("client_id", client.id());
        form.put("scope", scope);
        form.put("grant_type", "client_credentials");
        if (proof.equals("client_assertion")) {
            form.put("client_assertion_type", ASSERTED);
        }
        form.put(proof, secret);
        URI address = URI.create(client.authority() + "/" + client.tenant() + "/oauth2/v2.0/token");
        HttpRequest http =
                HttpRequest.newBuilder(address)
                        .timeout(LONGEST)
                        .header("content-type", "application/x-www-form-urlencoded")
                        .header("accept", "application/json")
                        .POST(BodyPublishers.ofString(encoded(form)))
                        .build();
        return new TokenRequest(http, client.authority().getHost(), false, List.of(secret));
    }

    private static TokenRequest toMachine(Identity.Managed identity, Surroundings surroundings)
            throws TokenFailure {
        String endpoint = surroundings.variables().getOrDefault("IDENTITY_ENDPOINT", "");
        String secret = surroundings.variables().getOrDefault("IDENTITY_HEADER", "");
        boolean hosted = !endpoint.isBlank() && !secret.isBlank();
        Map<String, String> query = new LinkedHashMap<>();
        query.put("api-version", hosted ? "2019-08-01" : "2018-02-01");
        query.put("resource", identity.resource());
        if (identity.client() != null) {
            query.put("client_id", identity.client());
        }
        String address =
                hosted ? endpoint : surroundings.imds() + "/metadata/identity/oauth2/token";
        try {
            HttpRequest http =
                    HttpRequest.newBuilder(URI.create(address + "?" + encoded(query)))
                            .timeout(LONGEST)
                            .header(
                                    hosted ? "X-IDENTITY-HEADER" : "Metadata",
                                    hosted ? secret : "true")
                            .build();
            return new TokenRequest(
                    http,
                    hosted ? "the managed identity of this app" : "IMDS",
                    true,
                    hosted ? List.of(secret) : List.of());
        } catch (IllegalArgumentException e) {
            throw new TokenFailure(
                    Kind.BAD_CREDENTIAL,
                    "IDENTITY_ENDPOINT is no address, or IDENTITY_HEADER cannot be sent");
        }
    }

    private static String read(Path file) throws TokenFailure {
        try {
            if (Files.size(file) > LONGEST_ASSERTION) {
                throw badFile("is too long to hold a token");
            }
            String text = Files.readString(file).strip();
            if (text.isEmpty()) {
                throw badFile("is empty");
            }
            return text;
        } catch (IOException e) {
            throw badFile("cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** Without its name: callers may hear of it. */
    private static TokenFailure badFile(String what) {
        return new TokenFailure(Kind.BAD_CREDENTIAL, "the federated token file " + what);
    }

    private static String encoded(Map<String, String> items) {
        return items.entrySet().stream()
                .map(
                        it ->
                                it.getKey()
                                        + "="
                                        + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    @Override
    public String toString() {
        return "a request to " + whom;
    }
}
