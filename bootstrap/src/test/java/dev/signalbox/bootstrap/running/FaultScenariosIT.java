package dev.signalbox.bootstrap.running;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signalbox.simulator.catalogue.Scenarios;
import dev.signalbox.simulator.fault.Scenario;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Every fault of the catalogue from F10 to F65 meets one call: what its caller sees, who was asked
 * and how often, and who rests afterwards. The table is {@code faults/scenarios.txt}. Most lines
 * wait for a timeout, so a few of them run at the same time; each has a group of its own.
 */
@Timeout(300)
class FaultScenariosIT {

    private static final int AT_A_TIME = 6;
    private static final String ECHO = "one two three four five six seven eight nine ten eleven";
    private static final String QUESTION =
            """
            {"model": "%s", "messages": [{"role": "user", "content": "%s"}]%s}""";
    private static final String STREAMED =
            ", \"stream\": true, \"stream_options\": {\"include_usage\": true}";
    private static final String POLICY =
            """
            router_settings:
              timeout: 4
              stream_timeout: 3
              stream_idle_timeout: 3
            """;

    @TempDir static Path folder;
    private static final Fleet FLEET = new Fleet();
    private static final Map<FaultCase, Future<Seen>> SEEN = new HashMap<>();
    private static RunningGateway gateway;
    private static ExecutorService callers;

    /** What there was to see of one line. */
    private record Seen(
            HttpResponse<String> answer, int askedA, int askedB, HttpResponse<String> next, int a) {

        String by() {
            return answer.headers().firstValue("x-litellm-model-id").orElse("nobody");
        }
    }

    @BeforeAll
    static void meetAllFaults() {
        for (FaultCase one : FaultCase.all()) {
            // A is asked first: the other's share is next to nothing.
            FLEET.serves(one.group(), one.a(), "weight: 1000000");
            if (one.pair()) {
                FLEET.serves(one.group(), one.b(), "weight: 0.001");
            }
        }
        gateway = RunningGateway.Order.in(folder).prepared().serving(FLEET.config(POLICY)).listen();
        callers = Executors.newFixedThreadPool(AT_A_TIME);
        for (FaultCase one : FaultCase.all()) {
            SEEN.put(one, callers.submit(() -> meet(one)));
        }
    }

    @AfterAll
    static void stopEverything() {
        try {
            callers.shutdownNow();
            gateway.close();
        } finally {
            FLEET.close();
        }
    }

    static List<FaultCase> lines() {
        return FaultCase.all();
    }

    private static Seen meet(FaultCase one) {
        FLEET.order(one.a(), one.order());
        HttpResponse<String> answer = ask(one.group(), one.streamed());
        int askedA = FLEET.count(one.a());
        int askedB = FLEET.count(one.b());
        FLEET.recovers(one.a());
        HttpResponse<String> next = ask(one.group(), false);
        return new Seen(answer, askedA, askedB, next, FLEET.count(one.a()) - askedA);
    }

    /** On a connection of its own: one that carried a stream that was cut is closed behind it. */
    private static HttpResponse<String> ask(String group, boolean streamed) {
        String body = QUESTION.formatted(group, ECHO, streamed ? STREAMED : "");
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    gateway.post(
                            "/v1/chat/completions",
                            RunningGateway.MASTER_KEY,
                            body.getBytes(UTF_8)),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(gateway.log(), e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lines")
    void aFaultHasTheOutcomeOfTheTable(FaultCase one) throws Exception {
        Seen seen = SEEN.get(one).get();
        String[] caller = one.caller().split(" ");
        switch (caller[0]) {
            case "by" -> requireWhole(one, seen, caller.length == 2);
            case "cut" -> requireCut(seen, caller.length > 1 ? caller[1] : "");
            default -> requireError(seen.answer(), Integer.parseInt(caller[0]), caller[1]);
        }
        assertThat(seen.askedA()).as("A was asked: " + told(seen)).isEqualTo(one.askedA());
        assertThat(seen.askedB()).as("B was asked: " + told(seen)).isEqualTo(one.askedB());
        requireRest(one, seen);
    }

    private static void requireWhole(FaultCase one, Seen seen, boolean done) {
        String body = seen.answer().body();
        assertThat(seen.answer().statusCode()).as(told(seen)).isEqualTo(200);
        assertThat(seen.by()).isEqualTo(one.caller().startsWith("by A") ? one.a() : one.b());
        if (one.streamed()) {
            assertThat(body).doesNotContain("event: error");
            assertThat(body.contains("[DONE]")).as(told(seen)).isEqualTo(done);
        } else {
            assertThat(body.stripTrailing()).startsWith("{").endsWith("}");
        }
    }

    private static void requireCut(Seen seen, String word) {
        String body = seen.answer().body();
        assertThat(seen.answer().statusCode()).as(told(seen)).isEqualTo(200);
        int error = body.indexOf("event: error\ndata: {\"error\":");
        assertThat(error).as("the answer had begun: " + told(seen)).isPositive();
        assertThat(body.substring(0, error)).contains("\"delta\"");
        assertThat(body.substring(error)).contains("\"" + word);
        assertThat(body).doesNotContain("[DONE]");
    }

    private static void requireError(HttpResponse<String> answer, int status, String word) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(
                        List.of(
                                RunningGateway.member("type", answer.body()),
                                RunningGateway.member("code", answer.body())))
                .as(answer.body())
                .contains(word);
    }

    private static void requireRest(FaultCase one, Seen seen) {
        String next = seen.next().headers().firstValue("x-litellm-model-id").orElse("nobody");
        switch (one.rests()) {
            case "no" -> {
                assertThat(seen.next().statusCode()).as(seen.next().body()).isEqualTo(200);
                assertThat(next).as("who serves the next call").isEqualTo(one.a());
            }
            case "yes" -> {
                assertThat(seen.a()).as("A is left alone").isZero();
                if (one.pair()) {
                    assertThat(next).as("who serves the next call").isEqualTo(one.b());
                } else {
                    requireError(seen.next(), 429, "throttling_error");
                    assertThat(seen.next().headers().firstValue("retry-after")).isPresent();
                }
            }
            default -> assertThat(seen.next().statusCode()).isEqualTo(200);
        }
    }

    private static String told(Seen seen) {
        String body = seen.answer().body();
        return seen.answer().statusCode()
                + " by "
                + seen.by()
                + " "
                + body.substring(Math.max(0, body.length() - 1000));
    }

    @Test
    void theTableLeavesNoFaultOut() {
        TreeSet<String> missing =
                Scenarios.all().stream()
                        .map(Scenario::label)
                        .filter(label -> label.matches("F(1[0-9]|[2-5][0-9]|6[0-5])[A-Z]? .*"))
                        .collect(Collectors.toCollection(TreeSet::new));
        lines().forEach(one -> missing.remove(one.scenario()));

        assertThat(missing).isEmpty();
    }

    @Test
    void aRedirectIsNotFollowedAndNoCredentialLeaves() throws Exception {
        FaultCase redirect =
                lines().stream().filter(it -> it.scenario().startsWith("F38 ")).findFirst().get();

        assertThat(SEEN.get(redirect).get().answer().body()).doesNotContain("elsewhere.invalid");
        assertThat(FLEET.asked(redirect.a())).hasSize(2);
    }
}
