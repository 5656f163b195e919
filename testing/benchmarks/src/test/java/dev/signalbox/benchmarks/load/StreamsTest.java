package dev.signalbox.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StreamsTest {

    private static final String HEAD = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final long GAP_NANOS = 20_000_000L;

    @Test
    void theTimeIsTheFirstChoicesAndNotTheFilters() throws Exception {
        String filter = chunk("data: {\"choices\":[],\"prompt_filter_results\":[]}\n\n");
        String choice = chunk("data: {\"choices\":[{\"delta\":{}}]}\n\n");
        String end = chunk("data: [DONE]\n\n") + "0\r\n\r\n";
        try (CannedServer server = new CannedServer(GAP_NANOS, HEAD, filter, choice, end)) {
            Streams.Heard heard = new Streams(2).run(server.question(), 3);
            assertThat(heard.whole().failures()).isZero();
            assertThat(heard.whole().calls()).isEqualTo(6);
            // Behind the head and behind the filter's event: two gaps.
            assertThat(heard.whole().latency().p50()).isGreaterThanOrEqualTo(2 * GAP_NANOS / 1e3);
            assertThat(heard.gaps().count()).isEqualTo(6);
        }
    }

    @Test
    void aStreamWithoutItsEndIsAFailure() throws Exception {
        String choice = chunk("data: {\"choices\":[{\"delta\":{}}]}\n\n");
        try (CannedServer server = new CannedServer(0, HEAD, choice, "0\r\n\r\n")) {
            Streams.Heard heard = new Streams(1).run(server.question(), 2);
            assertThat(heard.whole().failures()).isEqualTo(2);
        }
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }
}
