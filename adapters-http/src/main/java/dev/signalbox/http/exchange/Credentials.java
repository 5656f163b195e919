package dev.signalbox.http.exchange;

import dev.signalbox.application.call.Credential;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/** Finds what a caller shows to be let in. The first header that is there decides. */
public final class Credentials {

    private static final HeaderName OWN = HeaderNames.create("x-litellm-api-key");
    private static final HeaderName API_KEY = HeaderNames.create("api-key");
    private static final HeaderName X_API_KEY = HeaderNames.create("x-api-key");
    private static final String BEARER = "bearer ";

    private Credentials() {}

    /** What was found. */
    public sealed interface Found {}

    /** A credential, or none at all. */
    public record Shown(@Nullable Credential credential) implements Found {}

    /** Something that is none. */
    public record Malformed() implements Found {}

    /** What {@code exchange} shows. */
    public static Found in(Exchange exchange) {
        String own = exchange.header(OWN);
        if (own != null) {
            return bare(own);
        }
        String authorization = exchange.header(HeaderNames.AUTHORIZATION);
        if (authorization != null) {
            return startsWithBearer(authorization)
                    ? shown(authorization.substring(BEARER.length()))
                    : new Malformed();
        }
        String other = exchange.header(API_KEY);
        if (other == null) {
            other = exchange.header(X_API_KEY);
        }
        return other == null ? new Shown(null) : bare(other);
    }

    private static Found bare(String value) {
        return shown(startsWithBearer(value) ? value.substring(BEARER.length()) : value);
    }

    private static Found shown(String key) {
        String trimmed = key.strip();
        return trimmed.isEmpty() ? new Malformed() : new Shown(Credential.of(trimmed));
    }

    private static boolean startsWithBearer(String value) {
        return value.length() >= BEARER.length()
                && value.substring(0, BEARER.length()).toLowerCase(Locale.ROOT).equals(BEARER);
    }
}
