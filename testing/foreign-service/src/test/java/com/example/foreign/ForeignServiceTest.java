package com.example.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.driven.Upstream;
import dev.signalbox.application.testkit.StoppedClock;
import dev.signalbox.domain.limits.Limit;
import dev.signalbox.domain.limits.Limits;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** Somebody else's service does with domain and application what they promise. */
class ForeignServiceTest {

    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicBoolean down = new AtomicBoolean();
    private final Tenants tenants = new Tenants();
    private ForeignService service;

    @BeforeEach
    void start() throws IOException {
        tenants.putTeam("red", Map.of("gpt", "echo"), List.of("echo"), Limits.NONE);
        tenants.putTeam("blue", Map.of("gpt", "shout"), List.of("shout"), Limits.NONE);
        tenants.putTeam(
                "slow", Map.of(), List.of(), Limits.NONE.with(Limit.RPM, BigDecimal.valueOf(2)));
        Upstream first =
                new LocalModel(
                        question -> {
                            if (down.get()) {
                                throw new IllegalStateException("down");
                            }
                            return question;
                        });
        Upstream second = new LocalModel(question -> question);
        service =
                ForeignService.start(
                        Ports.inMemory(
                                tenants,
                                Ports.models(
                                        Map.of(
                                                "echo",
                                                Map.of("echo-1", first, "echo-2", second),
                                                "shout",
                                                Map.of(
                                                        "shout-1",
                                                        new LocalModel(String::toUpperCase)))),
                                new StoppedClock()),
                        0);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void oneNameLeadsEachTeamToItsOwnGroup() throws Exception {
        HttpResponse<String> red = ask(tenants.newKey("red"), "gpt", "say \"hi\"\n");
        HttpResponse<String> blue = ask(tenants.newKey("blue"), "gpt", "hi");

        assertThat(red.statusCode()).isEqualTo(200);
        assertThat(red.body()).isEqualTo("{\"text\":\"say \\\"hi\\\"\\u000a\"}");
        assertThat(red.headers().firstValue("served-group")).hasValue("echo");
        assertThat(blue.body()).isEqualTo("{\"text\":\"HI\"}");
        assertThat(blue.headers().firstValue("served-group")).hasValue("shout");
    }

    @Test
    void anAliasThatIsMovedLeadsElsewhereFromTheNextCallOn() throws Exception {
        String key = tenants.newKey("red");
        assertThat(ask(key, "gpt", "hi").body()).isEqualTo("{\"text\":\"hi\"}");

        tenants.putTeam("red", Map.of("gpt", "shout"), List.of("shout"), Limits.NONE);
        service.refresh();

        assertThat(ask(key, "gpt", "hi").body()).isEqualTo("{\"text\":\"HI\"}");
    }

    @Test
    void whoeverIsUnknownIsTurnedAway() throws Exception {
        HttpResponse<String> unknown = ask("sk-made-up", "gpt", "hi");

        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(unknown.body()).isEqualTo("Nobody has that key.\n");
        assertThat(ask(null, "gpt", "hi").statusCode()).isEqualTo(401);
    }

    @Test
    void aModelThatTheTeamMayNotAskForIsRefusedInWords() throws Exception {
        HttpResponse<String> refused = ask(tenants.newKey("red"), "shout", "hi");

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("Not shout", "echo");
        assertThat(ask(tenants.newKey("slow"), "nothing", "hi").statusCode()).isEqualTo(404);
    }

    @Test
    void theThirdCallOfTwoAMinuteIsTooMany() throws Exception {
        String key = tenants.newKey("slow");

        assertThat(ask(key, "echo", "hi").statusCode()).isEqualTo(200);
        assertThat(ask(key, "echo", "hi").statusCode()).isEqualTo(200);
        HttpResponse<String> third = ask(key, "echo", "hi");
        assertThat(third.statusCode()).isEqualTo(429);
        assertThat(third.body()).startsWith("No more than 2 requests; again in ");
    }

    @Test
    void bothDeploymentsAnswerUntilOneIsDown() throws Exception {
        String key = tenants.newKey("red");

        Set<String> answered = new HashSet<>();
        for (int i = 0; i < 200 && answered.size() < 2; i++) {
            answered.add(servedBy(ask(key, "gpt", "hi")));
        }
        assertThat(answered).containsExactlyInAnyOrder("echo-1", "echo-2");

        down.set(true);
        for (int i = 0; i < 20; i++) {
            HttpResponse<String> answer = ask(key, "gpt", "hi");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(servedBy(answer)).isEqualTo("echo-2");
        }
    }

    private static String servedBy(HttpResponse<String> answer) {
        return answer.headers().firstValue("served-by").orElseThrow();
    }

    private HttpResponse<String> ask(String key, String model, String question)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(service.address(model))
                        .POST(HttpRequest.BodyPublishers.ofString(question));
        if (key != null) {
            request.header("authorization", "Bearer " + key);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
