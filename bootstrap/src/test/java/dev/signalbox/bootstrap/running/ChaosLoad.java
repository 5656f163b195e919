package dev.signalbox.bootstrap.running;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls, half of them streamed, so many a second, whatever becomes of those before. */
final class ChaosLoad implements AutoCloseable {

    private static final String SPENT = "the group has spent its budget of retries";

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ConcurrentLinkedQueue<CompletableFuture<Void>> calls =
            new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Call> ended = new ConcurrentLinkedQueue<>();
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private final AtomicInteger again = new AtomicInteger();
    private final AtomicInteger sent = new AtomicInteger();
    private final RunningGateway gateway;
    private final HttpRequest document;
    private final HttpRequest stream;

    /** What became of a call. */
    enum End {
        WHOLE,
        /** Its stream had begun, broke off and said so. */
        CUT,
        /** It was not tried again, so that an outage is not multiplied. */
        SAVED,
        /** Nothing of that kind. */
        WRONG
    }

    /**
     * One call.
     *
     * @param by the deployment that served it, or failed last
     * @param retried true: it was not the first that was asked
     */
    record Call(long start, long end, String by, boolean retried, End how) {
        long nanos() {
            return end - start;
        }
    }

    ChaosLoad(RunningGateway gateway, String group, int perSecond) {
        this.gateway = gateway;
        this.document = question(group, "");
        this.stream = question(group, ", \"stream\": true");
        clock.scheduleAtFixedRate(this::ask, 0, 1_000_000 / perSecond, TimeUnit.MICROSECONDS);
    }

    private HttpRequest question(String group, String more) {
        String body =
                """
                {"model": "%s", "messages": [{"role": "user", "content": "%s"}]%s}"""
                        .formatted(group, "one two three four five six seven eight", more);
        return gateway.post(
                "/v1/chat/completions",
                RunningGateway.MASTER_KEY,
                body.getBytes(StandardCharsets.UTF_8));
    }

    private void ask() {
        boolean streamed = sent.getAndIncrement() % 2 == 0;
        long start = System.nanoTime();
        HttpRequest question = streamed ? stream : document;
        calls.add(
                send(question)
                        .exceptionallyCompose(failure -> sendAgain(question, failure))
                        .orTimeout(60, TimeUnit.SECONDS)
                        .handle(
                                (answer, failure) -> {
                                    ended.add(call(start, answer, failure));
                                    return null;
                                }));
    }

    private CompletableFuture<HttpResponse<String>> send(HttpRequest question) {
        return gateway.client().sendAsync(question, HttpResponse.BodyHandlers.ofString());
    }

    /**
     * A connection that carried a stream that was cut is closed; whoever took it found out late.
     */
    private CompletableFuture<HttpResponse<String>> sendAgain(
            HttpRequest question, Throwable failure) {
        if (!String.valueOf(failure.getMessage()).contains("received no bytes")) {
            return CompletableFuture.failedFuture(failure);
        }
        again.incrementAndGet();
        return send(question);
    }

    private Call call(long start, HttpResponse<String> answer, Throwable failure) {
        long now = System.nanoTime();
        if (failure != null) {
            wrong.add(failure.toString());
            return new Call(start, now, "nobody", false, End.WRONG);
        }
        End how = end(answer);
        if (how == End.WRONG) {
            wrong.add(
                    Asker.by(answer)
                            + " after "
                            + (now - start) / 1_000_000
                            + " ms: "
                            + answer.statusCode()
                            + " "
                            + answer.body());
        }
        boolean retried = !Asker.retries(answer).equals("0");
        return new Call(start, now, Asker.by(answer), retried, how);
    }

    private static End end(HttpResponse<String> answer) {
        String body = answer.body();
        if (answer.statusCode() != 200) {
            return body.contains(SPENT) ? End.SAVED : End.WRONG;
        }
        if (body.startsWith("{")) {
            return body.stripTrailing().endsWith("}") ? End.WHOLE : End.WRONG;
        }
        if (body.endsWith("data: [DONE]\n\n")) {
            return End.WHOLE;
        }
        boolean begun = body.indexOf("event: error") > body.indexOf("\"delta\"");
        return begun && body.contains("\"delta\"") ? End.CUT : End.WRONG;
    }

    /** How many have been asked. */
    int sent() {
        return sent.get();
    }

    /** How many came upon a connection that was being closed, and were sent once more. */
    int again() {
        return again.get();
    }

    /** All that have ended. */
    List<Call> ended() {
        return List.copyOf(ended);
    }

    /** What should not have been, in words. */
    List<String> wrong() {
        return wrong;
    }

    /** Asks no more, and waits for what is under way. */
    @Override
    public void close() {
        clock.close();
        calls.forEach(CompletableFuture::join);
    }
}
