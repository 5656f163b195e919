package dev.signalbox.application.accounting;

import dev.signalbox.application.call.Call;
import dev.signalbox.application.call.Wishes;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.Endpoint;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.limits.Usage;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.domain.money.Tariff;
import dev.signalbox.domain.quota.Cost;

import java.time.Instant;

/**
 * What a call may cost at most, told from outside before anybody is asked. A token is a byte at
 * least, so no question has more tokens than bytes; pictures that are packed into it count as
 * {@value #PICTURE} each, not by their bytes. An answer has as many tokens as the caller allows
 * ({@code max_tokens}). Where nothing is allowed, {@value #UNSAID} stand for it, and the call may
 * cost more than its ceiling by what it writes beyond them.
 */
public final class Ceiling {

    /** Tokens of one picture: the largest at the highest resolution has fewer. */
    static final int PICTURE = 2_000;

    /** Tokens of an answer whose length nobody bounds, where money is set aside. */
    static final int UNSAID = 1_024;

    /** The same where tokens are set aside: limits by the minute may be small. */
    static final int UNSAID_OF_LIMITS = 256;

    private Ceiling() {}

    /** What may be used by asking the dearest deployment of the group once. */
    public static Cost of(Call call, ModelGroup group, Instant now) {
        Wishes wishes = call.wishes();
        boolean silent = call.endpoint() == Endpoint.EMBEDDINGS;
        Long said = wishes.mostTokens();
        long words = silent ? 0 : said == null ? UNSAID_OF_LIMITS : said;
        long answer = silent ? 0 : said == null ? UNSAID : said;
        Usage most = new Usage(call.body().mostTokens(PICTURE), answer, 0, 0);
        NanoUsd dearest = NanoUsd.ZERO;
        for (Deployment deployment : group.deployments()) {
            Tariff.Version version = deployment.terms().tariff().at(now);
            if (version != null) {
                NanoUsd cost = version.price().cost(most);
                dearest = cost.compareTo(dearest) > 0 ? cost : dearest;
            }
        }
        return Cost.ofCall(call.body().tokens() + words, dearest);
    }
}
