package dev.signalbox.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.signalbox.benchmarks.load.Run;
import dev.signalbox.benchmarks.load.Times;
import dev.signalbox.benchmarks.report.Round.Way;
import dev.signalbox.benchmarks.rig.Meter;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import javax.xml.parsers.DocumentBuilderFactory;

class ReportFormsTest {

    private final Report report = report();

    @Test
    void theRawFormHoldsEveryRound() throws Exception {
        JsonNode raw = new ObjectMapper().readTree(Json.of(report));
        assertThat(raw.at("/rounds")).hasSize(4);
        assertThat(raw.at("/rounds/1/run/latency/p99").asDouble()).isEqualTo(900);
        assertThat(raw.at("/figures/addedP50/median").asDouble()).isCloseTo(250, within(1e-6));
        assertThat(raw.at("/memory/0/memory/gateway").asLong()).isEqualTo(204_800);
        assertThat(raw.at("/conditions/commit").asText()).isEqualTo("abc");
    }

    @Test
    void theTablesSayWhatWasMeasured() {
        String tables = Table.of(report);
        assertThat(tables)
                .contains("| 500 calls/s, 1024 bytes, p50 | 0.10 ms (0.10 to 0.10) |")
                .contains("**0.25 ms (0.20 to 0.30)**")
                .contains("| at 500 calls/s | **200 (200 to 200) us a call** |")
                .contains("| the end | 100,000 | 200 MiB | 250 MiB | 40 MiB |");
    }

    @Test
    void thePictureIsWellFormedAndHasABarForEachFigure() throws Exception {
        byte[] svg = Chart.of(report).getBytes(StandardCharsets.UTF_8);
        Document picture =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(svg));
        assertThat(picture.getDocumentElement().getTextContent())
                .contains("500 calls/s", "p99.9", "0.10", "0.35", "10 ms");
    }

    @Test
    void memoryIsThatAfterThePlannedCalls() {
        assertThat(report.memoryAfterCalls().moment()).isEqualTo("the end");
        assertThat(report.failures()).isZero();
    }

    private static Report report() {
        List<Round> rounds =
                List.of(
                        round(1, Way.DIRECT, 100),
                        round(1, Way.THROUGH, 300),
                        round(2, Way.DIRECT, 100),
                        round(2, Way.THROUGH, 400));
        Spread spread = new Spread(200, 200, 200);
        return new Report(
                new Conditions("now", "abc", "a processor", 2, 1000, "Linux", "25", "", 0.1),
                new Plan(500, 1024, 2, 20, 15, 100_000, 32, 20, 2),
                1.5,
                Figures.of(rounds),
                spread,
                spread,
                spread,
                List.of(
                        new Report.MemoryPoint(
                                "the end", 100_000, new Meter.Memory(204_800, 256_000, 40_960))),
                List.of(),
                rounds,
                rounds.getFirst(),
                Figures.of(rounds),
                rounds,
                List.of());
    }

    private static Round round(int number, Way way, double p50) {
        Times.Summary times = new Times.Summary(1000, p50, p50, p50 * 2, p50 * 3, p50 * 4, p50 * 5);
        return new Round(
                number,
                way,
                new Run(1000, 0, null, 2, times, times),
                new Meter.Cpu(0.2, 0, 0, 0, 1));
    }
}
