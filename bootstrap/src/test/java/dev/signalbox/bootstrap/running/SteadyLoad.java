package dev.signalbox.bootstrap.running;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Calls with one key, so many a second, whatever becomes of those before. */
final class SteadyLoad implements AutoCloseable {

    private static final String QUESTION =
            """
            {"model": "gpt-3.5-turbo", "messages": [{"role": "user", "content": "Hi"}]}""";

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final List<CompletableFuture<Void>> calls = new CopyOnWriteArrayList<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final AtomicInteger served = new AtomicInteger();
    private final AtomicLong slowestNanos = new AtomicLong();
    private final AtomicLong measuredFrom = new AtomicLong(System.nanoTime());
    private final RunningGateway gateway;
    private final HttpRequest request;

    SteadyLoad(RunningGateway gateway, String key, int perSecond) {
        this.gateway = gateway;
        this.request =
                gateway.post(
                        "/v1/chat/completions", key, QUESTION.getBytes(StandardCharsets.UTF_8));
        clock.scheduleAtFixedRate(this::ask, 0, 1_000_000 / perSecond, TimeUnit.MICROSECONDS);
    }

    private void ask() {
        long start = System.nanoTime();
        calls.add(
                gateway.client()
                        .sendAsync(request, HttpResponse.BodyHandlers.ofString())
                        .orTimeout(30, TimeUnit.SECONDS)
                        .handle(
                                (answer, failure) -> {
                                    if (failure != null) {
                                        failures.add(failure.toString());
                                    } else if (answer.statusCode() != 200) {
                                        failures.add(answer.statusCode() + " " + answer.body());
                                    }
                                    served.incrementAndGet();
                                    measure(start);
                                    return null;
                                }));
    }

    private void measure(long start) {
        if (start - measuredFrom.get() >= 0) {
            slowestNanos.accumulateAndGet(System.nanoTime() - start, Math::max);
        }
    }

    /** Forgets how slow it was so far: the first calls of a process pay for much besides. */
    void measureFromNow() {
        measuredFrom.set(System.nanoTime());
        slowestNanos.set(0);
    }

    /** How many have been answered. */
    int served() {
        return served.get();
    }

    List<String> failures() {
        return failures;
    }

    Duration slowest() {
        return Duration.ofNanos(slowestNanos.get());
    }

    /** Asks no more, and waits for what is under way. */
    @Override
    public void close() {
        clock.close();
        calls.forEach(CompletableFuture::join);
    }
}
