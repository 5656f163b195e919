package dev.signalbox.openai.fault;

import com.fasterxml.jackson.core.JsonProcessingException;

import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.catalog.Fault.Kind;
import dev.signalbox.domain.catalog.Fault.Wording;
import dev.signalbox.domain.catalog.FreeJson;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLException;

/**
 * Everything that we know of this family's errors: statuses, codes, phrases, shapes, and what the
 * network does. One for each deployment, because it takes that deployment's secrets out of what is
 * shown. Immutable, safe for many threads.
 */
public final class OpenAiFaults {

    /** What a status means where the upstream says nothing clearer, for an error in mid-stream. */
    public static final int NO_STATUS = 0;

    private static final int SHORTEST_SECRET = 4;
    private static final int LONGEST_MESSAGE = 8192;
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);
    private static final Pattern WAIT_IN_TEXT =
            Pattern.compile("(?:retry after|try again in) ([0-9]{1,7}(?:\\.[0-9]{1,3})?) ?s");
    private static final Pattern SPAN =
            Pattern.compile("(?:([0-9]{1,6})h)?(?:([0-9]{1,6})m(?!s))?(?:([0-9.]{1,9})s)?");

    private final Supplier<List<String>> secrets;
    private final InstantSource clock;

    /**
     * @param secrets asked whenever something is shown, for they may change
     */
    public OpenAiFaults(Supplier<List<String>> secrets, InstantSource clock) {
        this.secrets = secrets;
        this.clock = clock;
    }

    /**
     * Judges an answer that is an error: by its code, then by its words, then by its status.
     *
     * @param status {@link #NO_STATUS} in mid-stream
     * @param header gives a header's value, or null
     * @param body as far as it was read; may be cut, or no JSON at all
     */
    public Fault classify(int status, Function<String, @Nullable String> header, byte[] body) {
        ErrorBody said = ErrorBody.in(body);
        int meant = said.status() > 0 && status < 300 ? said.status() : status;
        Kind kind = kind(meant, said);
        String message = said.message().isBlank() ? silent(meant) : said.message();
        Wording wording =
                new Wording(
                        scrubbed(said.type()),
                        scrubbed(said.param()),
                        scrubbed(said.code()),
                        said.detail() == null ? null : new FreeJson(scrub(said.detail())));
        Duration wait = retryAfter(header, kind, said.message());
        return new Fault(kind, shortened(scrub(message)), wording, wait);
    }

    private static String silent(int status) {
        return status >= 300 && status < 400
                ? "the upstream answered "
                        + status
                        + " and points elsewhere; redirects are not followed, correct api_base"
                : "the upstream answered "
                        + (status > 0 ? String.valueOf(status) : "with an error")
                        + " without a word that we can read";
    }

    private static Kind kind(int status, ErrorBody said) {
        Kind byCode = kindOfCode(said.code() == null ? "" : said.code().toLowerCase(Locale.ROOT));
        if (byCode != null && !(byCode == Kind.BROKEN && status >= 500)) {
            return byCode;
        }
        Kind byText = kindOfText(said);
        return byText != null ? byText : kindOfStatus(status, said);
    }

    private static @Nullable Kind kindOfCode(String code) {
        return switch (code) {
            case "content_filter", "content_policy_violation", "contentfilter" ->
                    Kind.CONTENT_POLICY;
            case "context_length_exceeded" -> Kind.CONTEXT_TOO_LONG;
            case "deploymentnotfound", "model_not_found" -> Kind.MODEL_GONE;
            case "invalid_api_key", "unauthorized", "authenticationtypedisabled" ->
                    Kind.BAD_CREDENTIAL;
            case "permissiondenied", "forbidden" -> Kind.FORBIDDEN;
            case "ratelimitreached",
                    "rate_limit_exceeded",
                    "too_many_requests",
                    "toomanyrequests",
                    "nocapacity",
                    "insufficient_quota" ->
                    Kind.RATE_LIMITED;
            case "timeout", "requesttimeout" -> Kind.TIMEOUT;
            case "serviceunavailable", "service_unavailable" -> Kind.UNAVAILABLE;
            case "internalservererror", "server_error" -> Kind.BROKEN;
            default -> null;
        };
    }

    private static @Nullable Kind kindOfText(ErrorBody said) {
        String text = said.message();
        if (text.contains("maximum context length is")
                || text.contains("Input tokens exceed the configured limit")) {
            return Kind.CONTEXT_TOO_LONG;
        }
        boolean filtered =
                said.detail() != null && said.detail().contains("ResponsibleAIPolicyViolation");
        if (filtered || text.contains("content management policy")) {
            return Kind.CONTENT_POLICY;
        }
        return text.contains("DeploymentNotFound") ? Kind.MODEL_GONE : null;
    }

    private static Kind kindOfStatus(int status, ErrorBody said) {
        return switch (status) {
            case 401 -> Kind.BAD_CREDENTIAL;
            case 403 -> Kind.FORBIDDEN;
            case 404 -> Kind.MODEL_GONE;
            case 408, 504 -> Kind.TIMEOUT;
            case 429 -> Kind.RATE_LIMITED;
            case 502, 503, 529 -> Kind.UNAVAILABLE;
            default -> {
                boolean callers = status >= 400 && status < 500;
                boolean saysCallers = "invalid_request_error".equals(said.type()) && status < 300;
                boolean itsOwn = status >= 500 || status < 300;
                yield callers || saysCallers
                        ? Kind.CALLER_ERROR
                        : itsOwn ? Kind.BROKEN : Kind.UNREADABLE;
            }
        };
    }

    /** What it means that there was no answer. */
    public Fault unanswered(IOException seen) {
        if (seen instanceof HttpConnectTimeoutException) {
            return Fault.of(Kind.TIMEOUT, "no connection to the upstream in time");
        }
        if (seen instanceof SSLException || seen.getCause() instanceof SSLException) {
            return Fault.of(
                    Kind.UNREACHABLE,
                    "no safe connection to the upstream: its certificate or its TLS is not ours");
        }
        if (seen instanceof UnknownHostException) {
            return Fault.of(Kind.UNREACHABLE, "the upstream's name is not known to the network");
        }
        if (seen instanceof ConnectException) {
            return Fault.of(Kind.UNREACHABLE, "the upstream does not accept a connection");
        }
        Fault fault = brokeOff(seen);
        return fault.kind() == Kind.BROKEN
                ? Fault.of(Kind.UNREACHABLE, "the upstream closed the connection unanswered")
                : fault;
    }

    /** What it means that an answer did not come to its end. */
    public Fault brokeOff(IOException seen) {
        if (seen instanceof HttpTimeoutException) {
            return Fault.of(Kind.TIMEOUT, "the upstream is late: " + seen.getMessage());
        }
        if (seen instanceof JsonProcessingException) {
            return unreadable("something that is not a JSON object");
        }
        if (seen instanceof ProtocolException) {
            return unreadable(shortened(scrub(String.valueOf(seen.getMessage()))));
        }
        return Fault.of(Kind.BROKEN, "the upstream broke off in the middle of its answer");
    }

    /** It answered, but not in this dialect. */
    public Fault unreadable(String what) {
        return Fault.of(Kind.UNREADABLE, "the upstream's answer cannot be read: " + what);
    }

    private @Nullable String scrubbed(@Nullable String text) {
        return text == null ? null : shortened(scrub(text));
    }

    private String scrub(String text) {
        String clean = text;
        for (String secret : secrets.get()) {
            clean = secret.length() < SHORTEST_SECRET ? clean : clean.replace(secret, "***");
        }
        return clean;
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_MESSAGE ? text : text.substring(0, LONGEST_MESSAGE) + "…";
    }

    private @Nullable Duration retryAfter(
            Function<String, @Nullable String> header, Kind kind, String message) {
        Duration wait = millis(header.apply("retry-after-ms"));
        wait = wait != null ? wait : secondsOrDate(header.apply("retry-after"));
        if (wait == null && kind == Kind.RATE_LIMITED) {
            wait =
                    longer(
                            reset(header.apply("x-ratelimit-reset-requests")),
                            reset(header.apply("x-ratelimit-reset-tokens")));
            Matcher text = WAIT_IN_TEXT.matcher(message.toLowerCase(Locale.ROOT));
            wait = wait == null && text.find() ? seconds(text.group(1)) : wait;
        }
        return wait == null || wait.compareTo(LONGEST_WAIT) <= 0 ? wait : LONGEST_WAIT;
    }

    private static @Nullable Duration millis(@Nullable String text) {
        Duration seconds = seconds(text);
        return seconds == null ? null : seconds.dividedBy(1000);
    }

    private static @Nullable Duration seconds(@Nullable String text) {
        return text != null && text.strip().matches("[0-9]{1,12}(\\.[0-9]{1,9})?")
                ? Duration.ofMillis(Math.round(Double.parseDouble(text.strip()) * 1000))
                : null;
    }

    private @Nullable Duration secondsOrDate(@Nullable String text) {
        Duration seconds = seconds(text);
        if (seconds != null || text == null) {
            return seconds;
        }
        try {
            ZonedDateTime until =
                    ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME);
            Duration wait = Duration.between(clock.instant(), until.toInstant());
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /**
     * Azure counts seconds; OpenAI writes {@code 6m0s} or {@code 20ms}. Nothing left is no hint.
     */
    private static @Nullable Duration reset(@Nullable String text) {
        Duration wait = seconds(text);
        if (wait == null && text != null && text.endsWith("ms")) {
            wait = millis(text.substring(0, text.length() - 2));
        } else if (wait == null && text != null && !text.isEmpty()) {
            Matcher span = SPAN.matcher(text);
            wait = span.matches() ? span(span) : null;
        }
        return wait == null || wait.isZero() ? null : wait;
    }

    private static @Nullable Duration span(Matcher span) {
        Duration seconds = span.group(3) == null ? Duration.ZERO : seconds(span.group(3));
        return seconds == null
                ? null
                : seconds.plusMinutes(span.group(2) == null ? 0 : Long.parseLong(span.group(2)))
                        .plusHours(span.group(1) == null ? 0 : Long.parseLong(span.group(1)));
    }

    private static @Nullable Duration longer(@Nullable Duration one, @Nullable Duration other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) >= 0 ? one : other;
    }
}
