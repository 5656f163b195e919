package dev.signalbox.http.openai;

import dev.signalbox.application.call.Credential;
import dev.signalbox.application.driving.IdentifyCaller;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.http.exchange.Checked;
import dev.signalbox.http.exchange.Credentials;
import dev.signalbox.http.exchange.Exchange;

import org.jspecify.annotations.Nullable;

/** Finds out who sends a request. Safe for many threads. */
public final class CallerIdentity {

    private final IdentifyCaller callers;

    public CallerIdentity(IdentifyCaller callers) {
        this.callers = callers;
    }

    /** Somebody we know, and what they showed. */
    public record Identified(Caller caller, @Nullable Credential credential) {}

    /** The caller, or the words for a stranger. */
    public Checked<Identified> of(Exchange exchange) {
        return switch (Credentials.in(exchange)) {
            case Credentials.Malformed malformed -> Checked.bad(OpenAiErrors.malformedCredential());
            case Credentials.Shown shown ->
                    switch (callers.identify(shown.credential())) {
                        case IdentifyCaller.Stranger stranger ->
                                Checked.bad(OpenAiErrors.of(stranger.refusal()));
                        case IdentifyCaller.Known known ->
                                Checked.good(new Identified(known.caller(), shown.credential()));
                    };
        };
    }
}
