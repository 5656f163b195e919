package dev.signalbox.azure.entra;

import dev.signalbox.domain.catalog.Fault.Kind;
import dev.signalbox.openai.wire.UpstreamHttp.Header;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * The token of one identity: whoever needs it meanwhile waits for the same request, and nobody
 * waits while there is a good one. It is renewed when it is asked for, not by itself: who is not
 * used asks for nothing. Safe for many threads.
 */
public final class TokenSource {

    private static final System.Logger LOG = System.getLogger(TokenSource.class.getName());

    /** While a good token is there, after a request that failed. */
    private static final Duration BETWEEN_RENEWALS = Duration.ofSeconds(30);

    /** While there is none: callers hear the same failure, and Entra is not asked by each. */
    private static final Duration FAILURE_HOLDS = Duration.ofSeconds(1);

    /** A token that is refused for another reason is not exchanged with every call. */
    private static final Duration BETWEEN_REFUSALS = Duration.ofSeconds(30);

    private final Identity identity;
    private final TokenClient client;
    private final InstantSource clock;
    private final AtomicReference<Standing> standing =
            new AtomicReference<>(new Standing(null, null, null, Instant.MIN));
    private final AtomicReference<@Nullable CompletableFuture<AccessToken>> flight =
            new AtomicReference<>();

    TokenSource(Identity identity, TokenClient client, InstantSource clock) {
        this.identity = identity;
        this.client = client;
        this.clock = clock;
    }

    /**
     * What is known.
     *
     * @param former the token before, which may still be on its way somewhere
     * @param failure how the last request ended; null if it brought a token
     * @param refusable from when on a refused token is exchanged again
     */
    private record Standing(
            @Nullable AccessToken token,
            @Nullable AccessToken former,
            @Nullable Failure failure,
            Instant refusable) {

        private Standing with(AccessToken fresh) {
            return new Standing(fresh, token == null ? former : token, null, refusable);
        }

        private Standing with(Failure failed) {
            return new Standing(token, former, failed, refusable);
        }

        private Standing withoutToken(Instant nextTime) {
            return new Standing(null, token, null, nextTime);
        }

        private boolean failedWithin(Duration time, Instant now) {
            return failure != null && now.isBefore(failure.at().plus(time));
        }
    }

    private record Failure(TokenFailure why, Instant at) {}

    /**
     * The token; ready at once while there is a good one. Fails with a {@link TokenFailure}. Others
     * wait for it too: a copy of it may be given up, not it itself.
     */
    public CompletableFuture<AccessToken> token() {
        Instant now = clock.instant();
        Standing seen = standing.get();
        AccessToken token = seen.token();
        if (token != null && token.isGood(now)) {
            if (token.isDue(now) && !seen.failedWithin(BETWEEN_RENEWALS, now)) {
                var unused = request(seen);
            }
            return CompletableFuture.completedFuture(token);
        }
        Failure failure = seen.failure();
        return failure != null && seen.failedWithin(FAILURE_HOLDS, now)
                ? CompletableFuture.failedFuture(failure.why())
                : request(seen);
    }

    /**
     * A token was not accepted.
     *
     * @return whether it is worth asking for another; the refused one is not given out again
     */
    public boolean refused(Header shown) {
        Instant now = clock.instant();
        Standing seen = standing.get();
        AccessToken token = seen.token();
        while (token != null && token.header().equals(shown)) {
            if (now.isBefore(seen.refusable())) {
                return false;
            }
            if (standing.compareAndSet(seen, seen.withoutToken(now.plus(BETWEEN_REFUSALS)))) {
                return true;
            }
            seen = standing.get();
            token = seen.token();
        }
        // Somebody else was quicker.
        return true;
    }

    /** What must not be shown. */
    public List<String> secrets() {
        Standing seen = standing.get();
        String secret = identity instanceof Identity.WithSecret it ? it.secret() : null;
        return Stream.of(
                        secret,
                        seen.token() == null ? null : seen.token().value(),
                        seen.former() == null ? null : seen.former().value())
                .filter(Objects::nonNull)
                .toList();
    }

    /** Whether a renewal has just failed, so that none is tried now. */
    boolean isResting() {
        return flight.get() == null
                && standing.get().failedWithin(BETWEEN_RENEWALS, clock.instant());
    }

    /** What the token is for. */
    public String scope() {
        return identity.scope();
    }

    private CompletableFuture<AccessToken> request(Standing seen) {
        CompletableFuture<AccessToken> mine = new CompletableFuture<>();
        CompletableFuture<AccessToken> others = flight.compareAndExchange(null, mine);
        if (others != null) {
            return others;
        }
        AccessToken landed = standing.get().token();
        if (landed != null && !landed.equals(seen.token())) {
            // One has come since we looked.
            flight.set(null);
            mine.complete(landed);
        } else {
            Thread.ofVirtual().name("entra-token").start(() -> fetch(mine));
        }
        return mine;
    }

    private void fetch(CompletableFuture<AccessToken> into) {
        TokenFailure why = new TokenFailure(Kind.BROKEN, "something broke here; see the log");
        try {
            AccessToken fresh = client.fetch(identity);
            standing.updateAndGet(it -> it.with(fresh));
            flight.set(null);
            into.complete(fresh);
        } catch (TokenFailure e) {
            why = e;
        } finally {
            // Whatever was thrown: who waits for it must not wait for ever.
            if (!into.isDone()) {
                fail(why, into);
            }
        }
    }

    private void fail(TokenFailure why, CompletableFuture<AccessToken> into) {
        LOG.log(Level.WARNING, why::getMessage);
        standing.updateAndGet(it -> it.with(new Failure(why, clock.instant())));
        flight.set(null);
        into.completeExceptionally(why);
    }

    /** Never a token. */
    @Override
    public String toString() {
        return "tokens of " + identity;
    }
}
