package dev.signalbox.application.driving.admin.spend;

import dev.signalbox.application.call.body.CallBody;
import dev.signalbox.application.driving.admin.Verdict;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.limits.Usage;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.domain.rights.Actor;

import java.util.List;

/** Somebody asks what a question would cost, or what an answer did, without making a call. */
public interface EstimateCost {

    /** What a question costs, its tokens counted here, without the answer to it. */
    Verdict<Estimate> ofQuestion(Actor actor, ModelName model, CallBody question);

    /** What tokens cost that somebody counted. */
    Verdict<Estimate> ofUsage(Actor actor, ModelName model, Usage usage);

    /**
     * What it comes to.
     *
     * @param offers where it may be asked and somebody says what that costs, the dearest first; one
     *     at least
     */
    record Estimate(List<Offer> offers) {
        public Estimate {
            offers = List.copyOf(offers);
        }

        /** What it costs at the dearest place. */
        public NanoUsd most() {
            return offers.getFirst().cost();
        }
    }

    /**
     * What it costs at one place.
     *
     * @param price the version of the price
     */
    record Offer(Deployment.Id deployment, String model, Usage usage, NanoUsd cost, String price) {}
}
