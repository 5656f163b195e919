package dev.signalbox.http.openai.reply;

import dev.signalbox.application.call.Call;
import dev.signalbox.application.call.Outcome;
import dev.signalbox.application.call.Served;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.http.exchange.Exchange;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;

import java.math.BigDecimal;
import java.time.Duration;

/** The headers in which a caller reads the way of a call: LiteLLM's. */
public final class RouteHeaders {

    private static final HeaderName GROUP = HeaderNames.create("x-litellm-model-group");
    private static final HeaderName DEPLOYMENT = HeaderNames.create("x-litellm-model-id");
    private static final HeaderName ADDRESS = HeaderNames.create("x-litellm-model-api-base");
    private static final HeaderName REGION = HeaderNames.create("x-litellm-model-region");
    private static final HeaderName RETRIES = HeaderNames.create("x-litellm-attempted-retries");
    private static final HeaderName MOST_RETRIES = HeaderNames.create("x-litellm-max-retries");
    private static final HeaderName FALLBACKS = HeaderNames.create("x-litellm-attempted-fallbacks");
    private static final HeaderName TIMEOUT = HeaderNames.create("x-litellm-timeout");

    private RouteHeaders() {}

    /** Names who served, or was asked to, and what was tried before. */
    static void name(Served served, Exchange exchange) {
        exchange.note(GROUP, HeaderText.fit(served.group().text()));
        exchange.note(DEPLOYMENT, HeaderText.fit(served.deployment().id().text()));
        exchange.note(ADDRESS, HeaderText.fit(served.deployment().address()));
        String region = served.deployment().terms().region();
        if (region != null) {
            exchange.note(REGION, HeaderText.fit(region));
        }
        Served.Tries tries = served.tries();
        exchange.note(RETRIES, Integer.toString(tries.retries()));
        exchange.note(FALLBACKS, Integer.toString(tries.fallbacks()));
        if (tries.retries() > 0) {
            exchange.note(MOST_RETRIES, Integer.toString(tries.mostRetries()));
        }
    }

    /** Says how a call came to be refused. */
    public static void explain(Outcome.Refused refused, Call call, Exchange exchange) {
        if (refused.served() != null) {
            name(refused.served(), exchange);
        }
        if (refused.refusal() instanceof Refusal.UpstreamFailed failed) {
            Duration wait = call.wishes().timeout();
            if (call.streamed() && call.wishes().streamTimeout() != null) {
                wait = call.wishes().streamTimeout();
            }
            if (failed.fault().kind() == Fault.Kind.TIMEOUT && wait != null) {
                exchange.note(TIMEOUT, seconds(wait));
            }
        }
    }

    private static String seconds(Duration wait) {
        return BigDecimal.valueOf(wait.toMillis(), 3).stripTrailingZeros().toPlainString();
    }
}
