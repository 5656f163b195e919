package dev.signalbox.application.dispatch.attempt;

import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.policy.Checks;
import dev.signalbox.domain.routing.Candidate;
import dev.signalbox.domain.routing.Candidates;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Calls of one session, or of one key, stay with the deployment that served the first of them, as
 * long as they come often enough ({@code session_affinity}, {@code deployment_affinity}). If it
 * cannot be asked another one serves, and the bond remains. What this process remembers is bounded:
 * the bonds longest unused give way. Safe for many threads, by a lock held for one look-up.
 */
final class Affinity {

    private static final int MOST = 50_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Bond, Tie> ties = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * Who belongs together.
     *
     * @param key whose calls; nobody else's session is the same
     * @param session null: all calls of the key
     */
    private record Bond(String key, @Nullable String session, ModelName group) {}

    private record Tie(Deployment.Id deployment, long ends) {}

    /** The one that the call belongs to, if it may be asked; null if the strategy decides. */
    @Nullable Candidate tied(Round round, Candidates among) {
        Bond bond = bond(round);
        Tie tie = bond == null ? null : tie(bond, among.now());
        if (tie != null) {
            for (Candidate candidate : among.list()) {
                if (candidate.deployment().id().equals(tie.deployment())) {
                    return candidate;
                }
            }
        }
        return null;
    }

    /** That deployment serves the call: the next ones go there too. */
    void served(Round round, Deployment.Id deployment, long now) {
        Bond bond = bond(round);
        Duration time = time(round);
        if (bond == null || time == null) {
            return;
        }
        lock.lock();
        try {
            Tie before = ties.get(bond);
            Deployment.Id lasting = before == null ? null : lasting(before, round, now);
            ties.put(bond, new Tie(lasting == null ? deployment : lasting, now + time.toNanos()));
            if (ties.size() > MOST) {
                ties.remove(ties.keySet().iterator().next());
            }
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Tie tie(Bond bond, long now) {
        lock.lock();
        try {
            Tie tie = ties.get(bond);
            return tie == null || tie.ends - now <= 0 ? null : tie;
        } finally {
            lock.unlock();
        }
    }

    /** The deployment, as long as the bond lasts and the group has it; else null. */
    private static Deployment.@Nullable Id lasting(Tie tie, Round round, long now) {
        boolean there =
                round.station().group().deployments().stream()
                        .anyMatch(deployment -> deployment.id().equals(tie.deployment()));
        return there && tie.ends - now > 0 ? tie.deployment : null;
    }

    private static @Nullable Bond bond(Round round) {
        if (time(round) == null) {
            return null;
        }
        Caller caller = round.journey().trip().caller();
        String key = caller instanceof Caller.Member member ? member.key().publicId() : "";
        String session = round.journey().trip().call().wishes().session();
        boolean ofSession = session != null && round.journey().rules().checks().session() != null;
        return new Bond(key, ofSession ? session : null, round.station().group().name());
    }

    /** For how long after the last call; null: this call belongs to nobody. */
    private static @Nullable Duration time(Round round) {
        Checks checks = round.journey().rules().checks();
        boolean session = round.journey().trip().call().wishes().session() != null;
        return session && checks.session() != null ? checks.session() : checks.key();
    }
}
