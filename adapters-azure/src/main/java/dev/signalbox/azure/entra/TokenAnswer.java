package dev.signalbox.azure.entra;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import dev.signalbox.domain.catalog.Fault.Kind;
import dev.signalbox.openai.reading.Glance;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** What was said to whom asked for a token. Never printed: there may be one in it. */
final class TokenAnswer {

    private static final int LONGEST_MESSAGE = 500;
    private static final int LONGEST_NUMBER = 12;
    private static final Pattern LIKE_A_TOKEN = Pattern.compile("eyJ[A-Za-z0-9_.-]{10,}");

    private final int status;
    private final Map<String, String> words = new HashMap<>();

    private TokenAnswer(int status) {
        this.status = status;
    }

    /** Never fails: what cannot be read says nothing. */
    static TokenAnswer of(int status, byte[] body) {
        TokenAnswer answer = new TokenAnswer(status);
        try (JsonParser parser = Glance.JSON.createParser(body)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                answer.read(parser);
            }
        } catch (IOException e) {
            answer.words.clear();
        }
        return answer;
    }

    private void read(JsonParser parser) throws IOException {
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            if (value != null && value.isScalarValue() && value != JsonToken.VALUE_NULL) {
                words.put(name, parser.getText());
            }
            parser.skipChildren();
        }
    }

    /** Whether a machine says by it that it is not ready yet. */
    boolean isForLater() {
        return status == 404 || status == 410 || status == 429 || status >= 500;
    }

    /**
     * The token in it.
     *
     * @param asked when it was asked for
     * @throws TokenFailure if there is none
     */
    AccessToken token(TokenRequest request, Instant asked) throws TokenFailure {
        if (status != 200) {
            throw refusal(request);
        }
        String token = words.getOrDefault("access_token", "");
        Instant expiry = expiry(asked);
        boolean fits = !token.isEmpty() && token.chars().allMatch(it -> it > ' ' && it <= '~');
        if (!fits || expiry == null) {
            throw new TokenFailure(
                    Kind.UNREADABLE,
                    request.whom() + " answers with something that is not a token with its end");
        }
        Long refresh = number("refresh_in");
        return AccessToken.of(
                token, asked, expiry, refresh == null ? asked : asked.plusSeconds(refresh));
    }

    /** The earlier one, where two are said: machines repeat tokens that they gave out before. */
    private @Nullable Instant expiry(Instant asked) {
        Long seconds = number("expires_in");
        Long epoch = number("expires_on");
        if (epoch == null) {
            return seconds == null ? null : asked.plusSeconds(seconds);
        }
        Instant on = Instant.ofEpochSecond(epoch);
        return seconds == null || on.isBefore(asked.plusSeconds(seconds))
                ? on
                : asked.plusSeconds(seconds);
    }

    /** Some write numbers as numbers, some as texts. */
    private @Nullable Long number(String name) {
        String text = words.getOrDefault(name, "");
        boolean is =
                !text.isEmpty()
                        && text.length() <= LONGEST_NUMBER
                        && text.chars().allMatch(it -> it >= '0' && it <= '9');
        return is ? Long.valueOf(text) : null;
    }

    private TokenFailure refusal(TokenRequest request) {
        Kind kind =
                switch (status) {
                    case 408, 504 -> Kind.TIMEOUT;
                    case 410, 429 -> Kind.UNAVAILABLE;
                    default -> status >= 500 ? Kind.UNAVAILABLE : Kind.BAD_CREDENTIAL;
                };
        return new TokenFailure(kind, request.whom() + " answers " + status + ": " + said(request));
    }

    /** The first line only: what follows are numbers for the support. */
    private String said(TokenRequest request) {
        String text = words.getOrDefault("error_description", words.getOrDefault("error", ""));
        String line = text.lines().findFirst().orElse("").strip();
        for (String secret : request.secrets()) {
            line = line.replace(secret, "***");
        }
        line = LIKE_A_TOKEN.matcher(line).replaceAll("***");
        if (line.isEmpty()) {
            return "nothing that we can read";
        }
        return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "…";
    }

    /** Never the token. */
    @Override
    public String toString() {
        return "an answer with status " + status;
    }
}
