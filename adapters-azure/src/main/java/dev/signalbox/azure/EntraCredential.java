package dev.signalbox.azure;

import dev.signalbox.application.call.Hangup;
import dev.signalbox.azure.entra.AccessToken;
import dev.signalbox.azure.entra.TokenFailure;
import dev.signalbox.azure.entra.TokenSource;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.catalog.Fault.Kind;
import dev.signalbox.domain.routing.Patience;
import dev.signalbox.openai.Dialect;
import dev.signalbox.openai.wire.UpstreamHttp.Header;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future.State;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Shows the token of an identity. Safe for many threads. */
record EntraCredential(TokenSource source) implements Dialect.Badge {

    private static final Dialect.Missing LEFT =
            new Dialect.Missing(Fault.of(Kind.UNREACHABLE, "nobody waits for a token any more"));

    @Override
    public Dialect.Shown show(Patience patience, Hangup hangup) {
        CompletableFuture<AccessToken> token = source.token();
        return token.state() == State.SUCCESS
                ? new Dialect.Ready(token.resultNow().header())
                : await(token, shortest(patience), hangup);
    }

    private static Dialect.Shown await(
            CompletableFuture<AccessToken> shared, Duration most, Hangup hangup) {
        // A copy: whoever leaves takes nothing away from the others.
        CompletableFuture<AccessToken> coming = shared.copy();
        hangup.whenHungUp(() -> coming.cancel(false));
        try {
            AccessToken token = coming.get(most.toNanos(), TimeUnit.NANOSECONDS);
            return new Dialect.Ready(token.header());
        } catch (TimeoutException e) {
            return new Dialect.Missing(
                    Fault.of(
                            Kind.TIMEOUT,
                            "no token of Entra within " + most.toMillis() / 1000.0 + " s"));
        } catch (ExecutionException e) {
            Fault fault =
                    e.getCause() instanceof TokenFailure failure
                            ? failure.fault()
                            : Fault.of(Kind.BROKEN, "no token of Entra");
            return new Dialect.Missing(fault);
        } catch (CancellationException e) {
            return LEFT;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return LEFT;
        }
    }

    @Override
    public List<String> secrets() {
        return source.secrets();
    }

    private static Duration shortest(Patience patience) {
        return List.of(patience.connect(), patience.firstEvent(), patience.total()).stream()
                .min(Duration::compareTo)
                .orElseThrow();
    }

    @Override
    public boolean renews(Header refused, Fault fault) {
        // Azure has one sentence for a token that is missing, too old or meant for somebody else.
        boolean token = fault.message().contains("expired") || fault.message().contains("audience");
        return fault.kind() == Kind.BAD_CREDENTIAL && token && source.refused(refused);
    }
}
