package dev.signalbox.domain.stored;

import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.catalog.ModelName;

import java.time.Instant;

/**
 * One deployment as it is stored. No secret can be read in it.
 *
 * @param group what callers ask for ({@code model_name})
 * @param params all of {@code litellm_params}, an object, sealed for this id
 * @param shown what of them may be shown, an object
 * @param info {@code model_info}, an object
 * @param made when and by whom it was first stored
 * @param changed when and by whom it got what it says now; sealing it anew changes nothing
 */
public record StoredModel(
        Deployment.Id id,
        ModelName group,
        Sealed params,
        FreeJson shown,
        FreeJson info,
        Mark made,
        Mark changed) {

    /** The same, sealed with another key. */
    public StoredModel sealed(Sealed anew) {
        return new StoredModel(id, group, anew, shown, info, made, changed);
    }

    /**
     * When, and by whom.
     *
     * @param by a name that administrators know; never a secret
     */
    public record Mark(Instant at, String by) {}
}
