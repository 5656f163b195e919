package dev.signalbox.domain.access;

import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.catalog.ModelName;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

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
    record ModelNotAllowed(Holder holder, ModelName asked, List<String> allowed)
            implements Refusal {

        /** Whose list said no. */
        public enum Holder {
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

    /** The key is not known here, and where keys are stored cannot be asked now. */
    record RegistryAway() implements Refusal {}

    /** Too many unknown keys of other forms than ours were shown in this second. */
    record TooManyLookups() implements Refusal {}

    /** Where keys are stored could not be asked for longer than what is known here is believed. */
    record DirectoryStale() implements Refusal {}

    /** The deployment that was asked did not serve the call. */
    record UpstreamFailed(ModelName served, Fault fault) implements Refusal {}
}
