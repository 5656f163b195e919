package dev.signalbox.http.openai.reply;

import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.domain.quota.Holder;
import dev.signalbox.domain.quota.Measure;
import dev.signalbox.domain.quota.Standing;
import dev.signalbox.http.exchange.ErrorAnswer;
import dev.signalbox.http.exchange.Exchange;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Says on an answer what its caller may still use in this minute, as OpenAI does, and what bounds
 * the key, as LiteLLM does.
 */
final class LimitHeaders {

    private static final Names REQUESTS = Names.of("requests");
    private static final Names TOKENS = Names.of("tokens");

    private static final HeaderName KEY_SPEND = HeaderNames.create("x-litellm-key-spend");
    private static final HeaderName KEY_BUDGET = HeaderNames.create("x-litellm-key-max-budget");
    private static final HeaderName KEY_TOKENS = HeaderNames.create("x-litellm-key-tpm-limit");
    private static final HeaderName KEY_REQUESTS = HeaderNames.create("x-litellm-key-rpm-limit");

    private LimitHeaders() {}

    private record Names(HeaderName limit, HeaderName remaining, HeaderName reset) {

        static Names of(String what) {
            return new Names(
                    HeaderNames.create("x-ratelimit-limit-" + what),
                    HeaderNames.create("x-ratelimit-remaining-" + what),
                    HeaderNames.create("x-ratelimit-reset-" + what));
        }

        void name(Standing standing, Exchange exchange) {
            exchange.note(limit, Long.toString(standing.most()));
            exchange.note(remaining, Long.toString(standing.left()));
            exchange.note(reset, ErrorAnswer.wholeSeconds(standing.pause()) + "s");
        }
    }

    /** Of several bounds of one kind the one of which least is left is told. */
    static void name(List<Standing> standings, Exchange exchange) {
        Standing requests = least(standings, Measure.REQUESTS);
        if (requests != null) {
            REQUESTS.name(requests, exchange);
        }
        Standing tokens = least(standings, Measure.TOKENS);
        if (tokens != null) {
            TOKENS.name(tokens, exchange);
        }
        for (Standing standing : standings) {
            if (standing.holder().level() == Holder.Level.KEY) {
                nameOfKey(standing, exchange);
            }
        }
    }

    private static void nameOfKey(Standing standing, Exchange exchange) {
        switch (standing.measure()) {
            case MONEY -> {
                exchange.note(KEY_SPEND, new NanoUsd(standing.used()).toString());
                exchange.note(KEY_BUDGET, new NanoUsd(standing.most()).toString());
            }
            case TOKENS -> exchange.note(KEY_TOKENS, Long.toString(standing.most()));
            case REQUESTS -> exchange.note(KEY_REQUESTS, Long.toString(standing.most()));
            case SLOTS -> {
                // Those are not told.
            }
        }
    }

    private static @Nullable Standing least(List<Standing> standings, Measure measure) {
        Standing least = null;
        for (Standing standing : standings) {
            if (standing.measure() == measure
                    && (least == null || standing.left() < least.left())) {
                least = standing;
            }
        }
        return least;
    }
}
