package dev.signalbox.bootstrap.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bootstrap.running.RunningGateway.Order;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** A gateway that is killed loses nothing; one that is told to stop drops nothing. */
class SurvivalIT {

    private static final String QUESTION =
            """
            {"model": "gpt-3.5-turbo", "stream": %s,
             "messages": [{"role": "user", "content": "Where are you?"}]}""";

    @TempDir Path folder;
    private Upstreams upstreams;

    @BeforeEach
    void startUpstreams() {
        upstreams = new Upstreams();
    }

    @AfterEach
    void stopUpstreams() {
        upstreams.close();
    }

    @Test
    void killedInUseItComesBackWithEveryTeamAndKey() throws Exception {
        Map<String, String> answered = new ConcurrentHashMap<>();
        RunningGateway killed = gateway();
        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<Void> administration =
                CompletableFuture.runAsync(() -> makeTeams(killed, answered, enough));
        Awaitility.await().until(() -> answered.size() >= 5);

        killed.process().destroyForcibly();
        enough.set(true);
        killed.exitCode();
        administration.join();

        try (RunningGateway next = gateway()) {
            new LinkedHashMap<>(answered)
                    .forEach(
                            (team, key) -> {
                                assertThat(call(next, key).statusCode()).as(team).isEqualTo(200);
                                assertThat(
                                                next.get(
                                                                "/team/info?team_id=" + team,
                                                                RunningGateway.MASTER_KEY)
                                                        .body())
                                        .contains(Upstreams.EU);
                            });
        }
    }

    @Test
    void toldToStopItFinishesTheStreamAndEndsWell() throws Exception {
        upstreams.slowDown();
        RunningGateway gateway = gateway();
        String key = gateway.keyOfTeam("team-a", "gpt-3.5-turbo", Upstreams.EU);
        HttpResponse<InputStream> answer =
                gateway.client()
                        .send(
                                gateway.post(
                                        "/v1/chat/completions",
                                        key,
                                        QUESTION.formatted(true).getBytes(StandardCharsets.UTF_8)),
                                HttpResponse.BodyHandlers.ofInputStream());
        StringBuilder stream = new StringBuilder();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            stream.append(lines.readLine()).append('\n');

            gateway.process().destroy();

            lines.lines().forEach(line -> stream.append(line).append('\n'));
        }
        assertThat(stream.toString()).endsWith("data: [DONE]\n\n");
        assertThat(gateway.exitCode()).isZero();
    }

    private static void makeTeams(
            RunningGateway gateway, Map<String, String> answered, AtomicBoolean enough) {
        for (int i = 0; !enough.get(); i++) {
            try {
                String team = "team-" + i;
                answered.put(team, gateway.keyOfTeam(team, "gpt-3.5-turbo", Upstreams.EU));
            } catch (RuntimeException | AssertionError e) {
                // What was not answered need not be there after the kill.
                assertThat(answered).isNotEmpty();
            }
        }
    }

    private RunningGateway gateway() {
        return upstreams.told(Order.in(folder)).prepared().serving(Upstreams.config()).listen();
    }

    private static HttpResponse<String> call(RunningGateway gateway, String key) {
        return gateway.post("/v1/chat/completions", key, QUESTION.formatted(false));
    }
}
