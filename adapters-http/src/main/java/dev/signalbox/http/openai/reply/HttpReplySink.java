package dev.signalbox.http.openai.reply;

import dev.signalbox.application.call.Hangup;
import dev.signalbox.application.call.Outcome.Ending;
import dev.signalbox.application.call.ReplySink;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.domain.quota.Standing;
import dev.signalbox.http.exchange.ErrorAnswer;
import dev.signalbox.http.exchange.Exchange;
import dev.signalbox.http.openai.wording.FaultErrors;

import io.helidon.common.socket.SocketWriterException;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;

/** Writes one answer to its caller. Used by the call's own thread. */
public final class HttpReplySink implements ReplySink {

    private static final HeaderName COST = HeaderNames.create("x-litellm-response-cost");
    private static final HeaderName UNPRICED = HeaderNames.create("x-signalbox-unpriced");
    private static final HeaderName UNBUFFERED = HeaderNames.create("x-accel-buffering");

    /** What an upstream may not say in our name. */
    private static final Set<String> NOT_FOR_UPSTREAMS =
            Set.of(
                    "connection",
                    "content-encoding",
                    "content-length",
                    "content-type",
                    "keep-alive",
                    "set-cookie",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade",
                    "x-request-id");

    private final Exchange exchange;
    private final Hangup hangup = new Hangup();
    private @Nullable NanoUsd cost;
    private List<Standing> limits = List.of();
    private @Nullable Head head;
    private @Nullable OutputStream out;
    private long written;
    private boolean unpriced;
    private boolean cut;
    private boolean told;

    /** From now on the caller is watched. */
    public HttpReplySink(Exchange exchange) {
        this.exchange = exchange;
        exchange.line().watch(hangup);
    }

    @Override
    public void decidedUnder(long revision) {
        exchange.decidedUnder(revision);
    }

    @Override
    public void mayStillUse(List<Standing> standings) {
        limits = standings;
    }

    @Override
    public void costs(NanoUsd cost) {
        this.cost = cost;
    }

    @Override
    public void isUnpriced() {
        unpriced = true;
    }

    @Override
    public void open(Head head) {
        this.head = head;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (hangup.happened()) {
            throw new CallerGone(new IOException("the caller has closed the connection"));
        }
        try {
            OutputStream to = begun();
            to.write(bytes, offset, length);
            written += length;
            if (events()) {
                to.flush();
            }
        } catch (IOException
                | UncheckedIOException
                | SocketWriterException
                | CloseConnectionException e) {
            cut = true;
            throw new CallerGone(e);
        }
    }

    @Override
    public void breakOff(Fault fault) {
        ErrorAnswer error = FaultErrors.brokenOff(opened().served().group(), fault);
        if (exchange.restart()) {
            // Not a byte is out yet: the caller can still be told with a status.
            told = true;
            exchange.fail(error);
        } else if (events()) {
            byte[] event = error.event(exchange.id());
            write(event, 0, event.length);
            exchange.line().closeAfterAnswer();
        } else {
            cut = true;
        }
    }

    @Override
    public Hangup hangup() {
        return hangup;
    }

    /**
     * The answer has ended, one way or the other.
     *
     * @throws CloseConnectionException if nobody may take what was sent for a whole answer
     */
    public void finish(Ending ending) {
        if (told) {
            return;
        }
        boolean unfinished =
                switch (ending) {
                    case WHOLE -> isShort(opened()) || hangup.happened();
                    case CUT_SHORT -> cut;
                    case ABANDONED -> true;
                };
        if (unfinished) {
            throw new CloseConnectionException("the answer was not finished");
        }
        // An answer without a byte still has a head.
        var unused = begun();
    }

    private boolean isShort(Head begun) {
        return begun.form() == Form.DOCUMENT && written != begun.length().orElse(written);
    }

    /** The head goes out with the first byte. */
    private OutputStream begun() {
        OutputStream present = out;
        if (present == null) {
            present = begin(opened());
            out = present;
        }
        return present;
    }

    private OutputStream begin(Head head) {
        exchange.settle();
        RouteHeaders.name(head.served(), exchange);
        if (cost != null) {
            exchange.note(COST, cost.toString());
        }
        if (unpriced) {
            exchange.note(UNPRICED, "true");
        }
        head.notes().forEach(this::pass);
        // After the upstream's: those of the caller's own are nearer.
        LimitHeaders.name(limits, exchange);
        if (head.form() == Form.EVENTS) {
            exchange.note(HeaderNames.CONTENT_TYPE, "text/event-stream; charset=utf-8");
            exchange.note(HeaderNames.CACHE_CONTROL, "no-cache");
            exchange.note(UNBUFFERED, "no");
        } else {
            exchange.note(HeaderNames.CONTENT_TYPE, HeaderText.fit(head.mediaType()));
            head.length()
                    .ifPresent(
                            length ->
                                    exchange.note(
                                            HeaderNames.CONTENT_LENGTH, Long.toString(length)));
        }
        return exchange.response().outputStream();
    }

    private void pass(Note note) {
        boolean harmless =
                !NOT_FOR_UPSTREAMS.contains(note.name())
                        && !note.name().startsWith("x-litellm-")
                        && !note.name().startsWith("x-signalbox-")
                        && HeaderText.isName(note.name())
                        && HeaderText.isValue(note.value());
        if (harmless) {
            exchange.note(HeaderNames.create(note.name()), note.value());
        }
    }

    private boolean events() {
        return opened().form() == Form.EVENTS;
    }

    private Head opened() {
        Head opened = head;
        if (opened == null) {
            throw new IllegalStateException("an answer is opened before it is written");
        }
        return opened;
    }
}
