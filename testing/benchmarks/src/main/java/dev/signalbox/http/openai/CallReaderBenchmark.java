package dev.signalbox.http.openai;

import dev.signalbox.benchmarks.Texts;
import dev.signalbox.domain.catalog.Endpoint;
import dev.signalbox.http.exchange.Checked;
import dev.signalbox.http.openai.reading.CallReader;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.concurrent.TimeUnit;

/** The one pass over a request body. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class CallReaderBenchmark {

    /** How long the body is. */
    @Param({"1024", "102400", "1048576"})
    private int bytes;

    private final CallReader reader = new CallReader();
    private byte[] body = {};

    /** Writes the body, and makes sure that it is one the reader takes. */
    @Setup(Level.Trial)
    public void write() {
        body = Texts.chat(bytes);
        if (!(reader.read(body, Endpoint.CHAT_COMPLETIONS, false) instanceof Checked.Good)) {
            throw new IllegalStateException("the reader refuses the body");
        }
    }

    /** One body. */
    @Benchmark
    public Object theAddressOnABody() {
        return reader.read(body, Endpoint.CHAT_COMPLETIONS, false);
    }
}
