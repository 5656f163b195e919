package dev.signalbox.http.exchange;

import dev.signalbox.application.call.Credential;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.http.connection.Line;

import io.helidon.common.socket.SocketWriterException;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;

/** One request and its answer. Used by the connection's own thread. */
public final class Exchange {

    private static final byte[] NOTHING = {};
    private static final long NOT_SAID = -1;
    private static final HeaderName CALL_ID = HeaderNames.create("x-litellm-call-id");
    private static final HeaderName REQUEST_ID = HeaderNames.create("x-request-id");
    private static final HeaderName VERSION = HeaderNames.create("x-litellm-version");
    private static final HeaderName REVISION = HeaderNames.create("x-signalbox-revision");
    private static final HeaderName ERROR_REASON = HeaderNames.create("x-signalbox-error-reason");
    private static final HeaderName ERROR_ORIGIN = HeaderNames.create("x-signalbox-error-origin");
    private static final HeaderName RETRY_AFTER = HeaderNames.create("retry-after");
    private static final HeaderName RETRY_AFTER_MILLIS = HeaderNames.create("retry-after-ms");

    private final Line line;
    private final RoutingRequest request;
    private final RoutingResponse response;
    private final House house;
    private final String id;
    private final Entity entity;
    private @Nullable Caller caller;
    private @Nullable Credential credential;
    private long decidedUnder = NOT_SAID;

    /** Begins the answer: whatever it will be, it bears the request's name. */
    public Exchange(Line line, RoutingRequest request, RoutingResponse response, House house) {
        this.line = line;
        this.request = request;
        this.response = response;
        this.house = house;
        this.entity = new Entity(request, line, house.budget());
        this.id = house.ids().name(header(CALL_ID));
        begin();
    }

    /** The request's name. */
    public String id() {
        return id;
    }

    /** Our version, as shown to callers. */
    public String version() {
        return house.version();
    }

    /** The method, in capitals. */
    public String method() {
        return request.prologue().method().text();
    }

    /** The path as it was sent, undecoded, without the query. */
    public String path() {
        return request.prologue().uriPath().rawPath();
    }

    /** The query as it was sent, undecoded; empty if there is none. */
    public String query() {
        return request.query().rawValue();
    }

    /** The first value of a parameter of the query, decoded; null if it is not there. */
    public @Nullable String parameter(String name) {
        return request.query().contains(name) ? request.query().get(name) : null;
    }

    /** The first value of a header; null if it is not there. */
    public @Nullable String header(HeaderName name) {
        ServerRequestHeaders headers = request.headers();
        return headers.contains(name) ? headers.get(name).get() : null;
    }

    /** The first value of the first header whose name begins and ends so; null if none does. */
    public @Nullable String headerNamed(String beginning, String end) {
        for (Header header : request.headers()) {
            String name = header.headerName().lowerCase();
            if (name.startsWith(beginning) && name.endsWith(end)) {
                return header.get();
            }
        }
        return null;
    }

    /** Where the request comes from, as far as we believe what proxies say. */
    public String callerAddress() {
        List<String> forwarded = request.headers().all(HeaderNames.X_FORWARDED_FOR, List::of);
        return house.trustedProxies().callerAddress(peer(), forwarded);
    }

    /** The server beneath turns addresses into names where TLS is spoken; a name proves nothing. */
    private String peer() {
        return request.remotePeer().address() instanceof InetSocketAddress peer
                        && peer.getAddress() != null
                ? peer.getAddress().getHostAddress()
                : request.remotePeer().host();
    }

    /** Somebody whom we know has come in, showing that credential. */
    public void enter(Caller caller, Credential credential) {
        this.caller = caller;
        this.credential = credential;
    }

    /**
     * Who asks.
     *
     * @throws IllegalStateException if the route is public, and nobody was asked who they are
     */
    public Caller caller() {
        return known(caller);
    }

    /**
     * What the caller showed.
     *
     * @throws IllegalStateException if the route is public, and nobody was asked who they are
     */
    public Credential credential() {
        return known(credential);
    }

    private static <T> T known(@Nullable T shown) {
        if (shown == null) {
            throw new IllegalStateException("a public route asks who its caller is");
        }
        return shown;
    }

    /** The connection that this happens on. */
    public Line line() {
        return line;
    }

    /** The answer in the making, for those who write it piece by piece. */
    public RoutingResponse response() {
        return response;
    }

    /** The body, to be read once at most. */
    public Entity entity() {
        return entity;
    }

    /**
     * Reads the body.
     *
     * @param limit the most that it may have, in bytes
     */
    public Checked<RequestBody> body(int limit) {
        return entity.read(limit);
    }

    /**
     * Forgets what was prepared of an answer.
     *
     * @return false if a part of it has gone out, and nothing was forgotten
     */
    public boolean restart() {
        boolean restarted = response.reset();
        if (restarted) {
            begin();
        }
        return restarted;
    }

    /**
     * Names the revision that the answer was decided under; else it is the one that holds when the
     * answer is given.
     */
    public void decidedUnder(long revision) {
        this.decidedUnder = revision;
    }

    /** Adds a header to the answer. */
    public void note(HeaderName name, String value) {
        response.header(HeaderValues.create(name, value));
    }

    /** Makes ready to answer; nothing is read after this. */
    public void settle() {
        entity.drop();
        long revision = decidedUnder == NOT_SAID ? house.revision().getAsLong() : decidedUnder;
        note(REVISION, Long.toString(revision));
        if (request.headers().containsToken(HeaderValues.CONNECTION_CLOSE)) {
            line.closeAfterAnswer();
        }
        if (line.closing()) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
    }

    /** Answers with a whole document. */
    public void answer(int status, String mediaType, byte[] document) {
        settle();
        response.status(Status.create(status));
        note(HeaderNames.CONTENT_TYPE, mediaType);
        note(HeaderNames.CONTENT_LENGTH, Integer.toString(document.length));
        response.send(request.prologue().method().equals(Method.HEAD) ? NOTHING : document);
    }

    /**
     * Answers with a document that is made while it is sent.
     *
     * @throws CloseConnectionException if the caller is gone, or nobody may take what was sent for
     *     a whole document
     */
    public void answer(int status, String mediaType, Making document) {
        settle();
        response.status(Status.create(status));
        note(HeaderNames.CONTENT_TYPE, mediaType);
        if (request.prologue().method().equals(Method.HEAD)) {
            response.send(NOTHING);
            return;
        }
        try {
            // Closed by whoever ends the exchange, and only if all went well: that is its end.
            document.to(response.outputStream());
        } catch (IOException | UncheckedIOException | SocketWriterException e) {
            throw new CloseConnectionException("the caller is gone", e);
        }
    }

    /** How a document is made. */
    @FunctionalInterface
    public interface Making {
        /** Writes all of it. */
        void to(OutputStream out) throws IOException;
    }

    /** Answers with a JSON document. */
    public void answer(int status, byte[] json) {
        answer(status, "application/json", json);
    }

    /** Answers with an error. */
    public void fail(ErrorAnswer error) {
        if (error.retryAfter() != null) {
            note(RETRY_AFTER, Long.toString(ErrorAnswer.wholeSeconds(error.retryAfter())));
            note(RETRY_AFTER_MILLIS, Long.toString(Math.max(1, error.retryAfter().toMillis())));
        }
        error.notes().forEach((name, value) -> note(HeaderNames.create(name), value));
        note(ERROR_REASON, error.cause().reason());
        note(ERROR_ORIGIN, error.cause().origin().name().toLowerCase(Locale.ROOT));
        answer(error.status(), error.json(id));
    }

    private void begin() {
        note(CALL_ID, id);
        note(REQUEST_ID, id);
        note(VERSION, house.version());
    }
}
