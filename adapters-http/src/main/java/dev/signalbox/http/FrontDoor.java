package dev.signalbox.http;

import dev.signalbox.application.call.Credential;
import dev.signalbox.application.driving.IdentifyCaller;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.http.exchange.Credentials;
import dev.signalbox.http.exchange.ErrorAnswer;
import dev.signalbox.http.exchange.Exchange;
import dev.signalbox.http.openai.OpenAiErrors;
import dev.signalbox.http.surface.Policy;
import dev.signalbox.http.surface.Service;

import org.jspecify.annotations.Nullable;

/**
 * Lets whoever asks come in to a service, or not, by the service's policy: once, in one place, and
 * before a byte of the body is read, so that a stranger cannot fill our memory. Safe for many
 * threads.
 */
final class FrontDoor {

    private final IdentifyCaller callers;

    FrontDoor(IdentifyCaller callers) {
        this.callers = callers;
    }

    /** Null if the caller has come in; else the answer. */
    @Nullable ErrorAnswer refusal(Exchange exchange, Service service) {
        return service.policy() == Policy.PUBLIC ? null : identified(exchange, service.policy());
    }

    private @Nullable ErrorAnswer identified(Exchange exchange, Policy policy) {
        return switch (Credentials.in(exchange)) {
            case Credentials.Malformed malformed -> OpenAiErrors.malformedCredential();
            case Credentials.Shown shown -> identified(exchange, policy, shown.credential());
        };
    }

    private @Nullable ErrorAnswer identified(
            Exchange exchange, Policy policy, @Nullable Credential credential) {
        if (credential == null) {
            return OpenAiErrors.of(new Refusal.KeyMissing());
        }
        return switch (callers.identify(credential)) {
            case IdentifyCaller.Stranger stranger -> OpenAiErrors.of(stranger.refusal());
            case IdentifyCaller.Known known -> {
                exchange.enter(known.caller(), credential);
                yield policy.admits(known.caller())
                        ? null
                        : OpenAiErrors.of(new Refusal.AdministratorsOnly());
            }
        };
    }
}
