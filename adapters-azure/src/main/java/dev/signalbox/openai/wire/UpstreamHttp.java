package dev.signalbox.openai.wire;

import dev.signalbox.application.call.Hangup;
import dev.signalbox.domain.routing.Patience;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.ResponseInfo;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks over HTTP/1.1 and hands out replies piece by piece, so narrow that another client can take
 * the place of this one. Safe for many threads; each call blocks its own. Keeps idle connections
 * for reuse and needs no closing.
 */
public final class UpstreamHttp {

    /** How long an unused connection is kept. */
    static final Duration IDLE = Duration.ofSeconds(30);

    private static final int LONGEST_HEAD = 64 * 1024;
    private static final int CONNECT_WAITS_KEPT = 8;

    private final ConcurrentMap<Duration, HttpClient> clients = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, IdleConnections> idle = new ConcurrentHashMap<>();

    /** Opens nothing yet. */
    public UpstreamHttp() {
        // The client takes these from nowhere else, and reads them once per process, so they are
        // set before the first one is built. Idle connections are dropped in silence by clouds
        // after some minutes, so we part with them long before. A reused connection that its peer
        // had closed already is tried again on a fresh one, also for POST: nothing was answered,
        // and RequestBody sees to it that only then. What the operator has set stays.
        settle("jdk.httpclient.keepalive.timeout", Long.toString(IDLE.toSeconds()));
        settle("jdk.httpclient.enableAllMethodRetry", "true");
        settle("jdk.http.maxHeaderSize", Integer.toString(LONGEST_HEAD));
    }

    private static void settle(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** One line of a request's head. May be a secret, so its value is never printed. */
    public record Header(String name, String value) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Where to ask and what to say first; made once for a deployment, used by many threads. */
    public static final class Target {
        private final HttpRequest.Builder prepared;
        private final String origin;

        /**
         * @throws IllegalArgumentException if the address or a header cannot be sent
         */
        public Target(URI address, List<Header> headers) {
            prepared = HttpRequest.newBuilder(address);
            origin = address.getScheme() + "://" + address.getRawAuthority();
            for (Header header : headers) {
                prepared.setHeader(header.name(), header.value());
            }
        }

        private HttpRequest with(Header header, HttpRequest.BodyPublisher body) {
            // Copied, because a builder may be changed by one thread only; this one never is.
            return prepared.copy().setHeader(header.name(), header.value()).POST(body).build();
        }
    }

    /**
     * What is to be posted.
     *
     * @param callId a header that differs from call to call
     * @param pieces the body; read, not changed, perhaps after the reply has come
     */
    public record Question(Target target, Header callId, List<ByteBuffer> pieces) {}

    /**
     * Posts, and waits for the head of the reply.
     *
     * @param hangup when it happens, the question is withdrawn or the reply closed, at once
     * @throws HttpTimeoutException if it took longer than {@code patience} allows
     * @throws IOException if there is no reply; also if the caller has gone
     */
    public Reply send(Question question, Patience patience, Hangup hangup) throws IOException {
        Target target = question.target();
        IdleConnections kept = idle.computeIfAbsent(target.origin, it -> new IdleConnections());
        RequestBody asked = new RequestBody(question.pieces(), kept);
        HttpRequest request = target.with(question.callId(), asked);
        Waiting waiting = new Waiting(patience);
        ReplyBody body = new ReplyBody(kept);
        // The head is waited for as the body sees it, not as the client hands it out: that is one
        // thread less, and an answer that breaks off early is still one that had begun. Cancelling
        // what depends on the client's future cancels the question.
        CompletableFuture<HttpResponse<ReplyBody>> pending =
                client(patience.connect())
                        .sendAsync(request, body::expect)
                        .whenComplete((whole, failure) -> body.end(failure));
        hangup.whenHungUp(
                () -> {
                    pending.cancel(true);
                    body.close();
                });
        try {
            return new Reply(head(body.head(), waiting), body, waiting);
        } catch (IOException e) {
            pending.cancel(true);
            body.close();
            throw e;
        }
    }

    private static ResponseInfo head(CompletableFuture<ResponseInfo> head, Waiting waiting)
            throws IOException {
        try {
            return head.get(waiting.left(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } catch (TimeoutException e) {
            throw new HttpTimeoutException(waiting.overdue());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private HttpClient client(Duration connect) {
        HttpClient known = clients.get(connect);
        if (known != null) {
            return known;
        }
        // The client has one wait for all its connections, so there is one client for each wait;
        // should somebody configure many different ones, the later share.
        Duration wait = clients.size() < CONNECT_WAITS_KEPT ? connect : Patience.DEFAULT.connect();
        return clients.computeIfAbsent(
                wait,
                it ->
                        HttpClient.newBuilder()
                                .version(HttpClient.Version.HTTP_1_1)
                                .followRedirects(HttpClient.Redirect.NEVER)
                                .connectTimeout(it)
                                // Nothing that runs there blocks: the calling thread does.
                                .executor(Runnable::run)
                                .build());
    }
}
