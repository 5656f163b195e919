package dev.signalbox.domain.access;

import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.domain.quota.Holder;
import dev.signalbox.domain.quota.Measure;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Every foreseen way in which a call is not served. Each carries what its sentence needs. */
public sealed interface Refusal {

    /** No credential came with the call. */
    record KeyMissing() implements Refusal {}

    /** Nobody knows this key, or its team is gone. */
    record UnknownKey() implements Refusal {}

    /** The key has ended. */
    record KeyExpired(Instant since) implements Refusal {}

    /** Somebody blocked the key. */
    record KeyBlocked() implements Refusal {}

    /** Somebody blocked the team. */
    record TeamBlocked(Team.Id team) implements Refusal {}

    /** The caller is known, but this is for administrators. */
    record AdministratorsOnly() implements Refusal {}

    /**
     * The list of the key, of the team or of the user does not name the model.
     *
     * @param allowed what may be asked for instead
     */
    record ModelNotAllowed(Owner owner, ModelName asked, List<String> allowed) implements Refusal {

        /** Whose list said no. */
        public enum Owner {
            KEY,
            TEAM,
            USER
        }

        public ModelNotAllowed {
            allowed = List.copyOf(allowed);
        }
    }

    /**
     * The key may not be used for that.
     *
     * @param allowed what it may be used for instead
     */
    record RouteNotAllowed(String path, List<String> allowed) implements Refusal {
        public RouteNotAllowed {
            allowed = List.copyOf(allowed);
        }
    }

    /**
     * No group has that name.
     *
     * @param target what the alias says it means; null if it is no alias
     */
    record UnknownModel(ModelName asked, @Nullable ModelName target) implements Refusal {}

    /** No response of that id was made here for this caller, or its deployment is gone. */
    record UnknownResponse(String id) implements Refusal {}

    /** The key is not known here, and where keys are stored cannot be asked now. */
    record RegistryAway() implements Refusal {}

    /** Too many unknown keys of other forms than ours were shown in this second. */
    record TooManyLookups() implements Refusal {}

    /** Where keys are stored could not be asked for longer than what is known here is believed. */
    record DirectoryStale() implements Refusal {}

    /** Nobody is served for that user of an application ({@code user} in the body). */
    record EndUserBlocked(String user) implements Refusal {}

    /** Nobody knows what a deployment of the group costs, and the rule is to refuse then. */
    record NoPrice(ModelName group) implements Refusal {}

    /** What the call would cost cannot be written down now, and the rule is to refuse then. */
    record LedgerFull() implements Refusal {}

    /** No deployment of the group takes calls with these tags. */
    record NoMatchForTags(ModelName group, Set<String> tags) implements Refusal {
        public NoMatchForTags {
            tags = Set.copyOf(tags);
        }
    }

    /** The call may be served in these regions only, and the group has nobody there. */
    record ResidencyUnavailable(ModelName group, Set<String> residency) implements Refusal {
        public ResidencyUnavailable {
            residency = Set.copyOf(residency);
        }
    }

    /**
     * Whoever could serve the call rests after failures.
     *
     * @param pause until the first of them may be asked again
     */
    record AllResting(ModelName group, Duration pause) implements Refusal {}

    /**
     * Whoever could serve the call has as much to do as it may have.
     *
     * @param limit what is exhausted: {@code rpm}, {@code tpm} or {@code max_parallel_requests}
     * @param pause until that may be better
     */
    record AllBusy(ModelName group, String limit, Duration pause) implements Refusal {}

    /**
     * As much was used as may be in a minute, or at the same time.
     *
     * @param measure what; never money
     * @param used by now, by all replicas
     * @param reset when it begins anew; null for slots, which come back one by one
     * @param pause until it is worth trying again
     */
    record RateLimited(
            Holder holder,
            Measure measure,
            long used,
            long limit,
            @Nullable Instant reset,
            Duration pause)
            implements Refusal {}

    /**
     * The money for this window is spent, or too little is left for the call.
     *
     * @param used spent, or set aside for calls under way
     * @param need what the call may cost at the most
     * @param reset when it begins anew; null for never
     * @param pause until then
     */
    record BudgetSpent(
            Holder holder,
            NanoUsd used,
            NanoUsd limit,
            NanoUsd need,
            @Nullable Instant reset,
            @Nullable Duration pause)
            implements Refusal {}

    /**
     * What this replica was granted of an allowance is used up, and where replicas share it cannot
     * be asked now.
     */
    record AllowanceUnknown(Holder holder, Measure measure) implements Refusal {}

    /**
     * Nobody that was asked served the call.
     *
     * @param served the group that was asked first
     * @param fault the first failure
     */
    record UpstreamFailed(ModelName served, Fault fault, Trail trail) implements Refusal {

        /** The one that was asked did not serve it, and nothing else was tried. */
        public UpstreamFailed(ModelName served, Fault fault) {
            this(served, fault, Trail.NONE);
        }
    }

    /**
     * What was tried in vain.
     *
     * @param retries in all groups together
     * @param mostRetries how many there might have been in the first group
     * @param fallbacks groups that were asked after the first, in that order
     * @param last why the last of them did not serve it; null if there was none
     * @param saved true: it was not tried again, so that an outage is not multiplied
     */
    record Trail(
            int retries,
            int mostRetries,
            List<ModelName> fallbacks,
            @Nullable String last,
            boolean saved) {

        /** Nothing. */
        public static final Trail NONE = new Trail(0, 0, List.of(), null, false);

        public Trail {
            fallbacks = List.copyOf(fallbacks);
        }
    }
}
