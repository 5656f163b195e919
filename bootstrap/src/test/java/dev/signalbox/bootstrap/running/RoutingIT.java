package dev.signalbox.bootstrap.running;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Who is asked, who rests, how often and how long: over real sockets, through the started jar. */
@Timeout(300)
class RoutingIT {

    private static final String POLICY =
            """
            router_settings:
              timeout: 20
              stream_timeout: 2
            """;
    private static final String HEAVY = "weight: 1000000";
    private static final String LIGHT = "weight: 0.001";

    @TempDir static Path folder;
    private static final Fleet FLEET = new Fleet();
    private static RunningGateway gateway;
    private static Asker caller;

    @BeforeAll
    static void startEverything() {
        FLEET.serves("nine-to-one", "nine", "weight: 9").serves("nine-to-one", "one", "weight: 1");
        FLEET.serves("two", "two-1").serves("two", "two-2");
        FLEET.serves("weary", "weary-1").serves("weary", "weary-2");
        FLEET.serves("patient", "patient-1", HEAVY, "model_info.allowed_fails: 1");
        FLEET.serves("patient", "patient-2", LIGHT);
        FLEET.serves("shaky", "shaky-1", HEAVY).serves("shaky", "shaky-2", LIGHT);
        FLEET.serves("tried", "tried-1", HEAVY).serves("tried", "tried-2", LIGHT);
        FLEET.serves("counted", "counted-1", HEAVY).serves("counted", "counted-2", LIGHT);
        FLEET.serves("single", "single-1").serves("stubborn", "stubborn-1");
        FLEET.serves("down", "down-1").serves("down", "down-2");
        FLEET.serves("slow", "slow-1").serves("slow-own", "slow-own-1", "timeout: 1");
        FLEET.serves("slow-stream", "slow-stream-1", "timeout: 15", "stream_timeout: 1");
        gateway = RunningGateway.Order.in(folder).prepared().serving(FLEET.config(POLICY)).listen();
        caller = Asker.master(gateway);
        for (String slow : List.of("slow-1", "slow-own-1", "slow-stream-1")) {
            FLEET.failsAlways(slow, "F11");
        }
    }

    @AfterAll
    static void stopEverything() {
        try {
            gateway.close();
        } finally {
            FLEET.close();
        }
    }

    @Test
    void weightsAreShares() throws Exception {
        int calls = 1500;
        try (ExecutorService callers = Executors.newFixedThreadPool(4)) {
            List<Future<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < calls; i++) {
                answers.add(callers.submit(() -> caller.chat("nine-to-one")));
            }
            for (Future<HttpResponse<String>> answer : answers) {
                assertThat(answer.get().statusCode()).as(answer.get().body()).isEqualTo(200);
            }
        }
        // More than four standard deviations: one run in ten thousand would fail by chance.
        assertThat(FLEET.count("nine") / (double) calls).isBetween(0.865, 0.935);
        assertThat(FLEET.count("nine") + FLEET.count("one")).isEqualTo(calls);
    }

    @Test
    void aTeamDoesNotNoticeThatOneOfTwoDeploymentsDied() throws Exception {
        String key = gateway.keyOfTeam("team-two", "gpt-4", "two");
        Asker member = new Asker(gateway, key);
        // A tenth of the calls of the last ten seconds may be tried again: these earn it.
        for (int i = 0; i < 150; i++) {
            assertThat(member.chat("gpt-4").statusCode()).isEqualTo(200);
        }
        FLEET.failsAlways("two-1", "F35");
        int before = FLEET.count("two-1");

        for (int i = 0; i < 12; i++) {
            HttpResponse<String> answer = member.chat("gpt-4");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(Asker.by(answer)).isEqualTo("two-2");
        }
        assertThat(FLEET.count("two-1")).isGreaterThan(before);
    }

    @Test
    void whenAllRestTheCallerIsToldAtOnceHowLong() {
        FLEET.fails("weary-1", "F27B", 1);
        FLEET.fails("weary-2", "F27B", 1);

        HttpResponse<String> tired = caller.chat("weary");

        assertThat(tired.statusCode()).as(tired.body()).isEqualTo(429);
        int asked = FLEET.count("weary-1") + FLEET.count("weary-2");
        assertThat(asked).isEqualTo(2);
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < 10; i++) {
            long before = System.nanoTime();
            HttpResponse<String> answer = caller.chat("weary");
            fastest = Math.min(fastest, System.nanoTime() - before);
            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(answer.body())
                    .contains("No deployments available for selected model, Try again in ")
                    .contains(" seconds. Passed model=weary");
            assertThat(Integer.parseInt(Asker.header(answer, "retry-after"))).isBetween(30, 45);
        }
        assertThat(Duration.ofNanos(fastest)).isLessThan(Duration.ofMillis(50));
        assertThat(FLEET.count("weary-1") + FLEET.count("weary-2")).isEqualTo(asked);
    }

    @Test
    void oneFailureIsAllowedAndTheSecondIsNot() {
        FLEET.fails("patient-1", "F34", 2);

        assertThat(Asker.by(caller.chat("patient"))).isEqualTo("patient-2");
        assertThat(FLEET.count("patient-1")).isEqualTo(1);
        assertThat(Asker.by(caller.chat("patient"))).isEqualTo("patient-2");
        assertThat(FLEET.count("patient-1")).as("it did not rest before").isEqualTo(2);
        assertThat(Asker.by(caller.chat("patient"))).isEqualTo("patient-2");
        assertThat(FLEET.count("patient-1")).as("it rests").isEqualTo(2);
    }

    @Test
    void whoeverFailsMostOfItsCallsRests() {
        FLEET.failsAlways("shaky-1", "F34");
        for (int i = 0; i < 5; i++) {
            HttpResponse<String> failed = caller.chat("shaky", "\"num_retries\": 0");
            assertThat(failed.statusCode()).as(failed.body()).isEqualTo(500);
            assertThat(Asker.by(failed)).isEqualTo("shaky-1");
        }

        HttpResponse<String> sixth = caller.chat("shaky", "\"num_retries\": 0");

        assertThat(sixth.statusCode()).as(sixth.body()).isEqualTo(200);
        assertThat(Asker.by(sixth)).isEqualTo("shaky-2");
        assertThat(FLEET.count("shaky-1")).isEqualTo(5);
    }

    @Test
    void theOnlyOneGoesOnHoweverItFails() {
        FLEET.failsAlways("single-1", "F34");
        for (int i = 1; i <= 8; i++) {
            HttpResponse<String> answer = caller.chat("single", "\"num_retries\": 0");
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(FLEET.count("single-1")).isEqualTo(i);
        }
    }

    @Test
    void theHeadersCountRetries() {
        HttpResponse<String> first = caller.chat("tried");
        assertThat(Asker.retries(first)).isEqualTo("0");
        assertThat(Asker.fallbacks(first)).isEqualTo("0");
        assertThat(Asker.by(first)).isEqualTo("tried-1");
        FLEET.fails("tried-1", "F34", 1);

        HttpResponse<String> second = caller.chat("tried");

        assertThat(Asker.retries(second)).isEqualTo("1");
        assertThat(Asker.header(second, "x-litellm-max-retries")).isEqualTo("2");
        assertThat(Asker.fallbacks(second)).isEqualTo("0");
        assertThat(Asker.header(second, "x-litellm-model-group")).isEqualTo("tried");
        assertThat(Asker.by(second)).isEqualTo("tried-2");
    }

    @Test
    void theNumbersAreToldToAnybodyAndTheLogSaysWhy() throws Exception {
        FLEET.fails("counted-1", "F34", 1);
        caller.chat("counted");
        HttpRequest unnamed = HttpRequest.newBuilder(gateway.address().resolve("/metrics")).build();

        HttpResponse<String> numbers =
                gateway.client().send(unnamed, HttpResponse.BodyHandlers.ofString());

        assertThat(numbers.statusCode()).isEqualTo(200);
        assertThat(Asker.header(numbers, "content-type")).startsWith("text/plain; version=0.0.4");
        assertThat(numbers.body().lines())
                .contains(
                        "signalbox_attempts_total{model_group=\"counted\"} 2",
                        "signalbox_retries_total{model_group=\"counted\"} 1")
                .anyMatch(
                        line ->
                                line.startsWith("litellm_deployment_failure_responses_total{")
                                        && line.contains("model_id=\"counted-1\"")
                                        && line.endsWith(
                                                "exception_status=\"500\","
                                                        + "exception_class=\"InternalServerError\"} 1"));
        assertThat(gateway.log().lines())
                .anyMatch(
                        line ->
                                line.matches(
                                        ".* attempt call=\\S+ asked=counted group=counted"
                                                + " deployment=counted-1 number=1 why=.+"
                                                + " outcome=broken took_ms=\\d+ next=retried"));
    }

    @Test
    void aCallerSaysHowOftenItIsTriedAgain() {
        FLEET.failsAlways("stubborn-1", "F34");

        caller.chat("stubborn", "\"num_retries\": 1");
        assertThat(FLEET.count("stubborn-1")).isEqualTo(2);

        HttpResponse<String> never =
                caller.chat("stubborn", "\"num_retries\": 5", "x-litellm-num-retries", "0");
        assertThat(FLEET.count("stubborn-1")).isEqualTo(3);
        assertThat(never.statusCode()).isEqualTo(500);
        assertThat(FLEET.asked("stubborn-1").getFirst().text()).doesNotContain("num_retries");
    }

    @Test
    void anOutageIsNotMultiplied() throws Exception {
        FLEET.failsAlways("down-1", "F34");
        FLEET.failsAlways("down-2", "F34");
        int calls = 120;
        long before = System.nanoTime();
        try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < calls; i++) {
                var unused = callers.submit(() -> caller.chat("down"));
            }
        }
        // Thirty in any ten seconds, which is more than a tenth of so few calls.
        long free = 30 * (Duration.ofNanos(System.nanoTime() - before).toSeconds() / 10 + 1);

        int asked = FLEET.count("down-1") + FLEET.count("down-2");
        assertThat(asked).isGreaterThanOrEqualTo(calls);
        assertThat(asked - calls).isLessThanOrEqualTo((int) free);
    }

    @ParameterizedTest(name = "{0}, body {1}, header {2}: {3} s")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    slow        | "timeout": 1                                       |     | 1
                    slow        | "request_timeout": 1                               |     | 1
                    slow        | "timeout": 1, "request_timeout": 15                |     | 1
                    slow        | "timeout": 15                                      | 1   | 1
                    slow-own    | "temperature": 0                                   |     | 1
                    slow-own    | "timeout": 3                                       |     | 3
                    slow        | "stream": true                                     |     | 2
                    slow        | "stream": true, "stream_timeout": 1                |     | 1
                    slow        | "stream": true, "stream_timeout": 1, "timeout": 15 |     | 1
                    slow-stream | "stream": true                                     |     | 1
                    slow-stream | "stream": true, "stream_timeout": 3                |     | 3
                    """)
    void theNearestTimeoutHolds(String group, String members, String header, int seconds) {
        String[] headers =
                header == null
                        ? new String[] {"x-litellm-num-retries", "0"}
                        : new String[] {"x-litellm-num-retries", "0", "x-litellm-timeout", header};
        long before = System.nanoTime();

        HttpResponse<String> answer = caller.chat(group, members, headers);

        Duration took = Duration.ofNanos(System.nanoTime() - before);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(408);
        assertThat(RunningGateway.member("type", answer.body())).isEqualTo("timeout_error");
        assertThat(took)
                .isBetween(
                        Duration.ofMillis(seconds * 1000L - 50), Duration.ofSeconds(seconds + 5));
    }
}
