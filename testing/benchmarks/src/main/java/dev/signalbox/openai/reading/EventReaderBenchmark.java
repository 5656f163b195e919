package dev.signalbox.openai.reading;

import dev.signalbox.benchmarks.Texts;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * The relay's look at each event of a stream, for one event; what a reader needs once is spread
 * over {@value #EVENTS}. It lies in this package because the reader is nobody else's.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class EventReaderBenchmark {

    /** How many events a stream has; its last one and {@code [DONE]} come on top. */
    private static final int EVENTS = 1000;

    private final byte[] stream = Texts.stream(EVENTS);

    /** One event: found, looked at, handed on. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public void anEventOfAStream(Blackhole hole) throws IOException {
        EventReader reader = overTheWholeStream();
        EventReader.Event event = reader.next();
        while (event == EventReader.Event.CONTENT) {
            reader.emit(event, null, (bytes, at, length) -> hole.consume(length));
            event = reader.next();
        }
        if (event != EventReader.Event.DONE) {
            throw new IllegalStateException("the stream ended with " + event);
        }
    }

    /** Everything is there from the beginning; whoever asks for more is told that it was all. */
    private EventReader overTheWholeStream() {
        return new EventReader((into, at, length) -> -1, stream, stream.length);
    }
}
