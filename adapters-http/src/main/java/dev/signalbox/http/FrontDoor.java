package dev.signalbox.http;

import dev.signalbox.application.call.Credential;
import dev.signalbox.application.driving.IdentifyCaller;
import dev.signalbox.domain.access.AccessRule;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.http.exchange.Credentials;
import dev.signalbox.http.exchange.ErrorAnswer;
import dev.signalbox.http.exchange.Exchange;
import dev.signalbox.http.openai.OpenAiErrors;
import dev.signalbox.http.origin.Throttle;
import dev.signalbox.http.surface.Policy;
import dev.signalbox.http.surface.Service;
import dev.signalbox.http.surface.Side;

import io.helidon.http.HeaderNames;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * Lets whoever asks come in to a service, or not, by the service's policy: once, in one place, and
 * before a byte of the body is read, so that a stranger cannot fill our memory. Safe for many
 * threads.
 */
final class FrontDoor {

    private final IdentifyCaller callers;
    private final Throttle throttle;
    private final HostRule hosts;

    FrontDoor(IdentifyCaller callers, Throttle throttle, HostRule hosts) {
        this.callers = callers;
        this.throttle = throttle;
        this.hosts = hosts;
    }

    /** Null if the caller has come in; else the answer. */
    @Nullable ErrorAnswer refusal(Exchange exchange, Service service) {
        if (service.side() == Side.ADMINISTRATION) {
            ErrorAnswer wrongHost = hosts.refusal(exchange.header(HeaderNames.HOST));
            if (wrongHost != null) {
                return wrongHost;
            }
        }
        return service.policy() == Policy.PUBLIC ? null : identified(exchange, service);
    }

    private @Nullable ErrorAnswer identified(Exchange exchange, Service service) {
        return switch (Credentials.in(exchange)) {
            case Credentials.Malformed malformed -> malformed(exchange);
            case Credentials.Shown shown -> identified(exchange, service, shown.credential());
        };
    }

    private ErrorAnswer malformed(Exchange exchange) {
        String address = exchange.callerAddress();
        Duration wait = throttle.waitOf(address);
        if (!wait.isZero()) {
            return tooManyGuesses(wait);
        }
        throttle.failed(address);
        return OpenAiErrors.malformedCredential();
    }

    private @Nullable ErrorAnswer identified(
            Exchange exchange, Service service, @Nullable Credential credential) {
        if (credential == null) {
            return OpenAiErrors.of(new Refusal.KeyMissing());
        }
        if (!throttle.isQuiet() && !callers.recognises(credential)) {
            Duration wait = throttle.waitOf(exchange.callerAddress());
            if (!wait.isZero()) {
                return tooManyGuesses(wait);
            }
        }
        return switch (callers.identify(credential)) {
            case IdentifyCaller.Stranger stranger -> {
                // A key that is blocked or has ended was not guessed: only the unknown one counts.
                if (stranger.refusal() instanceof Refusal.UnknownKey) {
                    throttle.failed(exchange.callerAddress());
                }
                yield OpenAiErrors.of(stranger.refusal());
            }
            case IdentifyCaller.Known known -> {
                exchange.enter(known.caller(), credential);
                yield refusal(exchange, service, known.caller());
            }
        };
    }

    /** A call's own routes are asked for where it is let in, whatever path it took. */
    private static @Nullable ErrorAnswer refusal(
            Exchange exchange, Service service, Caller caller) {
        Refusal wrongRoute =
                service.side() != Side.CALLS
                        ? AccessRule.routeRefusal(caller, exchange.path())
                        : null;
        if (wrongRoute != null) {
            return OpenAiErrors.of(wrongRoute);
        }
        return service.policy().admits(caller)
                ? null
                : OpenAiErrors.of(new Refusal.AdministratorsOnly());
    }

    private static ErrorAnswer tooManyGuesses(Duration wait) {
        return ErrorAnswer.of(
                        429,
                        "too_many_failed_credentials",
                        null,
                        "Too many wrong keys came from this address. Keys that were used here"
                                + " lately go on working; try any other again later.")
                .retryAfter(wait.plusMillis(999));
    }
}
