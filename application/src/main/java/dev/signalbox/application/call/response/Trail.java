package dev.signalbox.application.call.response;

import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.catalog.Deployment;

import org.jspecify.annotations.Nullable;

/**
 * The responses of a call: the one that it makes, and the one that it goes on from.
 *
 * @param maker the deployment that made the one it goes on from; nobody else has it. Null if it
 *     begins anew
 */
public record Trail(ResponseIds ids, Caller caller, Deployment.@Nullable Id maker) {

    /** Seals the ids of what that deployment makes. */
    public IdSeal seal(Deployment.Id deployment) {
        return ids.seal(caller, deployment);
    }
}
