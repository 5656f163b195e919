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
import dev.signalbox.openai.reading.Glance;
import dev.signalbox.openai.reading.Transcript;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.http.HttpTimeoutException;
import java.util.Arrays;
import java.util.OptionalLong;

/** Answers that are documents of JSON: read to their end if they are small or must be changed. */
final class Documents {

    private static final int READ_WHOLE = 64 * 1024;
    private static final int CHANGED_WHOLE = 32 * 1024 * 1024;

    private Documents() {}

    /**
     * Reads the document to its end, or its beginning.
     *
     * @param first what was read already; handed over
     * @throws IOException if it breaks off or is no JSON object
     */
    static Attempt begin(Source source, Head head, byte[] first, int filled) throws IOException {
        if (!source.order().call().streamed()) {
            source.reply().begin(source.order().patience().silence());
        }
        boolean changed = !source.relabel().isNothing();
        int most = changed ? CHANGED_WHOLE : READ_WHOLE;
        byte[] bytes = first;
        int end = filled;
        int count = 0;
        while (count >= 0 && end < most) {
            if (end == bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.min(most, 2 * end));
            }
            count = readOn(source, bytes, end);
            end += Math.max(count, 0);
        }
        if (count < 0) {
            return whole(source, head, bytes, end);
        }
        source.reply().begin(source.order().patience().silence());
        // A name of the model is not worth an answer that is paid for.
        return source.relabel().seal() != null
                ? new Faulted(source.faults().unreadable("it is larger than " + most + " bytes"))
                : new Opened(LargeDocument.ofJson(source, head, bytes, end));
    }

    private static int readOn(Source source, byte[] bytes, int at) throws IOException {
        try {
            return source.reply().read(bytes, at, bytes.length - at);
        } catch (HttpTimeoutException e) {
            throw e;
        } catch (IOException e) {
            throw (IOException) new ProtocolException("it ended before it was whole").initCause(e);
        }
    }

    private static Attempt whole(Source source, Head head, byte[] bytes, int end)
            throws IOException {
        Glance glance = new Glance(source.relabel());
        glance.look(bytes, 0, end);
        if (glance.error() && !source.manner().asItIs()) {
            int status = source.reply().status();
            byte[] error = Arrays.copyOf(bytes, end);
            return new Faulted(source.faults().classify(status, source.reply()::header, error));
        }
        if (source.order().whole() && glance.filtered()) {
            return new Faulted(
                    Fault.of(Fault.Kind.CONTENT_POLICY, "a filter cut the answer short"),
                    glance.usage());
        }
        Answer.Words words = glance.usage() == null ? Transcript.of(bytes, end) : Answer.Words.NONE;
        byte[] shown = glance.isRelabelled() ? glance.relabelled(bytes, 0, end) : bytes;
        int length = glance.isRelabelled() ? shown.length : end;
        return new Opened(
                new Whole(source, sized(head, length), shown, new Took(glance.usage(), words)));
    }

    private static Head sized(Head head, int length) {
        return new Head(
                head.form(),
                head.mediaType(),
                OptionalLong.of(length),
                head.served(),
                head.notes());
    }

    private record Took(@Nullable Usage usage, Answer.Words words) {}

    /**
     * One that is whole in memory.
     *
     * @param head says how long it is
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Whole(Source source, Head head, byte[] bytes, Took took) implements Answer {

        @Override
        public Relayed relayTo(ReplySink sink) {
            Ending ending = Ending.WHOLE;
            try {
                sink.open(head);
                sink.write(bytes, 0, (int) head.length().orElseThrow());
            } catch (CallerGone e) {
                ending = Ending.ABANDONED;
            }
            return new Relayed(ending, took.usage(), took.words(), null);
        }

        @Override
        public @Nullable Usage usage() {
            return took.usage();
        }

        @Override
        public void close() {
            source.reply().close();
        }
    }
}
