package dev.signalbox.azure.entra;

import java.lang.ref.WeakReference;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One source of tokens for each identity, shared by all deployments that have it, and kept as long
 * as one of them is. Safe for many threads.
 */
public final class TokenSources {

    private final TokenClient client;
    private final InstantSource clock;
    private final ConcurrentMap<Identity, WeakReference<TokenSource>> sources =
            new ConcurrentHashMap<>();

    /** Asks nobody yet. */
    public TokenSources(Surroundings surroundings, InstantSource clock) {
        this.client = new TokenClient(surroundings, clock);
        this.clock = clock;
    }

    /** The source of its tokens. */
    public TokenSource of(Identity identity) {
        sources.values().removeIf(it -> it.get() == null);
        AtomicReference<TokenSource> found = new AtomicReference<>();
        sources.compute(
                identity,
                (same, kept) -> {
                    TokenSource source = kept == null ? null : kept.get();
                    found.set(source == null ? new TokenSource(identity, client, clock) : source);
                    return source == null ? new WeakReference<>(found.get()) : kept;
                });
        return found.get();
    }
}
