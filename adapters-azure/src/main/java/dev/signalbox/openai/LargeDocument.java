package dev.signalbox.openai;

import dev.signalbox.application.call.Outcome.Ending;
import dev.signalbox.application.call.ReplySink;
import dev.signalbox.application.call.ReplySink.CallerGone;
import dev.signalbox.application.call.ReplySink.Head;
import dev.signalbox.application.driven.Upstream.Answer;
import dev.signalbox.domain.limits.Usage;
import dev.signalbox.openai.reading.UsageScanner;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/** An answer as a document: its beginning, and the rest as it comes. Used by the call's thread. */
final class LargeDocument implements Answer {

    private final OpenAiAnswer.Source source;
    private final Head head;
    private final byte[] bytes;
    private final int length;

    /**
     * @param bytes what was read already; handed over
     * @param length how many of them
     */
    LargeDocument(OpenAiAnswer.Source source, Head head, byte[] bytes, int length) {
        this.source = source;
        this.head = head;
        this.bytes = bytes;
        this.length = length;
    }

    @Override
    public Relayed relayTo(ReplySink sink) {
        UsageScanner scanner = new UsageScanner();
        try {
            sink.open(head);
            for (int count = length; count >= 0; count = read()) {
                scanner.follow(bytes, count);
                sink.write(bytes, 0, count);
            }
        } catch (IOException e) {
            return source.cut(source.faults().brokeOff(e), scanner.usage(), Words.NONE);
        } catch (CallerGone e) {
            return new Relayed(Ending.ABANDONED, scanner.usage(), Words.NONE, null);
        }
        return scanner.isOpen()
                ? source.cut(
                        source.faults().unreadable("it ended before it was whole"),
                        scanner.usage(),
                        Words.NONE)
                : new Relayed(Ending.WHOLE, scanner.usage(), Words.NONE, null);
    }

    private int read() throws IOException {
        return source.reply().read(bytes, 0, bytes.length);
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
