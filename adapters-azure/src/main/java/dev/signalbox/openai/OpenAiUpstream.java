package dev.signalbox.openai;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

import dev.signalbox.application.call.CallBody;
import dev.signalbox.application.call.Naming;
import dev.signalbox.application.call.ReplySink.Form;
import dev.signalbox.application.call.ReplySink.Head;
import dev.signalbox.application.call.ReplySink.Note;
import dev.signalbox.application.driven.Upstream;
import dev.signalbox.domain.catalog.Endpoint;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.catalog.Fault.Kind;
import dev.signalbox.openai.reading.Looks;
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
import java.util.Locale;
import java.util.Map;

/**
 * Asks one deployment that speaks OpenAI's dialect. All that does not change from call to call is
 * made ready once. When the caller goes while it waits, the attempt ends as {@link
 * Kind#UNREACHABLE}: nobody listens to it any more.
 */
public final class OpenAiUpstream implements Upstream {

    private static final int FIRST_READ = 8 * 1024;

    /** Some events: two thousand streams have two thousand of these. */
    private static final int FIRST_EVENTS = 2 * 1024;

    private static final int LONGEST_ERROR = 64 * 1024;
    private static final int LONGEST_COUNT = 32;

    private static final Duration WORDS_OF_AN_ERROR = Duration.ofSeconds(2);
    private static final List<String> NOTES =
            List.of(
                    "x-ratelimit-limit-requests",
                    "x-ratelimit-limit-tokens",
                    "x-ratelimit-remaining-requests",
                    "x-ratelimit-remaining-tokens",
                    "x-ratelimit-reset-requests",
                    "x-ratelimit-reset-tokens",
                    "retry-after");

    private static final Fault WITHDRAWN =
            Fault.of(Kind.UNREACHABLE, "withdrawn: the caller has gone");

    private final UpstreamHttp http;
    private final Dialect dialect;
    private final byte[] model;
    private final CallBody.Spelling spelling;
    private final OpenAiFaults faults;
    private final Map<Endpoint, UpstreamHttp.Target> documents = new EnumMap<>(Endpoint.class);
    private final Map<Endpoint, UpstreamHttp.Target> streams = new EnumMap<>(Endpoint.class);

    /**
     * Opens no connection.
     *
     * @param spelling how bodies are written for it
     */
    public OpenAiUpstream(
            UpstreamHttp http, Dialect dialect, CallBody.Spelling spelling, InstantSource clock) {
        this.http = http;
        this.dialect = dialect;
        this.model = quoted(dialect.model());
        this.spelling = spelling;
        this.faults = new OpenAiFaults(dialect::secrets, clock);
        for (Endpoint endpoint : Endpoint.values()) {
            documents.put(endpoint, target(endpoint, "application/json"));
            streams.put(endpoint, target(endpoint, "text/event-stream"));
        }
    }

    private UpstreamHttp.Target target(Endpoint endpoint, String accepted) {
        List<Header> headers = new ArrayList<>(dialect.headers());
        headers.add(new Header("content-type", "application/json"));
        headers.add(new Header("accept", accepted));
        headers.add(new Header("accept-encoding", "identity"));
        headers.add(new Header("user-agent", OpenAiProvider.USER_AGENT));
        return new UpstreamHttp.Target(dialect.address(endpoint), headers);
    }

    /** A text as a JSON string in UTF-8, quotes included. */
    static byte[] quoted(String text) {
        byte[] inner = JsonStringEncoder.getInstance().quoteAsUTF8(text);
        byte[] quoted = new byte[inner.length + 2];
        quoted[0] = '"';
        System.arraycopy(inner, 0, quoted, 1, inner.length);
        quoted[quoted.length - 1] = '"';
        return quoted;
    }

    @Override
    public Attempt open(Order order) {
        Map<Endpoint, UpstreamHttp.Target> targets = order.call().streamed() ? streams : documents;
        UpstreamHttp.Target target = targets.get(order.call().endpoint());
        if (target == null) {
            throw new IllegalStateException("no target for " + order.call().endpoint());
        }
        UsageWish wish = UsageWish.of(order.call(), dialect.tellsUsage());
        Question question =
                new Question(
                        target,
                        List.of(new Header(dialect.callIdHeader(), order.call().id())),
                        wish.body().spelledFor(model, spelling));
        Dialect.Badge badge = dialect.badge();
        return badge == null
                ? ask(order, question, wish.quiet())
                : ask(badge, order, question, wish.quiet());
    }

    /** Shows a badge; if that is refused and there is another, shows that one, too. */
    private Attempt ask(Dialect.Badge badge, Order order, Question question, boolean quiet) {
        long start = System.nanoTime();
        for (int tries = 1; ; tries++) {
            Order left = order.after(Duration.ofNanos(System.nanoTime() - start));
            Dialect.Shown shown = badge.show(left.patience(), order.hangup());
            if (order.hangup().happened()) {
                return new Faulted(WITHDRAWN);
            }
            if (shown instanceof Dialect.Missing missing) {
                return new Faulted(missing.why());
            }
            Header header = ((Dialect.Ready) shown).header();
            left = order.after(Duration.ofNanos(System.nanoTime() - start));
            Attempt attempt = ask(left, question.with(header), quiet);
            boolean ended = tries > 1 || !(attempt instanceof Faulted);
            if (ended || !badge.renews(header, ((Faulted) attempt).fault())) {
                return attempt;
            }
        }
    }

    private Attempt ask(Order order, Question question, boolean quiet) {
        Reply reply;
        try {
            reply = http.send(question, order.patience(), order.hangup());
        } catch (IOException e) {
            return new Faulted(order.hangup().happened() ? WITHDRAWN : faults.unanswered(e));
        }
        boolean opened = false;
        try {
            Attempt attempt = judge(order, reply, quiet);
            opened = attempt instanceof Opened;
            return attempt;
        } finally {
            if (!opened) {
                reply.close();
            }
        }
    }

    private Attempt judge(Order order, Reply reply, boolean quiet) {
        try {
            String encoding = reply.header("content-encoding");
            if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
                return new Faulted(
                        reply.status() < 300
                                ? faults.unreadable("it is packed, though we asked for plain text")
                                : classified(reply, new byte[0]));
            }
            return reply.status() >= 200 && reply.status() < 300
                    ? begin(order, reply, quiet)
                    : new Faulted(classified(reply, errorBody(reply)));
        } catch (IOException e) {
            return new Faulted(order.hangup().happened() ? WITHDRAWN : faults.brokeOff(e));
        }
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

    private Attempt begin(Order order, Reply reply, boolean quiet) throws IOException {
        // Room for a byte more: so its end is found without more room.
        boolean declared = isOfEvents(reply);
        long usual = declared ? FIRST_EVENTS : FIRST_READ;
        long room = Math.min(FIRST_READ, reply.length().orElse(usual) + 1);
        byte[] first = new byte[(int) room];
        int filled = 0;
        Looks looks = Looks.OPEN;
        while (looks == Looks.OPEN) {
            int count = reply.read(first, filled, first.length - filled);
            filled += Math.max(count, 0);
            boolean ended = count < 0 || filled == first.length;
            looks = Looks.of(first, filled, ended, declared);
        }
        byte @Nullable [] name =
                order.naming() == Naming.AS_ASKED ? quoted(order.call().asked().text()) : null;
        OpenAiAnswer answer =
                new OpenAiAnswer(new OpenAiAnswer.Source(order, reply, faults), name, quiet);
        return switch (looks) {
            case EVENTS ->
                    answer.beginEvents(
                            head(order, reply, Form.EVENTS, "text/event-stream"), first, filled);
            case DOCUMENT ->
                    answer.beginDocument(
                            head(order, reply, Form.DOCUMENT, "application/json"), first, filled);
            case NEITHER, OPEN ->
                    new Faulted(
                            faults.unreadable(
                                    filled == 0 ? "it is empty" : "neither JSON nor events"));
        };
    }

    private static boolean isOfEvents(Reply reply) {
        String type = reply.header("content-type");
        return type != null && media(type).equals("text/event-stream");
    }

    private static String media(String type) {
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    private static Head head(Order order, Reply reply, Form form, String usual) {
        String said = reply.header("content-type");
        String type = said != null && media(said).equals(usual) ? said : usual;
        List<Note> notes = new ArrayList<>();
        for (String name : NOTES) {
            String value = reply.header(name);
            // A negative count means that the upstream does not know.
            if (value != null && isCount(value)) {
                notes.add(new Note(name, value));
            }
        }
        return new Head(form, type, reply.length(), order.served(), notes);
    }

    /** A number, perhaps with a fraction and units: {@code 60}, {@code 6m0s}, {@code 1.5s}. */
    private static boolean isCount(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean unit = c == '.' || (c >= 'a' && c <= 'z');
            if (!isDigit(c) && (i == 0 || !unit)) {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= LONGEST_COUNT;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
