package dev.signalbox.bootstrap.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Five deployments of one group flap, fall silent, are slow, limited or cut, and one at least is
 * well. {@code -Dsignalbox.chaos=120} for the long form, in seconds; {@code
 * -Dsignalbox.chaos.seed=7} for another course of events.
 */
class ChaosIT {

    private static final Duration LASTS =
            Duration.ofSeconds(Integer.getInteger("signalbox.chaos", 10));
    private static final Duration SHORT = Duration.ofSeconds(10);
    private static final long SEED = Long.getLong("signalbox.chaos.seed", 20_261_126L);

    private static final int CALLS_A_SECOND = 200;
    private static final int WARM_CALLERS = 4;
    private static final int WARM_CALLS = 150;
    private static final int USUAL = 400;
    private static final List<String> DEPLOYMENTS = List.of("d-1", "d-2", "d-3", "d-4", "d-5");

    /** As many tries as there are deployments, so that a call can come to the one that is well. */
    private static final String POLICY =
            """
            router_settings:
              num_retries: 4
              timeout: 3
              stream_timeout: 3
              stream_idle_timeout: 3
              cooldown_time: 1
            """;

    @TempDir Path folder;

    @Test
    void whatAHealthyDeploymentCanAnswerIsAnswered() {
        Fleet fleet = new Fleet();
        DEPLOYMENTS.forEach(one -> fleet.serves("five", one));
        try (fleet;
                RunningGateway gateway =
                        RunningGateway.Order.in(folder)
                                .prepared()
                                .serving(fleet.config(POLICY))
                                .listen()) {
            warmUp(gateway);
            fleet.forget();
            Unrest unrest = new Unrest(fleet, DEPLOYMENTS, SEED);
            ChaosLoad load = new ChaosLoad(gateway, "five", CALLS_A_SECOND);
            long start = System.nanoTime();
            try (load;
                    unrest) {
                await().atMost(Duration.ofMinutes(1)).until(() -> load.ended().size() > USUAL);
                unrest.begin();
                long begun = System.nanoTime();
                await().atMost(LASTS.plusSeconds(20))
                        .until(() -> System.nanoTime() - begun >= LASTS.toNanos());
            }
            long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds() + 1;
            judge(gateway.get("/metrics", RunningGateway.MASTER_KEY).body(), load, unrest, seconds);
        }
    }

    /** A process that has just begun would be late for half of what the load asks of it. */
    private static void warmUp(RunningGateway gateway) {
        Asker caller = Asker.master(gateway);
        try (ExecutorService callers = Executors.newFixedThreadPool(WARM_CALLERS)) {
            for (int i = 0; i < WARM_CALLERS * WARM_CALLS; i++) {
                String form = i % 2 == 0 ? "\"stream\": true" : "";
                var unused = callers.submit(() -> caller.chat("five", form));
            }
        }
    }

    private static void judge(String numbers, ChaosLoad load, Unrest unrest, long seconds) {
        List<ChaosLoad.Call> calls = load.ended();
        long retries = number(numbers, "signalbox_retries_total");
        List<Long> unaffected =
                calls.stream()
                        .filter(one -> one.how() == ChaosLoad.End.WHOLE && !one.retried())
                        .filter(one -> unrest.wasWell(one.by(), one.start(), one.end()))
                        .map(one -> one.nanos() / 1_000_000)
                        .sorted()
                        .toList();
        long median = unaffected.get(unaffected.size() / 2);
        long late = unaffected.get(unaffected.size() * 99 / 100);
        long slowest = calls.stream().mapToLong(ChaosLoad.Call::nanos).max().orElseThrow();
        System.out.printf(
                "chaos, seed %d, %d changes in %d s: %d calls, %d whole, %d cut after their first"
                        + " event, %d not tried again for the budget, %d wrong; %d retries; the"
                        + " unaffected took %d ms (half), %d ms (99 %%); the slowest of all %d ms%n",
                SEED,
                unrest.changes(),
                seconds,
                calls.size(),
                count(calls, ChaosLoad.End.WHOLE),
                count(calls, ChaosLoad.End.CUT),
                count(calls, ChaosLoad.End.SAVED),
                count(calls, ChaosLoad.End.WRONG),
                retries,
                median,
                late,
                slowest / 1_000_000);

        assertThat(load.wrong()).as("seed %d", SEED).isEmpty();
        assertThat(calls).hasSize(load.sent());
        assertThat(number(numbers, "signalbox_retries_refused_total"))
                .isEqualTo(count(calls, ChaosLoad.End.SAVED));
        assertThat(load.again()).isLessThanOrEqualTo((int) count(calls, ChaosLoad.End.CUT));
        assertThat(unrest.changes()).isGreaterThan((int) LASTS.toSeconds());
        // The budget looks back ten seconds, and so at the warm-up too.
        int counted = calls.size() + WARM_CALLERS * WARM_CALLS;
        assertThat(retries).isLessThanOrEqualTo(counted / 10 + 3 * seconds);
        if (LASTS.compareTo(SHORT) > 0) {
            // In the short run other tests have the same two cores, and time says nothing.
            assertThat(Duration.ofMillis(median)).isLessThan(Duration.ofMillis(250));
            assertThat(Duration.ofMillis(late)).isLessThan(Duration.ofSeconds(2));
            assertThat(Duration.ofNanos(slowest)).isLessThan(Duration.ofSeconds(20));
        }
    }

    private static long number(String numbers, String name) {
        return numbers.lines()
                .filter(line -> line.startsWith(name + "{model_group=\"five\"}"))
                .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static long count(List<ChaosLoad.Call> calls, ChaosLoad.End how) {
        return calls.stream().filter(one -> one.how() == how).count();
    }
}
