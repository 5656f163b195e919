package dev.signalbox.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;

/** The control API, as somebody uses it who is not in this process. */
class ControlTest extends SimulatorTest {

    private static final String DEPLOYMENT = "/_sim/resources/eu/deployments/chatgpt-v-2";
    private static final String BODY = Caller.chatBody("Hi");

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void aDeploymentIsChangedMemberByMember() throws Exception {
        HttpResponse<String> first =
                control("PUT", DEPLOYMENT, "{\"content\":{\"kind\":\"script\",\"text\":\"Yes\"}}");
        HttpResponse<String> second =
                control(
                        "PUT",
                        DEPLOYMENT,
                        """
                        {"model":"gpt-4o","tokens":3,"seed":9,"asyncFilter":true,
                         "places":2,"line":true,
                         "ttft":{"kind":"uniform","min":1,"max":2},
                         "itl":{"kind":"lognormal","mu":0,"sigma":0.5}}
                        """);

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(second.body())
                .isEqualTo(
                        "{\"name\":\"chatgpt-v-2\",\"model\":\"gpt-4o\",\"content\":{\"kind\":"
                                + "\"script\",\"text\":\"Yes\"},\"tokens\":3,\"ttft\":{\"kind\":"
                                + "\"uniform\",\"min\":1.0,\"max\":2.0},\"itl\":{\"kind\":"
                                + "\"lognormal\",\"mu\":0.0,\"sigma\":0.5},\"seed\":9,"
                                + "\"asyncFilter\":true,\"places\":2,\"line\":true}");
        assertThat(control("GET", DEPLOYMENT, "").body()).isEqualTo(second.body());
        assertThat(caller.chat(BODY).body()).contains("\"model\":\"gpt-4o-2024-08-06\"");
    }

    @Test
    void aDeploymentCanBeAdded() throws Exception {
        String path = "/_sim/resources/eu/deployments/new";
        assertThat(control("PUT", path, "{}").statusCode()).isEqualTo(400);

        assertThat(control("PUT", path, "{\"model\":\"gpt-4o\"}").statusCode()).isEqualTo(200);

        var request = caller.post(Caller.chatPath("new"), BODY).header("api-key", Caller.KEY);
        assertThat(caller.send(request).statusCode()).isEqualTo(200);
    }

    @Test
    void faultsAreOrderedAndCleared() throws Exception {
        HttpResponse<String> ordered =
                control("POST", DEPLOYMENT + "/faults", "{\"scenario\":\"F27\",\"next\":2}");
        assertThat(ordered.statusCode()).isEqualTo(201);
        assertThat(ordered.body()).isEqualTo("{\"scenario\":\"F27 rate-limit-retry-after-1\"}");
        assertThat(caller.chat(BODY).statusCode()).isEqualTo(429);

        assertThat(control("DELETE", DEPLOYMENT + "/faults", "").statusCode()).isEqualTo(204);
        assertThat(caller.chat(BODY).statusCode()).isEqualTo(200);

        control(
                "POST",
                "/_sim/resources/eu/faults",
                "{\"scenario\":\"server-error\",\"until\":\"cleared\"}");
        assertThat(caller.chat(BODY).statusCode()).isEqualTo(500);
        control("DELETE", "/_sim/resources/eu/faults", "");
        assertThat(caller.chat(BODY).statusCode()).isEqualTo(200);
    }

    @Test
    void aCutIsOrderedWithItsPlace() throws Exception {
        control("POST", DEPLOYMENT + "/faults", "{\"scenario\":\"CUT\",\"cutAt\":17}");
        try (Wire wire = new Wire(simulator.port())) {
            assertThat(wire.send(Wire.chat(BODY)).readAll()).isEqualTo("HTTP/1.1 200 OK\r\n");
        }
    }

    @Test
    void theJournalIsShown() throws Exception {
        var unused = caller.chat(BODY);
        var other = caller.send(caller.get("/v1/models").header("authorization", "Bearer no"));
        assertThat(other.statusCode()).isEqualTo(401);

        JsonNode all = json("/_sim/requests?resource=eu").path("requests");
        JsonNode one = json("/_sim/requests?deployment=chatgpt-v-2").path("requests");

        assertThat(all).hasSize(2);
        assertThat(json("/_sim/requests?since=1").path("requests")).hasSize(1);
        assertThat(json("/_sim/requests?resource=us").path("requests")).isEmpty();
        assertThat(one).hasSize(1);
        JsonNode seen = one.get(0);
        assertThat(seen.path("method").asText()).isEqualTo("POST");
        assertThat(seen.path("target").asText()).isEqualTo(Caller.chatPath("chatgpt-v-2"));
        assertThat(seen.path("text").asText()).isEqualTo(BODY);
        assertThat(new String(Base64.getDecoder().decode(seen.path("body").asText())))
                .isEqualTo(BODY);
        assertThat(seen.path("headers").toString())
                .contains("{\"name\":\"api-key\",\"value\":\"eu-key\"}");
        assertThat(seen.at("/ending/kind").asText()).isEqualTo("complete");
    }

    @Test
    void statsCountEverything() throws Exception {
        var unused = caller.chat(BODY);

        JsonNode stats = json("/_sim/stats");

        assertThat(stats.path("requests").asInt()).isEqualTo(1);
        assertThat(stats.path("connectionsOpened").asInt()).isEqualTo(1);
        assertThat(stats.at("/resources/eu/requests").asInt()).isEqualTo(1);
    }

    @Test
    void aResetGoesBackToTheStart() throws Exception {
        control("PUT", DEPLOYMENT, "{\"content\":{\"kind\":\"script\",\"text\":\"No\"}}");
        control("POST", DEPLOYMENT + "/faults", "{\"scenario\":\"F34\"}");

        assertThat(control("POST", "/_sim/reset", "").statusCode()).isEqualTo(204);

        assertThat(caller.chat(BODY).body()).contains("\"content\":\"Hi\"");
        assertThat(simulator.requests()).hasSize(1);
    }

    @Test
    void allScenariosAreListed() throws Exception {
        assertThat(json("/_sim/scenarios").path("scenarios").toString())
                .contains("{\"id\":\"F27\",\"name\":\"rate-limit-retry-after-1\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST|/_sim/resources/eu/deployments/chatgpt-v-2/faults|{\"scenario\":\"F999\"}|400",
                "POST|/_sim/resources/eu/deployments/chatgpt-v-2/faults|{\"scenario\":\"F27\",\"x\":1}|400",
                "POST|/_sim/resources/eu/deployments/chatgpt-v-2/faults|{\"scenario\":\"F27\",\"next\":0}|400",
                "POST|/_sim/resources/eu/deployments/chatgpt-v-2/faults|{\"scenario\":\"F27\",\"next\":1,\"every\":2}|400",
                "POST|/_sim/resources/eu/deployments/chatgpt-v-2/faults|{\"scenario\":\"F27\",\"until\":\"noon\"}|400",
                "POST|/_sim/resources/eu/deployments/chatgpt-v-2/faults|not json|400",
                "POST|/_sim/resources/eu/deployments/none/faults|{\"scenario\":\"F27\"}|404",
                "POST|/_sim/resources/us/faults|{\"scenario\":\"F27\"}|404",
                "PUT|/_sim/resources/eu/deployments/chatgpt-v-2|{\"content\":\"song\"}|400",
                "PUT|/_sim/resources/eu/deployments/chatgpt-v-2|{\"ttft\":{\"kind\":\"slow\"}}|400",
                "GET|/_sim/resources/eu/deployments/none||404",
                "GET|/_sim/requests?since=x||400"
            })
    void whatMakesNoSenseIsRefused(String method, String path, String body, int status)
            throws Exception {
        HttpResponse<String> answer = control(method, path, body == null ? "" : body);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(Caller.json(answer).path("error").asText()).isNotBlank();
    }

    private JsonNode json(String path) throws Exception {
        return Caller.json(control("GET", path, ""));
    }

    private HttpResponse<String> control(String method, String path, String body) throws Exception {
        URI uri = URI.create("http://localhost:" + simulator.controlPort() + path);
        HttpRequest.BodyPublisher publisher =
                body.isEmpty()
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body);
        return client.send(
                HttpRequest.newBuilder(uri).method(method, publisher).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
