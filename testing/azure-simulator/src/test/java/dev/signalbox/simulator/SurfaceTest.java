package dev.signalbox.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.signalbox.simulator.resource.ResourceSettings;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;

/** The three doors, as callers that do everything right meet them. */
class SurfaceTest {

    private static final String CHAT =
            "{\"messages\":[{\"role\":\"user\",\"content\":\"Say hello world\"}],\"user\":\"usha\"}";

    private final Simulator simulator =
            Simulator.start(
                    SimulatorSettings.of(
                            ResourceSettings.named("eu")
                                    .withKey("eu-key")
                                    .withDeployment("chatgpt-v-2", "gpt-35-turbo")));
    private final Caller caller = new Caller(simulator, "eu", "eu-key");

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void aDeploymentEchoesTheLastTextOfTheUser() throws Exception {
        HttpResponse<String> answer = caller.chat("chatgpt-v-2", CHAT);

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode body = new ObjectMapper().readTree(answer.body());
        assertThat(body.at("/choices/0/message/content").asText()).isEqualTo("Say hello world");
        assertThat(body.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(body.at("/model").asText()).isEqualTo("gpt-3.5-turbo-0125");
        assertThat(body.at("/usage/prompt_tokens").asInt()).isEqualTo(10);
        assertThat(body.at("/usage/completion_tokens").asInt()).isEqualTo(3);
        assertThat(answer.headers().firstValue("apim-request-id")).isPresent();
    }
}
