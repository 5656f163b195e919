package dev.signalbox.bootstrap.running;

import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Callers that ask on, whatever becomes of the gateway, and keep in mind what they were told. Every
 * other one has a budget.
 */
final class MoneyLoad implements AutoCloseable {

    static final int CALLERS = 8;

    /** Whoever is refused asks again, but not at once. */
    private static final long PAUSE_MILLIS = 20;

    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicReference<CompletableFuture<RunningGateway>> present =
            new AtomicReference<>(new CompletableFuture<>());
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger served = new AtomicInteger();
    private final Set<String> whole = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> refusals = new ConcurrentHashMap<>();
    private final AtomicReference<String> budgeted = new AtomicReference<>("");

    MoneyLoad(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < CALLERS; i++) {
            long mine = random.nextLong();
            boolean bounded = i % 2 == 0;
            var unused = callers.submit(() -> ask(new Random(mine), bounded));
        }
    }

    /** From now on this one is asked. */
    void turnTo(RunningGateway gateway) {
        if (budgeted.get().isEmpty()) {
            budgeted.set(Asker.withKey(gateway, "\"max_budget\": 1000000").key());
        }
        present.get().complete(gateway);
    }

    /** From now on nobody is asked; what is under way goes on. */
    void turnAway() {
        present.set(new CompletableFuture<>());
    }

    /** How many were answered in whole. */
    int served() {
        return served.get();
    }

    /** The ids of calls that were answered in whole. */
    Set<String> whole() {
        return whole;
    }

    /** How often which other answer came, by status and type of error. */
    Map<String, Integer> refusals() {
        return refusals;
    }

    /** How many other answers came, or none. */
    int others() {
        return refusals.values().stream().mapToInt(times -> times).sum();
    }

    private void ask(Random random, boolean bounded) {
        while (over.getCount() > 0) {
            CompletableFuture<RunningGateway> asked = present.get();
            RunningGateway gateway = asked.join();
            if (over.getCount() == 0) {
                return;
            }
            String body =
                    """
                    {"model": "gpt", "stream": %s, "max_tokens": 50,
                     "messages": [{"role": "user", "content": "%s"}]}"""
                            .formatted(random.nextBoolean(), "word ".repeat(1 + random.nextInt(9)));
            String key = bounded ? budgeted.get() : RunningGateway.MASTER_KEY;
            try {
                note(gateway.post("/v1/chat/completions", key, body), bounded);
            } catch (UncheckedIOException e) {
                // A stream that was cut, or a gateway that is gone.
                count(asked == present.get() ? "cut" : "gone");
                rest();
            }
        }
    }

    private void note(HttpResponse<String> answer, boolean bounded) {
        String body = answer.body();
        if (answer.statusCode() != 200) {
            count((bounded ? "budgeted " : "free ") + answer.statusCode() + " " + code(body));
            rest();
        } else if (body.endsWith("data: [DONE]\n\n") || body.contains("\"total_tokens\"")) {
            whole.add(Asker.header(answer, "x-litellm-call-id"));
            served.incrementAndGet();
        } else {
            count("not whole");
        }
    }

    private static String code(String body) {
        return body.contains("\"code\"") ? RunningGateway.member("code", body) : body;
    }

    private void count(String word) {
        refusals.merge(word, 1, Integer::sum);
    }

    private void rest() {
        try {
            var unused = over.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks no more, and waits for what is under way. */
    @Override
    public void close() {
        over.countDown();
        // Whoever waits for a gateway finds that it is over.
        present.get().complete(null);
        callers.close();
    }
}
