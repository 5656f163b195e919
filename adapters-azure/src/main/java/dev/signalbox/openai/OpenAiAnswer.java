package dev.signalbox.openai;

import dev.signalbox.application.call.Outcome.Ending;
import dev.signalbox.application.call.ReplySink;
import dev.signalbox.application.call.ReplySink.CallerGone;
import dev.signalbox.application.call.ReplySink.Head;
import dev.signalbox.application.driven.Upstream.Answer;
import dev.signalbox.application.driven.Upstream.Answer.Relayed;
import dev.signalbox.application.driven.Upstream.Answer.Words;
import dev.signalbox.application.driven.Upstream.Attempt;
import dev.signalbox.application.driven.Upstream.Faulted;
import dev.signalbox.application.driven.Upstream.Opened;
import dev.signalbox.application.driven.Upstream.Order;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.limits.Usage;
import dev.signalbox.openai.reading.EventReader;
import dev.signalbox.openai.reading.EventReader.Event;
import dev.signalbox.openai.reading.Glance;
import dev.signalbox.openai.reading.Transcript;
import dev.signalbox.openai.wire.Reply;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.http.HttpTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * The making and the relaying of one answer, event by event or as a document. What is read before
 * the answer is opened can still turn out to be an error; what comes after goes to the caller as it
 * is. If the caller goes, relaying ends as {@link Ending#ABANDONED}. Used by the call's thread.
 */
final class OpenAiAnswer {

    private static final System.Logger LOG = System.getLogger(OpenAiAnswer.class.getName());
    private static final int READ_WHOLE = 64 * 1024;
    private static final long ENDLESS = -1;
    private static final int RENAMED_WHOLE = 32 * 1024 * 1024;
    private static final int MOST_HELD = 1024 * 1024;
    private static final int EACH_HELD = 64;

    private final Source source;
    private final Order order;
    private final Reply reply;
    private final OpenAiFaults faults;
    private final byte @Nullable [] model;
    private final boolean quiet;

    /**
     * @param model the name to show as a JSON string; null leaves every byte as it came
     * @param quiet whether the event that says the usage is kept back
     */
    OpenAiAnswer(Source source, byte @Nullable [] model, boolean quiet) {
        this.source = source;
        this.order = source.order();
        this.reply = source.reply();
        this.faults = source.faults();
        this.model = model;
        this.quiet = quiet;
    }

    /** What was asked, and what came of it. */
    record Source(Order order, Reply reply, OpenAiFaults faults) {

        /** It broke off; whatever the reason, nobody minds if the caller has gone. */
        Relayed cut(Fault fault, @Nullable Usage usage, Words words) {
            return order.hangup().happened()
                    ? new Relayed(Ending.ABANDONED, usage, words, null)
                    : new Relayed(Ending.CUT_SHORT, usage, words, fault);
        }
    }

    /**
     * Reads up to the first event that carries something, or as much as is held of those before.
     *
     * @param first what was read already; handed over
     * @throws IOException if none comes
     */
    Attempt beginEvents(Head head, byte[] first, int filled) throws IOException {
        EventReader reader = new EventReader(reply::read, first, filled);
        List<byte[]> held = new ArrayList<>();
        EventReader.Out hold = (bytes, at, length) -> held.add(copy(bytes, at, length));
        Event event = reader.next();
        int room = MOST_HELD;
        while (event == Event.ASIDE && room > 0) {
            reader.emit(event, model, hold);
            room -= held.getLast().length + EACH_HELD;
            event = reader.next();
        }
        return switch (event) {
            case ERROR -> new Faulted(said(reader));
            case END -> new Faulted(faults.unreadable("it ended before its first event"));
            case CONTENT, DONE, ASIDE -> {
                reader.emit(event, model, hold);
                reply.begin(order.patience().silence());
                Head endless = sized(head, ENDLESS);
                yield new Opened(new Events(endless, reader, held, event == Event.DONE));
            }
        };
    }

    private Fault said(EventReader reader) {
        return faults.classify(OpenAiFaults.NO_STATUS, name -> null, reader.errorData());
    }

    /**
     * Reads the document to its end if it is small or has to be changed, else its beginning.
     *
     * @param first what was read already; handed over
     * @throws IOException if it breaks off or is no JSON object
     */
    Attempt beginDocument(Head head, byte[] first, int filled) throws IOException {
        if (!order.call().streamed()) {
            reply.begin(order.patience().silence());
        }
        int most = model == null ? READ_WHOLE : RENAMED_WHOLE;
        byte[] bytes = first;
        int end = filled;
        int count = 0;
        while (count >= 0 && end < most) {
            if (end == bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.min(most, 2 * end));
            }
            count = readOn(bytes, end);
            end += Math.max(count, 0);
        }
        if (count >= 0) {
            reply.begin(order.patience().silence());
            return model == null
                    ? new Opened(new LargeDocument(source, head, bytes, end))
                    : new Faulted(faults.unreadable("it is larger than " + most + " bytes"));
        }
        Glance glance = new Glance();
        glance.look(bytes, 0, end);
        if (glance.error()) {
            byte[] error = copy(bytes, 0, end);
            return new Faulted(faults.classify(reply.status(), reply::header, error));
        }
        if (order.whole() && glance.filtered()) {
            return new Faulted(
                    Fault.of(Fault.Kind.CONTENT_POLICY, "a filter cut the answer short"),
                    glance.usage());
        }
        Words words = glance.usage() == null ? Transcript.of(bytes, end) : Words.NONE;
        if (model == null || !glance.namesModel()) {
            return new Opened(new Document(sized(head, end), bytes, glance.usage(), words));
        }
        byte[] named = glance.renamed(bytes, 0, end, model);
        return new Opened(new Document(sized(head, named.length), named, glance.usage(), words));
    }

    private int readOn(byte[] bytes, int at) throws IOException {
        try {
            return reply.read(bytes, at, bytes.length - at);
        } catch (HttpTimeoutException e) {
            throw e;
        } catch (IOException e) {
            throw (IOException) new ProtocolException("it ended before it was whole").initCause(e);
        }
    }

    private static byte[] copy(byte[] bytes, int at, int length) {
        return Arrays.copyOfRange(bytes, at, at + length);
    }

    private static Head sized(Head head, long length) {
        OptionalLong known = length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
        return new Head(head.form(), head.mediaType(), known, head.served(), head.notes());
    }

    /** An answer event by event. */
    private final class Events implements Answer {
        private final Head head;
        private final EventReader reader;
        private final List<byte[]> held;
        private final boolean done;

        private Events(Head head, EventReader reader, List<byte[]> held, boolean done) {
            this.head = head;
            this.reader = reader;
            this.held = held;
            this.done = done;
        }

        @Override
        public Relayed relayTo(ReplySink sink) {
            try {
                sink.open(head);
                for (byte[] event : held) {
                    sink.write(event, 0, event.length);
                }
                held.clear();
                Fault fault = done ? null : relayRest(sink);
                if (fault != null) {
                    return source.cut(fault, reader.glance().usage(), reader.words());
                }
            } catch (IOException e) {
                return source.cut(faults.brokeOff(e), reader.glance().usage(), reader.words());
            } catch (CallerGone e) {
                return new Relayed(Ending.ABANDONED, reader.glance().usage(), reader.words(), null);
            }
            reply.letGo();
            return new Relayed(Ending.WHOLE, reader.glance().usage(), reader.words(), null);
        }

        /** Null: to the end. */
        private @Nullable Fault relayRest(ReplySink sink) throws IOException {
            while (true) {
                Event event = reader.next();
                switch (event) {
                    case CONTENT, ASIDE -> {
                        if (!quiet || !reader.saysOnlyUsage()) {
                            reader.emit(event, model, sink::write);
                        }
                    }
                    case DONE -> {
                        reader.emit(event, model, sink::write);
                        return null;
                    }
                    case ERROR -> {
                        return said(reader);
                    }
                    case END -> {
                        return ended();
                    }
                }
            }
        }

        private @Nullable Fault ended() {
            if (!reader.glance().everyChoiceFinished()) {
                return faults.brokeOff(new IOException("ended early"));
            }
            LOG.log(
                    System.Logger.Level.INFO,
                    "{0}: the answer of {1} is whole, but [DONE] is missing",
                    order.call().id(),
                    order.served().deployment().id());
            return null;
        }

        @Override
        public @Nullable Usage usage() {
            return null;
        }

        @Override
        public void close() {
            reply.close();
        }
    }

    /** An answer as a document that is whole in memory; its head says how long it is. */
    private final class Document implements Answer {
        private final Head head;
        private final byte[] bytes;
        private final @Nullable Usage usage;
        private final Words words;

        private Document(Head head, byte[] bytes, @Nullable Usage usage, Words words) {
            this.head = head;
            this.bytes = bytes;
            this.usage = usage;
            this.words = words;
        }

        @Override
        public Relayed relayTo(ReplySink sink) {
            Ending ending = Ending.WHOLE;
            try {
                sink.open(head);
                sink.write(bytes, 0, (int) head.length().orElseThrow());
            } catch (CallerGone e) {
                ending = Ending.ABANDONED;
            }
            return new Relayed(ending, usage, words, null);
        }

        @Override
        public @Nullable Usage usage() {
            return usage;
        }

        @Override
        public void close() {
            reply.close();
        }
    }
}
