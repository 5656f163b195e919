package dev.signalbox.application.accounting;

import dev.signalbox.application.call.Call;
import dev.signalbox.application.call.body.CallBody;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.limits.Usage;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.domain.money.Tariff;
import dev.signalbox.domain.quota.Cost;

import java.time.Instant;

/**
 * What a call may cost at most, told from outside before anybody is asked. A token is a byte at
 * least, so no question has more tokens than bytes; pictures that are packed into it count as
 * {@value #PICTURE} each, not by their bytes. Each of its answers ({@code n}, {@code best_of}) has
 * as many tokens as the caller allows ({@code max_tokens}, {@code max_completion_tokens}, {@code
 * max_output_tokens}; of several the largest), {@value #LONGEST} if that is more. Where nothing is
 * allowed, {@value #UNSAID} stand for it, and the call may cost more than its ceiling by what it
 * writes beyond them. All of that is read in the body as it goes up, whoever changed it.
 */
public final class Ceiling {

    /** Tokens of one picture: the largest at the highest resolution has fewer. */
    static final int PICTURE = 2_000;

    /** Tokens of one answer: no model writes more. */
    static final long LONGEST = 1_000_000;

    /** Answers to one question: nobody gives more. */
    static final long MOST_ANSWERS = 128;

    /** Tokens of an answer whose length nobody bounds, where money is set aside. */
    static final int UNSAID = 1_024;

    /** The same where tokens are set aside: limits by the minute may be small. */
    static final int UNSAID_OF_LIMITS = 256;

    /** More than anybody has, and less than what sums of it cannot hold. */
    static final NanoUsd ENDLESS = new NanoUsd(Long.MAX_VALUE / 4);

    private Ceiling() {}

    /**
     * What may be used by asking the dearest deployment of the group once.
     *
     * @param name that leads to the group
     */
    public static Cost of(Call call, ModelGroup group, ModelName name, Instant now) {
        CallBody body = call.body();
        long answers = call.endpoint().writes() ? answers(body) : 0;
        long said = length(body);
        long length = said > 0 ? Math.min(said, LONGEST) : UNSAID;
        long counted = said > 0 ? length : UNSAID_OF_LIMITS;
        Usage most = new Usage(body.mostTokens(PICTURE), answers * length, 0, 0);
        NanoUsd dearest = NanoUsd.ZERO;
        for (Deployment deployment : group.asked(name)) {
            NanoUsd cost = cost(deployment, most, now);
            dearest = cost.compareTo(dearest) > 0 ? cost : dearest;
        }
        return Cost.ofCall(body.tokens() + answers * counted, dearest);
    }

    private static NanoUsd cost(Deployment deployment, Usage most, Instant now) {
        try {
            Tariff.Charge charge = deployment.terms().tariff().charge(most, now);
            return charge == null ? NanoUsd.ZERO : charge.cost();
        } catch (ArithmeticException e) {
            return ENDLESS;
        }
    }

    /** Of one answer, as the caller bounds it; 0 if it is not. */
    private static long length(CallBody body) {
        long former = Math.max(said(body, "max_tokens"), said(body, "max_completion_tokens"));
        return Math.max(former, said(body, "max_output_tokens"));
    }

    private static long answers(CallBody body) {
        return Math.clamp(Math.max(said(body, "n"), said(body, "best_of")), 1, MOST_ANSWERS);
    }

    /** 0 if nothing is said that can be meant. */
    private static long said(CallBody body, String member) {
        Long number = body.number(member);
        return number == null || number < 0 ? 0 : number;
    }
}
