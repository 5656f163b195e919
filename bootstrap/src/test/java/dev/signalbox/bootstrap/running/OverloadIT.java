package dev.signalbox.bootstrap.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.simulator.journal.Exchange;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * More calls at once than the one deployment bears: it gets about as many as it bears, and the
 * others are told so at once. What it bears nobody said. How many are served in a second is
 * measured elsewhere (docs/reference/performance.md).
 */
@Timeout(300)
class OverloadIT {

    private static final int PLACES = 8;
    private static final int SERVED = 800;

    @TempDir Path folder;

    private final Fleet fleet = new Fleet();
    private final AtomicInteger served = new AtomicInteger();
    private final Map<String, Integer> others = new ConcurrentHashMap<>();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDeploymentGetsAsManyCallsAtOnceAsItBears(boolean line) {
        fleet.serves("gpt", "gpt-1").bears("gpt-1", PLACES, line);
        String policy = "router_settings: {adaptive_concurrency: true, num_retries: 0}\n";
        try (fleet;
                RunningGateway gateway =
                        RunningGateway.Order.in(folder)
                                .prepared()
                                .serving(fleet.config(policy))
                                .listen()) {
            // How quick it is with few calls is seen first.
            ask(gateway, PLACES / 2, SERVED / 10);
            assertThat(others).isEmpty();
            ask(gateway, 4 * PLACES, SERVED);

            // What the host said itself is passed on; ours names what was found out.
            assertThat(others.keySet()).isSubsetOf("429 of the host", "429 of the gateway");
            assertThat(others).containsKey("429 of the gateway");
            List<Exchange> all = fleet.asked("gpt-1");
            List<Exchange> later = all.subList(all.size() / 2, all.size());
            assertThat(later.stream().filter(each -> each.status() == 429).count())
                    .as("refused by the host, of %s", later.size())
                    .isLessThan(later.size() / 5);
            assertThat(together(later)).as("at the host at once").isLessThan(4 * PLACES);
            assertThat(gateway.get("/metrics", RunningGateway.MASTER_KEY).body())
                    .as("it does not rest")
                    .doesNotContain("litellm_deployment_cooled_down_total{");
        }
    }

    /** So many ask one call after the other, until so many calls were served. */
    private void ask(RunningGateway gateway, int together, int enough) {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < together; i++) {
                var unused = callers.submit(() -> ask(Asker.master(gateway), enough));
            }
        }
    }

    private void ask(Asker caller, int enough) {
        while (served.get() < enough) {
            HttpResponse<String> answer = caller.chat("gpt");
            if (answer.statusCode() == 200) {
                served.incrementAndGet();
            } else {
                boolean ours = answer.body().contains("reached its adaptive_concurrency");
                String who = ours ? " of the gateway" : " of the host";
                others.merge(answer.statusCode() + who, 1, Integer::sum);
            }
        }
    }

    /** How many were there at the same time at the most. */
    private static int together(List<Exchange> all) {
        int most = 0;
        for (Exchange one : all) {
            int beside = 0;
            for (Exchange other : all) {
                boolean there =
                        !other.arrived().isAfter(one.arrived())
                                && other.ending() != null
                                && other.ending().at().isAfter(one.arrived());
                beside += there ? 1 : 0;
            }
            most = Math.max(most, beside);
        }
        return most;
    }
}
