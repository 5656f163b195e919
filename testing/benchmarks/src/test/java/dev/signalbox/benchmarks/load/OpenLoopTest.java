package dev.signalbox.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenLoopTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
    private static final String CHUNKED =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n";
    private static final String BUSY = "HTTP/1.1 429 Busy\r\nContent-Length: 0\r\n\r\n";

    @Test
    void everyCallIsMadeOnceAndCounted() throws Exception {
        try (CannedServer server = new CannedServer(0, OK)) {
            Run run = new OpenLoop(1000, 4).run(server.question(), 200);
            assertThat(run.calls()).isEqualTo(200);
            assertThat(run.failures()).isZero();
            assertThat(run.latency().count()).isEqualTo(200);
            assertThat(server.asked()).isEqualTo(200);
        }
    }

    @Test
    void theRateIsKeptAndNotOutrun() throws Exception {
        try (CannedServer server = new CannedServer(0, OK)) {
            Run run = new OpenLoop(200, 4).run(server.question(), 101);
            assertThat(run.seconds()).isGreaterThanOrEqualTo(0.5);
        }
    }

    @Test
    void callsThatWereDueInAStallFeelIt() throws Exception {
        try (CannedServer server = new CannedServer(0, OK)) {
            long stall = 300_000_000L;
            server.stallNext(stall);
            Run run = new OpenLoop(100, 1).run(server.question(), 30);
            double stallMicros = stall / 1e3;
            assertThat(run.latency().max()).isGreaterThanOrEqualTo(stallMicros);
            // Thirty calls are due in 290 ms, all of them while the first is stalled. A loop that
            // counted from sending would see one slow call and a median of next to nothing.
            assertThat(run.latency().p50()).isGreaterThan(stallMicros / 3);
            assertThat(run.lateness().p50()).isGreaterThan(stallMicros / 3);
        }
    }

    @Test
    void aRefusalIsAFailureAndHasNoTime() throws Exception {
        try (CannedServer server = new CannedServer(0, BUSY)) {
            Run run = new OpenLoop(1000, 2).run(server.question(), 10);
            assertThat(run.calls()).isZero();
            assertThat(run.failures()).isEqualTo(10);
            assertThat(run.firstFailure()).contains("429");
            assertThat(run.latency().count()).isZero();
        }
    }

    @Test
    void chunksAreReadWhereverTheyAreCut() throws Exception {
        for (int cut = 1; cut < CHUNKED.length(); cut++) {
            String first = CHUNKED.substring(0, cut);
            try (CannedServer server = new CannedServer(1_000_000, first, CHUNKED.substring(cut))) {
                Run run = new OpenLoop(1000, 1).run(server.question(), 2);
                assertThat(run.failures()).as("cut at %d", cut).isZero();
            }
        }
    }

    @Test
    void aClosedLoopMakesAsManyCallsAsItWasTold() throws Exception {
        try (CannedServer server = new CannedServer(0, OK)) {
            Run run = new ClosedLoop(3).run(server.question(), 100);
            assertThat(run.calls()).isEqualTo(100);
            assertThat(server.asked()).isEqualTo(100);
        }
    }
}
