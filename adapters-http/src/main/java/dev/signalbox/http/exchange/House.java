package dev.signalbox.http.exchange;

import dev.signalbox.http.capacity.BodyBudget;
import dev.signalbox.http.capacity.Crowd;
import dev.signalbox.http.origin.CallIds;
import dev.signalbox.http.origin.TrustedProxies;

import java.util.function.LongSupplier;

/**
 * What holds for every request of a server.
 *
 * @param version ours, as shown to callers
 * @param crowd the calls that are served at the same time
 * @param revision the present one of all that is decided by
 */
public record House(
        String version,
        CallIds ids,
        BodyBudget budget,
        Crowd crowd,
        TrustedProxies trustedProxies,
        LongSupplier revision) {}
