package dev.signalbox.openai.answer;

import dev.signalbox.application.call.Outcome.Ending;
import dev.signalbox.application.call.ReplySink;
import dev.signalbox.application.call.ReplySink.CallerGone;
import dev.signalbox.application.call.ReplySink.Head;
import dev.signalbox.application.driven.Upstream.Answer;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.limits.Usage;
import dev.signalbox.openai.reading.UsageScanner;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * An answer as a document: its beginning, and the rest as it comes. Of JSON its usage is found in
 * passing; sound and plain texts say none. Used by the call's thread.
 */
final class LargeDocument implements Answer {

    private final Source source;
    private final Head head;
    private final byte[] bytes;
    private final int length;
    private final @Nullable UsageScanner scanner;

    private LargeDocument(
            Source source, Head head, Beginning.Read read, @Nullable UsageScanner scanner) {
        this.source = source;
        this.head = head;
        this.bytes = read.bytes();
        this.length = read.length();
        this.scanner = scanner;
    }

    /**
     * @param bytes what was read already; handed over
     * @param length how many of them
     */
    static LargeDocument ofJson(Source source, Head head, byte[] bytes, int length) {
        return new LargeDocument(
                source, head, new Beginning.Read(bytes, length), new UsageScanner());
    }

    /** The same of what is no JSON. */
    static LargeDocument ofAnything(Source source, Head head, byte[] bytes, int length) {
        return new LargeDocument(source, head, new Beginning.Read(bytes, length), null);
    }

    @Override
    public Relayed relayTo(ReplySink sink) {
        try {
            sink.open(head);
            for (int count = length; count >= 0; count = read()) {
                if (scanner != null) {
                    scanner.follow(bytes, count);
                }
                sink.write(bytes, 0, count);
            }
        } catch (IOException e) {
            return cut(source.faults().brokeOff(e));
        } catch (CallerGone e) {
            return new Relayed(Ending.ABANDONED, seen(), Words.NONE, null);
        }
        return scanner != null && scanner.isOpen()
                ? cut(source.faults().unreadable("it ended before it was whole"))
                : new Relayed(Ending.WHOLE, seen(), Words.NONE, null);
    }

    private Relayed cut(Fault fault) {
        return source.cut(fault, seen(), Words.NONE);
    }

    private @Nullable Usage seen() {
        return scanner == null ? null : scanner.usage();
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
