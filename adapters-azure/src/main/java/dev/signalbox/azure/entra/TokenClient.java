package dev.signalbox.azure.entra;

import dev.signalbox.domain.catalog.Fault.Kind;
import dev.signalbox.openai.connection.Proxies;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLException;

/**
 * Asks for tokens. That happens once in an hour, so nothing is kept in between: no connection, no
 * thread. Safe for many threads.
 */
final class TokenClient {

    private static final int LONGEST_ANSWER = 64 * 1024;
    private static final Duration CONNECT = Duration.ofSeconds(5);

    /** Who is not there does not answer at all: no machine of Azure's is that far away. */
    private static final Duration CONNECT_NEAR = Duration.ofSeconds(1);

    private static final Duration WHOLE_ANSWER = Duration.ofSeconds(30);

    /** A machine's service that is renewed takes up to 70 seconds. */
    private static final List<Duration> PAUSES =
            List.of(1, 2, 4, 8, 16, 32).stream().map(Duration::ofSeconds).toList();

    private final Surroundings surroundings;
    private final InstantSource clock;

    TokenClient(Surroundings surroundings, InstantSource clock) {
        this.surroundings = surroundings;
        this.clock = clock;
    }

    /**
     * Asks and waits.
     *
     * @throws TokenFailure if no token comes
     */
    AccessToken fetch(Identity identity) throws TokenFailure {
        TokenRequest request = TokenRequest.of(identity, surroundings);
        HttpClient client = client(request.near());
        try {
            for (int tries = 0; ; tries++) {
                Instant asked = clock.instant();
                TokenAnswer answer = send(client, request);
                boolean last = !request.near() || tries == PAUSES.size();
                if (last || !answer.isForLater()) {
                    return answer.token(request, asked);
                }
                surroundings.pause().pause(PAUSES.get(tries));
            }
        } catch (ExecutionException e) {
            throw failure(request, e.getCause());
        } catch (TimeoutException e) {
            throw new TokenFailure(Kind.TIMEOUT, request.whom() + " does not answer in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TokenFailure(Kind.UNAVAILABLE, "nobody waits for it any more");
        } finally {
            client.shutdownNow();
        }
    }

    private static HttpClient client(boolean near) {
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(near ? CONNECT_NEAR : CONNECT);
        return builder.proxy(
                        near
                                ? HttpClient.Builder.NO_PROXY
                                : Proxies.usual(System.getenv()).selector())
                .build();
    }

    private static TokenAnswer send(HttpClient client, TokenRequest request)
            throws ExecutionException, TimeoutException, InterruptedException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        HttpResponse<Void> response =
                client.sendAsync(
                                request.http(),
                                BodyHandlers.ofByteArrayConsumer(
                                        part -> part.ifPresent(bytes -> append(bytes, body))))
                        .get(WHOLE_ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        return TokenAnswer.of(response.statusCode(), body.toByteArray());
    }

    private static void append(byte[] bytes, ByteArrayOutputStream body) {
        body.write(bytes, 0, Math.min(bytes.length, LONGEST_ANSWER - body.size()));
    }

    private static TokenFailure failure(TokenRequest request, @Nullable Throwable seen) {
        if (seen instanceof HttpConnectTimeoutException || seen instanceof ConnectException) {
            return new TokenFailure(
                    Kind.UNREACHABLE, request.whom() + " does not accept a connection from here");
        }
        if (seen instanceof HttpTimeoutException) {
            return new TokenFailure(Kind.TIMEOUT, request.whom() + " does not answer in time");
        }
        if (seen instanceof SSLException) {
            return new TokenFailure(
                    Kind.UNREACHABLE,
                    "there is no safe connection to "
                            + request.whom()
                            + ": its certificate or its TLS is not ours");
        }
        return new TokenFailure(
                seen instanceof IOException ? Kind.UNREACHABLE : Kind.BROKEN,
                request.whom() + " broke off before it answered");
    }
}
