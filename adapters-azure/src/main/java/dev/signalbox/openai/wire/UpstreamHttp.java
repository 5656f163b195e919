package dev.signalbox.openai.wire;

import dev.signalbox.application.call.Hangup;
import dev.signalbox.domain.routing.Patience;
import dev.signalbox.openai.connection.Hold;
import dev.signalbox.openai.connection.Origin;
import dev.signalbox.openai.connection.Waiting;
import dev.signalbox.openai.connection.Watch;
import dev.signalbox.openai.connection.Wire;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Asks over HTTP/1.1 and hands out replies piece by piece. Each call's own thread connects, writes
 * and reads; that costs least where threads are virtual (ADR 25). Redirects are not followed, and
 * nothing is decoded. Safe for many threads. Keeps idle connections for reuse and needs no closing.
 */
public final class UpstreamHttp {

    private static final int LONGEST_HEAD = 64 * 1024;
    private static final int SWITCHING_PROTOCOLS = 101;

    /** Whoever had parted with a connection says so when the first packet arrives. */
    private static final long STALE_WITHIN = Duration.ofSeconds(1).toNanos();

    private final Watch watch = new Watch();
    private final ConcurrentMap<String, Origin> origins = new ConcurrentHashMap<>();
    private final Origin.Habits habits;

    /** As is usual; opens nothing yet. */
    public UpstreamHttp() {
        this(Origin.Habits.usual());
    }

    UpstreamHttp(Origin.Habits habits) {
        this.habits = habits;
    }

    /** One line of a request's head. May be a secret, so its value is never printed. */
    public record Header(String name, String value) {

        /**
         * @throws IllegalArgumentException if it cannot be sent; the value is not said
         */
        public Header {
            if (!isName(name)) {
                throw new IllegalArgumentException("no header is called " + name);
            }
            if (!isValue(value)) {
                throw new IllegalArgumentException("the header " + name + " has no such value");
            }
        }

        private static boolean isName(String text) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c <= ' ' || c >= 127 || "\"(),/:;<=>?@[\\]{}".indexOf(c) >= 0) {
                    return false;
                }
            }
            return !text.isEmpty();
        }

        private static boolean isValue(String text) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if ((c < ' ' && c != '\t') || c == 127 || c > 255) {
                    return false;
                }
            }
            return true;
        }

        private void appendTo(StringBuilder head) {
            head.append(name).append(": ").append(value).append("\r\n");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Where to ask and what to say first; made once for a deployment, used by many threads. */
    public static final class Target {
        private final URI address;
        private final String origin;
        private final boolean sized;
        private final String head;
        private final String throughProxy;

        /**
         * Where something is posted.
         *
         * @throws IllegalArgumentException if the address cannot be sent
         */
        public Target(URI address, List<Header> headers) {
            this("POST", address, headers);
        }

        /**
         * @param method a word in capitals; what is posted has a body, the rest has none
         * @throws IllegalArgumentException if the address cannot be sent
         */
        public Target(String method, URI address, List<Header> headers) {
            this.sized = method.equals("POST");
            if (address.getHost() == null) {
                throw new IllegalArgumentException("an address has a host");
            }
            this.address = address;
            String host = address.getHost().toLowerCase(Locale.ROOT);
            this.origin = address.getScheme() + "://" + host + ":" + address.getPort();
            StringBuilder rest = new StringBuilder(" HTTP/1.1\r\n");
            new Header("host", address.getRawAuthority()).appendTo(rest);
            headers.forEach(header -> header.appendTo(rest));
            String path = address.getRawPath().isEmpty() ? "/" : address.getRawPath();
            String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
            this.head = method + " " + path + query + rest;
            this.throughProxy =
                    method + " http://" + address.getRawAuthority() + path + query + rest;
        }

        private byte[] head(boolean proxied, List<Header> own, long length) {
            String prepared = proxied ? throughProxy : head;
            StringBuilder head = new StringBuilder(prepared.length() + 128).append(prepared);
            own.forEach(header -> header.appendTo(head));
            if (sized) {
                head.append("content-length: ").append(length).append("\r\n");
            }
            head.append("\r\n");
            return head.toString().getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    /**
     * What is to be asked.
     *
     * @param own headers that differ from call to call
     * @param pieces the body, in arrays; read, not changed, and perhaps gone through twice
     * @param length of the body, in bytes
     */
    public record Question(
            Target target, List<Header> own, Iterable<ByteBuffer> pieces, long length) {

        /** The same with one header more. */
        public Question with(Header header) {
            List<Header> all = new ArrayList<>(own);
            all.add(header);
            return new Question(target, all, pieces, length);
        }

        private byte[] head(boolean proxied) {
            return target.head(proxied, own, length);
        }
    }

    /**
     * Posts, and waits for the head of the reply.
     *
     * @param hangup when it happens, the question is withdrawn or the reply closed, at once
     * @throws HttpTimeoutException if it took longer than {@code patience} allows
     * @throws IOException if there is no reply; also if the caller has gone
     */
    public Reply send(Question question, Patience patience, Hangup hangup) throws IOException {
        Target target = question.target();
        Origin origin =
                origins.computeIfAbsent(
                        target.origin, it -> new Origin(target.address, habits, watch));
        Hold hold = new Hold();
        hangup.whenHungUp(hold::tear);
        boolean replied = false;
        try {
            Reply reply = new Exchange(origin, hold, question, new Waiting(patience)).reply();
            replied = true;
            return reply;
        } finally {
            if (!replied) {
                hold.drop();
            }
        }
    }

    /** One question on its way. */
    private record Exchange(Origin origin, Hold hold, Question question, Waiting waiting) {

        private Reply reply() throws IOException {
            Wire kept = origin.kept();
            if (kept != null) {
                hold.take(kept);
                long asked = System.nanoTime();
                ReplyHead head = ask(kept);
                if (head != null) {
                    return reply(kept, head);
                }
                // Its peer had closed it before it heard us: clouds part with idle connections.
                // On a fresh one that would be no excuse, nor after a while: the question may have
                // been read then, and answering it costs money.
                hold.drop();
                if (System.nanoTime() - asked > STALE_WITHIN) {
                    throw unanswered();
                }
            }
            Wire fresh = origin.connect(hold, waiting);
            ReplyHead head = ask(fresh);
            if (head == null) {
                throw unanswered();
            }
            return reply(fresh, head);
        }

        private static IOException unanswered() {
            return new IOException("the connection broke unanswered");
        }

        private Reply reply(Wire wire, ReplyHead head) throws IOException {
            return new Reply(head, head.framing(), waiting, new Reply.Taken(wire, hold, origin));
        }

        /** Null: the connection ended before anything was answered. */
        private @Nullable ReplyHead ask(Wire wire) throws IOException {
            try {
                wire.send(asking(wire), question.pieces(), waiting);
            } catch (HttpTimeoutException e) {
                throw e;
            } catch (IOException e) {
                // Whoever does not want to read it all may have said why.
                return head(wire);
            }
            return head(wire);
        }

        private byte[] asking(Wire wire) {
            String shown = wire.isProxied() ? origin.proxyCredential() : null;
            Question asked =
                    shown == null
                            ? question
                            : question.with(new Header("proxy-authorization", shown));
            return asked.head(wire.isProxied());
        }

        private @Nullable ReplyHead head(Wire wire) throws IOException {
            ReplyHead head = null;
            while (head == null || head.status() < 200) {
                byte[] bytes = bytes(wire);
                if (bytes == null) {
                    if (head != null) {
                        throw new IOException("it broke off in its answer");
                    }
                    return null;
                }
                head = ReplyHead.of(bytes);
                if (head.status() == SWITCHING_PROTOCOLS) {
                    throw new ProtocolException("it wants to speak another protocol");
                }
            }
            return head;
        }

        private byte @Nullable [] bytes(Wire wire) throws IOException {
            try {
                return wire.head(LONGEST_HEAD, waiting);
            } catch (HttpTimeoutException | ProtocolException e) {
                throw e;
            } catch (IOException e) {
                if (wire.hasMore() || wire.isLate() || hold.isTorn()) {
                    throw e;
                }
                // Reset instead of closed: it says as little.
                return null;
            }
        }
    }
}
