package dev.signalbox.http.connection;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.Router;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1Connection;
import io.helidon.webserver.http1.Http1ConnectionListener;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * All connections, and the patrol that looks after them four times a second. Safe for many threads.
 */
public final class Lines implements ServerConnectionSelector, AutoCloseable {

    private static final long PATROL_MILLIS = 250;
    private static final int MOST_HEADERS = 200;

    private final Http1ConnectionSelector http;
    private final LineLimits limits;
    private final Router router;
    private final Set<Line> lines = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor patrol;

    /**
     * @param config what heads may look like
     * @param router who answers
     */
    public Lines(Http1Config config, LineLimits limits, Router router) {
        this.http = Http1ConnectionSelector.builder().config(config).build();
        this.limits = limits;
        this.router = router;
        this.patrol =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("line-patrol").factory());
        var unused =
                patrol.scheduleWithFixedDelay(
                        this::patrol, PATROL_MILLIS, PATROL_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Must listen to every connection that is made here: it tells when a head has come in, and
     * refuses heads that the server beneath would take.
     */
    public static Http1ConnectionListener headListener() {
        return new Http1ConnectionListener() {
            @Override
            public void headers(ConnectionContext connection, Headers headers) {
                if (connection instanceof Line line) {
                    line.headComplete();
                }
                refuseUnfit(headers);
            }
        };
    }

    private static void refuseUnfit(Headers headers) {
        int values = 0;
        for (Header header : headers) {
            values += header.valueCount();
            if (header.name().isEmpty()) {
                throw refusal(Status.BAD_REQUEST_400);
            }
        }
        if (values > MOST_HEADERS) {
            throw refusal(Status.create(431));
        }
        if (headers.contains(HeaderNames.CONTENT_ENCODING)) {
            if (!headers.get(HeaderNames.CONTENT_ENCODING).get().equalsIgnoreCase("identity")) {
                throw refusal(Status.UNSUPPORTED_MEDIA_TYPE_415);
            }
            // The server beneath refuses the header whatever it says.
            if (headers instanceof WritableHeaders<?> writable) {
                writable.remove(HeaderNames.CONTENT_ENCODING);
            }
        }
    }

    private static RequestException refusal(Status status) {
        return RequestException.builder()
                .type(EventType.BAD_REQUEST)
                .status(status)
                .setKeepAlive(false)
                .message(status.reasonPhrase())
                .build();
    }

    /** How many requests are coming in or being served. */
    public int underWay() {
        return (int) lines.stream().filter(Line::underWay).count();
    }

    /** Closes the connections on which no request is under way. */
    public void dismissIdle() {
        lines.forEach(Line::dismissIfIdle);
    }

    /** Ends what is left, and the patrol. */
    @Override
    public void close() {
        lines.forEach(Line::dismiss);
        patrol.shutdownNow();
    }

    void enter(Line line) {
        lines.add(line);
    }

    void leave(Line line) {
        lines.remove(line);
    }

    private void patrol() {
        long now = System.nanoTime();
        lines.forEach(line -> line.patrol(now));
    }

    @Override
    public ServerConnection connection(ConnectionContext connection) {
        Line line = new Line(connection, limits, router);
        return new ServedLine(line, this, (Http1Connection) http.connection(line));
    }

    @Override
    public int bytesToIdentifyConnection() {
        return 0;
    }

    @Override
    public Support supports(BufferData data) {
        return Support.SUPPORTED;
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http.supportedApplicationProtocols();
    }
}
