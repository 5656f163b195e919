package dev.signalbox.application.driving;

import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.Endpoint;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.catalog.Resolution;
import dev.signalbox.domain.limits.Limit;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;

/** Somebody wants to know where a call would go, and why. */
public interface ExplainRoute {

    /**
     * What would become of a call, by the very steps that a call takes. Asks no upstream and
     * changes nothing.
     *
     * @param caller in good standing
     */
    Explanation explain(Caller caller, Endpoint endpoint, ModelName asked);

    /**
     * What would become of a call.
     *
     * @param revision of the directory that decided
     * @param deployments of the group; empty if the call is refused: who may not ask need not know
     * @param limits that bind the caller, whether anything is left of them or not
     * @param fallbacks groups that would be asked next, in that order
     * @param refusal null if the call would be let in
     */
    record Explanation(
            long revision,
            Caller caller,
            Resolution resolution,
            List<Candidate> deployments,
            List<Bound> limits,
            List<ModelName> fallbacks,
            @Nullable Refusal refusal) {
        public Explanation {
            deployments = List.copyOf(deployments);
            limits = List.copyOf(limits);
            fallbacks = List.copyOf(fallbacks);
        }
    }

    /**
     * A deployment that may be chosen, or not.
     *
     * @param in whether it may
     * @param why a sentence for people
     */
    record Candidate(Deployment deployment, boolean in, String why) {}

    /**
     * A limit of somebody's.
     *
     * @param left null if that is not counted
     */
    record Bound(Holder holder, Limit limit, BigDecimal most, @Nullable BigDecimal left) {}

    /** Whose limit it is. */
    enum Holder {
        KEY,
        TEAM,
        USER
    }
}
