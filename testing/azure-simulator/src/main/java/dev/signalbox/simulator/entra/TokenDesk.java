package dev.signalbox.simulator.entra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.simulator.answer.Answer;
import dev.signalbox.simulator.wire.RequestHead;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives out tokens as Entra does, and as a virtual machine and an app do, and knows them again. A
 * token for another audience is given out too, and not accepted. Safe for many threads.
 */
public final class TokenDesk {

    private static final Pattern AUTHORITY = Pattern.compile("/([^/]+)/oauth2/v2\\.0/token");
    private static final String IMDS = "/metadata/identity/oauth2/token";
    private static final String APP = "/msi/token";
    private static final Set<String> AUDIENCES =
            Set.of("https://cognitiveservices.azure.com", "https://ai.azure.com");

    private final Map<String, String> clients;
    private final AtomicReference<Duration> lifetime;
    private final Map<String, Instant> accepted = new ConcurrentHashMap<>();
    private final AtomicLong given = new AtomicLong();

    /** Has given out nothing yet. */
    public TokenDesk(TokenSettings settings) {
        this.clients = settings.clients();
        this.lifetime = new AtomicReference<>(settings.lifetime());
    }

    /** Tokens that are given out from now on live so long. */
    public void live(Duration time) {
        lifetime.set(time);
    }

    /** No token that was given out is accepted any more. */
    public void expire() {
        accepted.clear();
    }

    /** Whether the bearer of that token may come in. */
    public boolean accepts(String token) {
        Instant end = accepted.get(token);
        return end != null && Instant.now().isBefore(end);
    }

    /** Whether a token is asked for. */
    public static boolean isAsked(RequestHead head) {
        String path = head.path();
        return path.equals(IMDS) || path.equals(APP) || AUTHORITY.matcher(path).matches();
    }

    /** The members of a form, as an object of texts. */
    public static JsonNode form(byte[] body) {
        ObjectNode form = JsonNodeFactory.instance.objectNode();
        for (String item : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
            int equals = item.indexOf('=');
            if (equals > 0) {
                form.put(item.substring(0, equals), decoded(item.substring(equals + 1)));
            }
        }
        return form;
    }

    /** What is answered to who asks for a token. */
    public Answer answer(RequestHead head, JsonNode form) {
        Matcher authority = AUTHORITY.matcher(head.path());
        if (authority.matches()) {
            return head.method().equals("POST")
                    ? ofAuthority(authority.group(1), form)
                    : error(405, "invalid_request", "AADSTS900561: POST is accepted only.");
        }
        return ofMachine(head);
    }

    private Answer ofAuthority(String tenant, JsonNode form) {
        if (!form.path("grant_type").asText().equals("client_credentials")) {
            return error(
                    400,
                    "unsupported_grant_type",
                    "AADSTS70003: This grant type is not supported.");
        }
        String client = form.path("client_id").asText();
        String secret = clients.get(client);
        if (secret == null) {
            return error(
                    400,
                    "unauthorized_client",
                    "AADSTS700016: Application with identifier '%s' was not found in the directory '%s'."
                            .formatted(client, tenant));
        }
        boolean asserted =
                form.path("client_assertion_type").asText().endsWith(":jwt-bearer")
                        && !form.path("client_assertion").asText().isEmpty();
        if (!asserted && !form.path("client_secret").asText().equals(secret)) {
            return error(
                    401,
                    "invalid_client",
                    "AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in"
                            + " the request is the client secret value, not the client secret ID,"
                            + " for a secret added to app '"
                            + client
                            + "'.");
        }
        String scope = form.path("scope").asText();
        if (!scope.endsWith("/.default")) {
            return error(400, "invalid_scope", "AADSTS1002012: The scope is not valid.");
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        long seconds = seconds();
        body.put("token_type", "Bearer").put("expires_in", seconds).put("ext_expires_in", seconds);
        body.put("access_token", token(scope.substring(0, scope.lastIndexOf('/'))));
        return Answer.json(200, body.toString());
    }

    private Answer ofMachine(RequestHead head) {
        boolean app = head.path().equals(APP);
        String shown = head.header(app ? "x-identity-header" : "metadata");
        if (shown == null || (!app && !shown.equals("true"))) {
            return error(400, "invalid_request", "Required metadata header not specified");
        }
        String client = head.query("client_id");
        if (client != null && !clients.containsKey(decoded(client))) {
            return error(400, "invalid_request", "Identity not found");
        }
        String resource = decoded(Objects.requireNonNullElse(head.query("resource"), ""));
        // Machines write their numbers as texts.
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("access_token", token(resource)).put("token_type", "Bearer");
        body.put("resource", resource);
        body.put("expires_on", Long.toString(Instant.now().getEpochSecond() + seconds()));
        if (!app) {
            body.put("expires_in", Long.toString(seconds()));
        }
        return Answer.json(200, body.toString());
    }

    private String token(String audience) {
        String token = "simulated." + given.incrementAndGet() + "." + System.nanoTime();
        if (AUDIENCES.contains(audience)) {
            Instant now = Instant.now();
            accepted.values().removeIf(now::isAfter);
            accepted.put(token, now.plusSeconds(seconds()));
        }
        return token;
    }

    private long seconds() {
        return lifetime.get().toSeconds();
    }

    private static Answer error(int status, String error, String description) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("error", error);
        body.put("error_description", description + "\r\nTrace ID: 0\r\nCorrelation ID: 0");
        return Answer.json(status, body.toString());
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
