package dev.signalbox.application.driving;

import dev.signalbox.application.call.Call;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.catalog.Resolution;
import dev.signalbox.domain.quota.Holder;
import dev.signalbox.domain.quota.Measure;
import dev.signalbox.domain.routing.Patience;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Somebody wants to know where a call would go, and why. */
public interface ExplainRoute {

    /**
     * What would become of a call, by the very steps that a call takes. Asks no upstream and
     * changes nothing.
     *
     * @param caller in good standing
     * @param call its credential is not looked at
     */
    Explanation explain(Caller caller, Call call);

    /**
     * What would become of a call.
     *
     * @param revision of the directory that decided
     * @param deployments of the group; empty if the call is refused: who may not ask need not know
     * @param limits what the call must keep, whether anything is left of it or not; empty if the
     *     call is refused at the door
     * @param course what was decided about the way; null if the call is refused at the door
     * @param fallbacks groups that would be asked next, in that order
     * @param refusal null if the call would be let in
     */
    record Explanation(
            long revision,
            Caller caller,
            Resolution resolution,
            List<Candidate> deployments,
            List<Bound> limits,
            @Nullable Course course,
            List<Target> fallbacks,
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
     * What was decided about the way of a call.
     *
     * @param policyOf whose policy holds: {@code key}, {@code team} or {@code everybody}
     * @param strategy its name in a configuration
     * @param retries how often the call may be tried again in the group
     * @param patience how long is waited for the first attempt
     * @param tags of the call, the key's and the team's among them; empty if they decide nothing
     * @param residency regions that it may be served in; empty for any
     */
    record Course(
            String policyOf,
            String strategy,
            int retries,
            Patience patience,
            Set<String> tags,
            Set<String> residency) {
        public Course {
            tags = Set.copyOf(tags);
            residency = Set.copyOf(residency);
        }
    }

    /**
     * Where a call may be sent after its group.
     *
     * @param why null: it would be; else why not, a sentence for people
     */
    record Target(ModelName name, @Nullable String why) {}

    /**
     * What a call must keep.
     *
     * @param most US dollars, requests, tokens, or calls at the same time
     * @param left as far as this process knows, with what is set aside for calls under way taken
     *     off; null if no such call has come here since it began anew
     * @param resets when it begins anew; null for what never does
     */
    record Bound(
            Holder holder,
            Measure measure,
            BigDecimal most,
            @Nullable BigDecimal left,
            @Nullable Instant resets) {}
}
