package dev.signalbox.openai;

import dev.signalbox.application.call.Naming;
import dev.signalbox.application.call.body.Spelling;
import dev.signalbox.application.call.form.Outgoing;
import dev.signalbox.application.driven.Upstream;
import dev.signalbox.domain.catalog.Endpoint;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.catalog.Fault.Kind;
import dev.signalbox.openai.answer.Beginning;
import dev.signalbox.openai.answer.Source;
import dev.signalbox.openai.fault.OpenAiFaults;
import dev.signalbox.openai.reading.Relabel;
import dev.signalbox.openai.wire.Reply;
import dev.signalbox.openai.wire.UpstreamHttp;
import dev.signalbox.openai.wire.UpstreamHttp.Header;
import dev.signalbox.openai.wire.UpstreamHttp.Question;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Asks one deployment that speaks OpenAI's dialect. All that does not change from call to call is
 * made ready once. When the caller goes while it waits, the attempt ends as {@link
 * Kind#UNREACHABLE}: nobody listens to it any more.
 */
public final class OpenAiUpstream implements Upstream {

    private static final String CONTENT_TYPE = "content-type";
    private static final Outgoing NOTHING = Outgoing.ofJson(List.of());
    private static final int LONGEST_ERROR = 64 * 1024;
    private static final Duration WORDS_OF_AN_ERROR = Duration.ofSeconds(2);
    private static final Fault WITHDRAWN =
            Fault.of(Kind.UNREACHABLE, "withdrawn: the caller has gone");

    private final UpstreamHttp http;
    private final Dialect dialect;
    private final byte[] model;
    private final Spelling spelling;
    private final Spelling silent;
    private final OpenAiFaults faults;
    private final InstantSource clock;
    private final Map<Endpoint, UpstreamHttp.Target> documents = new EnumMap<>(Endpoint.class);
    private final Map<Endpoint, UpstreamHttp.Target> streams = new EnumMap<>(Endpoint.class);

    /**
     * Opens no connection.
     *
     * @param spelling how bodies are written for it
     */
    public OpenAiUpstream(
            UpstreamHttp http, Dialect dialect, Spelling spelling, InstantSource clock) {
        this.http = http;
        this.dialect = dialect;
        this.model = Relabel.quoted(dialect.model());
        this.spelling = spelling;
        this.silent = spelling.without("model");
        this.clock = clock;
        this.faults = new OpenAiFaults(dialect::secrets, clock);
        for (Endpoint endpoint : Endpoint.values()) {
            String usual = endpoint.answersInKind() ? "*/*" : "application/json";
            documents.put(endpoint, target(endpoint, usual));
            streams.put(endpoint, target(endpoint, "text/event-stream"));
        }
    }

    private UpstreamHttp.Target target(Endpoint endpoint, String accepted) {
        List<Header> headers = new ArrayList<>(headers());
        if (!endpoint.isForm()) {
            headers.add(new Header(CONTENT_TYPE, "application/json"));
        }
        headers.add(new Header("accept", accepted));
        return new UpstreamHttp.Target(dialect.address(endpoint), headers);
    }

    private List<Header> headers() {
        List<Header> headers = new ArrayList<>(dialect.headers());
        headers.add(new Header("accept-encoding", "identity"));
        headers.add(new Header("user-agent", OpenAiProvider.USER_AGENT));
        return headers;
    }

    @Override
    public Attempt open(Order order) {
        Map<Endpoint, UpstreamHttp.Target> targets = order.call().streamed() ? streams : documents;
        UpstreamHttp.Target target = targets.get(order.call().endpoint());
        if (target == null) {
            throw new IllegalStateException("no target for " + order.call().endpoint());
        }
        Upstream mock = MockUpstream.wished(order.call(), clock);
        if (mock != null) {
            return mock.open(order);
        }
        UsageWish wish = UsageWish.of(order.call(), dialect.tellsUsage());
        Outgoing body = wish.body().outgoing(model, spelling(order.call().endpoint()));
        return ask(new Wanted(order, wish.quiet(), false), target, body);
    }

    @Override
    public Attempt follow(Order order, Pursuit pursuit) {
        List<Header> headers = new ArrayList<>(headers());
        headers.add(new Header("accept", "*/*"));
        UpstreamHttp.Target target =
                ResponseAddress.of(dialect.address(Endpoint.RESPONSES), pursuit, headers);
        return ask(new Wanted(order, false, true), target, NOTHING);
    }

    /**
     * What is wanted of a reply.
     *
     * @param quiet whether the event that says the usage is kept back
     * @param asItIs whether what was made before is shown, failed or not
     */
    private record Wanted(Order order, boolean quiet, boolean asItIs) {

        private Wanted of(Order other) {
            return new Wanted(other, quiet, asItIs);
        }
    }

    private Attempt ask(Wanted wanted, UpstreamHttp.Target target, Outgoing body) {
        Order order = wanted.order();
        Header callId = new Header(dialect.callIdHeader(), order.call().id());
        List<Header> own =
                order.call().endpoint().isForm()
                        ? List.of(callId, new Header(CONTENT_TYPE, body.mediaType()))
                        : List.of(callId);
        Question question = new Question(target, own, body.pieces(), body.length());
        Dialect.Badge badge = dialect.badge();
        return badge == null ? ask(wanted, question) : ask(badge, wanted, question);
    }

    /** Shows a badge; if that is refused and there is another, shows that one, too. */
    private Attempt ask(Dialect.Badge badge, Wanted wanted, Question question) {
        long start = System.nanoTime();
        for (int tries = 1; ; tries++) {
            Order left = wanted.order().after(Duration.ofNanos(System.nanoTime() - start));
            Dialect.Shown shown = badge.show(left.patience(), left.hangup());
            if (left.hangup().happened()) {
                return new Faulted(WITHDRAWN);
            }
            if (shown instanceof Dialect.Missing missing) {
                return new Faulted(missing.why());
            }
            Header header = ((Dialect.Ready) shown).header();
            left = wanted.order().after(Duration.ofNanos(System.nanoTime() - start));
            Attempt attempt = ask(wanted.of(left), question.with(header));
            boolean ended = tries > 1 || !(attempt instanceof Faulted);
            if (ended || !badge.renews(header, ((Faulted) attempt).fault())) {
                return attempt;
            }
        }
    }

    private Attempt ask(Wanted wanted, Question question) {
        Order order = wanted.order();
        Reply reply;
        try {
            reply = http.send(question, order.patience(), order.hangup());
        } catch (IOException e) {
            return new Faulted(order.hangup().happened() ? WITHDRAWN : faults.unanswered(e));
        }
        boolean opened = false;
        try {
            Attempt attempt = judge(wanted, reply);
            opened = attempt instanceof Opened;
            return attempt;
        } finally {
            if (!opened) {
                reply.close();
            }
        }
    }

    private Spelling spelling(Endpoint endpoint) {
        return dialect.saysModel(endpoint) ? spelling : silent;
    }

    private Attempt judge(Wanted wanted, Reply reply) {
        Order order = wanted.order();
        try {
            String encoding = reply.header("content-encoding");
            if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
                return new Faulted(
                        reply.status() < 300
                                ? faults.unreadable("it is packed, though we asked for plain text")
                                : classified(reply, new byte[0]));
            }
            return reply.status() >= 200 && reply.status() < 300
                    ? Beginning.of(source(wanted, reply))
                    : new Faulted(classified(reply, errorBody(reply)));
        } catch (IOException e) {
            return new Faulted(order.hangup().happened() ? WITHDRAWN : faults.brokeOff(e));
        }
    }

    private Source source(Wanted wanted, Reply reply) {
        Source.Manner manner =
                new Source.Manner(relabel(wanted.order()), wanted.quiet(), wanted.asItIs());
        return new Source(wanted.order(), reply, faults, manner);
    }

    private static Relabel relabel(Order order) {
        byte @Nullable [] name =
                order.naming() == Naming.AS_ASKED
                        ? Relabel.quoted(order.call().asked().text())
                        : null;
        return name == null && order.seal() == null
                ? Relabel.NOTHING
                : new Relabel(name, order.seal());
    }

    private Fault classified(Reply reply, byte[] body) {
        return dialect.explain(faults.classify(reply.status(), reply::header, body));
    }

    /** As much of it as is there; an error whose words break off is still an error. */
    private static byte[] errorBody(Reply reply) {
        byte[] body = new byte[LONGEST_ERROR];
        int filled = 0;
        try {
            reply.hurry(WORDS_OF_AN_ERROR);
            int count = 0;
            while (count >= 0 && filled < body.length) {
                count = reply.read(body, filled, body.length - filled);
                filled += Math.max(count, 0);
            }
        } catch (IOException e) {
            return Arrays.copyOf(body, filled);
        }
        return Arrays.copyOf(body, filled);
    }
}
