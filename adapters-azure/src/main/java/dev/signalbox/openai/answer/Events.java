package dev.signalbox.openai.answer;

import dev.signalbox.application.call.Outcome.Ending;
import dev.signalbox.application.call.ReplySink;
import dev.signalbox.application.call.ReplySink.CallerGone;
import dev.signalbox.application.call.ReplySink.Head;
import dev.signalbox.application.driven.Upstream.Answer;
import dev.signalbox.application.driven.Upstream.Attempt;
import dev.signalbox.application.driven.Upstream.Faulted;
import dev.signalbox.application.driven.Upstream.Opened;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.limits.Usage;
import dev.signalbox.openai.fault.OpenAiFaults;
import dev.signalbox.openai.reading.EventReader;
import dev.signalbox.openai.reading.EventReader.Event;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An answer event by event. What is read before it is opened can still turn out to be an error;
 * what comes after goes to the caller as it is. If the caller goes, relaying ends as {@link
 * Ending#ABANDONED}. Used by the call's thread.
 */
final class Events implements Answer {

    private static final System.Logger LOG = System.getLogger(Events.class.getName());
    private static final int MOST_HELD = 1024 * 1024;
    private static final int EACH_HELD = 64;

    /** How long {@code [DONE]} is waited for behind an event that is the last by its type. */
    private static final Duration GRACE = Duration.ofMillis(250);

    private final Source source;
    private final Head head;
    private final EventReader reader;
    private final List<byte[]> held;

    /** The last one that was held; the one to go on from. */
    private Event latest;

    private Events(Source source, Head head, EventReader reader, Held held) {
        this.source = source;
        this.head = head;
        this.reader = reader;
        this.held = held.events();
        this.latest = held.latest();
    }

    private record Held(List<byte[]> events, Event latest) {}

    /**
     * Reads up to the first event that carries something, or as much as is held of those before.
     *
     * @param first what was read already; handed over
     * @throws IOException if none comes
     */
    static Attempt begin(Source source, Head head, byte[] first, int filled) throws IOException {
        EventReader reader = new EventReader(source.reply()::read, first, filled, source.relabel());
        List<byte[]> held = new ArrayList<>();
        EventReader.Out hold =
                (bytes, at, length) -> held.add(Arrays.copyOfRange(bytes, at, at + length));
        Event event = reader.next();
        int room = MOST_HELD;
        while (event == Event.ASIDE && room > 0) {
            reader.emit(event, hold);
            room -= held.getLast().length + EACH_HELD;
            event = reader.next();
        }
        boolean shown = event == Event.FAILED && source.manner().asItIs();
        return switch (shown ? Event.LAST : event) {
            case ERROR, FAILED -> new Faulted(said(source, reader));
            case END -> new Faulted(source.faults().unreadable("it ended before its first event"));
            case CONTENT, DONE, LAST, ASIDE -> {
                reader.emit(event, hold);
                source.reply().begin(source.order().patience().silence());
                yield new Opened(new Events(source, head, reader, new Held(held, event)));
            }
        };
    }

    private static Fault said(Source source, EventReader reader) {
        return source.faults().classify(OpenAiFaults.NO_STATUS, name -> null, reader.errorData());
    }

    @Override
    public Relayed relayTo(ReplySink sink) {
        try {
            sink.open(head);
            for (byte[] event : held) {
                sink.write(event, 0, event.length);
            }
            held.clear();
            Fault fault = relayRest(sink);
            if (fault != null) {
                return source.cut(fault, reader.glance().usage(), reader.words());
            }
        } catch (IOException e) {
            Fault fault = source.faults().brokeOff(e);
            return source.cut(fault, reader.glance().usage(), reader.words());
        } catch (CallerGone e) {
            return ended(Ending.ABANDONED);
        }
        source.reply().letGo();
        return ended(Ending.WHOLE);
    }

    private Relayed ended(Ending ending) {
        return new Relayed(ending, reader.glance().usage(), reader.words(), null);
    }

    /** Null: to the end. */
    private @Nullable Fault relayRest(ReplySink sink) throws IOException {
        while (latest != Event.DONE) {
            if (latest == Event.LAST || latest == Event.FAILED) {
                relayDone(sink);
                return null;
            }
            latest = reader.next();
            switch (latest) {
                case CONTENT, ASIDE -> {
                    if (!source.manner().quiet() || !reader.saysOnlyUsage()) {
                        reader.emit(latest, sink::write);
                    }
                }
                case DONE, LAST, FAILED -> reader.emit(latest, sink::write);
                case ERROR -> {
                    return said(source, reader);
                }
                case END -> {
                    return atItsEnd();
                }
            }
        }
        return null;
    }

    /** The answer is whole; some say so once more, and nobody waits for that for long. */
    private void relayDone(ReplySink sink) {
        source.reply().hurry(GRACE);
        try {
            latest = reader.next();
        } catch (IOException e) {
            return;
        }
        if (latest != Event.END) {
            reader.emit(latest, sink::write);
        }
    }

    private @Nullable Fault atItsEnd() {
        if (!reader.glance().isComplete()) {
            return source.faults().brokeOff(new IOException("ended early"));
        }
        LOG.log(
                System.Logger.Level.INFO,
                "{0}: the answer of {1} is whole, but [DONE] is missing",
                source.order().call().id(),
                source.order().served().deployment().id());
        return null;
    }

    @Override
    public @Nullable Usage usage() {
        return null;
    }

    @Override
    public void close() {
        source.reply().close();
    }
}
