package dev.signalbox.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many who ask at the same time. */
final class Crowd {

    private static final int SIZE = 64;

    private Crowd() {}

    /** Somebody who asks, and what was answered. */
    interface Asking {
        String ask(String text) throws Exception;
    }

    /** Everybody asks {@link House#PENSIVE} something else, gets that, and waits for nobody. */
    static void together(Asking asking) {
        long begun = System.nanoTime();
        try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < SIZE; i++) {
                String text = "I am number " + i;
                answers.add(crowd.submit(() -> asking.ask(text)));
            }
            for (int i = 0; i < SIZE; i++) {
                assertThat(answers.get(i))
                        .succeedsWithin(Duration.ofSeconds(20))
                        .isEqualTo("I am number " + i);
            }
        }
        // One after the other they would need half a second each.
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(16));
    }
}
