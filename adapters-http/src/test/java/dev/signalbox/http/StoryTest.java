package dev.signalbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.signalbox.application.call.Call;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

class StoryTest {

    private final RunningHouse house = new RunningHouse();
    private final ObjectMapper json = new ObjectMapper();

    @AfterEach
    void stop() {
        house.close();
    }

    private JsonNode ok(HttpResponse<String> response) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json.readTree(response.body());
    }

    @Test
    void aTeamIsMadeAndItsKeyCallsAndListsModels() throws Exception {
        JsonNode team =
                ok(
                        house.post(
                                "/team/new",
                                "{\"team_alias\": \"my-new-team_4\", \"model_aliases\":"
                                        + " {\"gpt-3.5-turbo\": \"eu\"}}"));
        assertThat(team.at("/model_aliases/gpt-3.5-turbo").asText()).isEqualTo("eu");
        String id = team.get("team_id").asText();

        JsonNode key =
                ok(house.post("/key/generate", "{\"team_id\": \"" + id + "\",  # YOUR TEAM ID\n}"));
        String secret = key.get("key").asText();
        assertThat(secret).startsWith("sk-");
        assertThat(key.get("token").asText()).hasSize(64).isNotEqualTo(secret);

        HttpRequest chat =
                HttpRequest.newBuilder(house.uri("/v1/chat/completions"))
                        .header("api-key", secret)
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"model\":\"gpt-3.5-turbo\",\"messages\":[{}],\"user\":\"usha\"}"))
                        .build();
        HttpResponse<String> answer = house.send(chat);
        assertThat(answer.body()).isEqualTo(new String(RunningHouse.ANSWER));
        assertThat(RunningHouse.header(answer, "x-litellm-model-group")).contains("eu");
        assertThat(RunningHouse.header(answer, "x-litellm-model-id")).contains("id-of-eu");
        Call call = house.calls.getFirst();
        assertThat(call.asked().text()).isEqualTo("gpt-3.5-turbo");
        assertThat(RunningHouse.header(answer, "x-litellm-call-id")).contains(call.id());
        assertThat(RunningHouse.header(answer, "x-request-id")).contains(call.id());

        HttpRequest models =
                HttpRequest.newBuilder(house.uri("/v1/models"))
                        .header("Authorization", "bearer " + secret)
                        .build();
        assertThat(ok(house.send(models)).findValuesAsText("id"))
                .containsExactly("a/b", "eu", "gpt-3.5-turbo", "world");

        JsonNode info = ok(house.get("/team/info?team_id=" + id));
        assertThat(info.at("/team_info/litellm_model_table/model_aliases/gpt-3.5-turbo").asText())
                .isEqualTo("eu");
        assertThat(info.at("/keys/0/token")).isEqualTo(key.get("token"));
        assertThat(ok(house.get("/team/list"))).hasSize(1);
        assertThat(ok(house.get("/key/info?key=" + secret)).at("/info/team_id").asText())
                .isEqualTo(id);
    }

    @Test
    void whereACallWouldGoIsExplainedToWhoeverCouldMakeIt() throws Exception {
        String id =
                ok(house.post(
                                "/team/new",
                                "{\"team_alias\": \"t\", \"models\": [\"eu\"],"
                                        + " \"model_aliases\": {\"gpt-4\": \"eu\"}}"))
                        .get("team_id")
                        .asText();
        String secret =
                ok(house.post("/key/generate", "{\"team_id\": \"" + id + "\"}"))
                        .get("key")
                        .asText();

        JsonNode told = ok(explain(secret, "/v1/route/explain", "gpt-4"));

        assertThat(told.get("revision").asLong()).isPositive();
        assertThat(told.at("/caller/kind").asText()).isEqualTo("key");
        assertThat(told.at("/caller/team_id").asText()).isEqualTo(id);
        assertThat(told.get("asked").asText()).isEqualTo("gpt-4");
        assertThat(told.get("resolution").toString())
                .isEqualTo("[{\"level\":\"team\",\"from\":\"gpt-4\",\"to\":\"eu\"}]");
        assertThat(told.get("group").asText()).isEqualTo("eu");
        assertThat(told.at("/deployments/0/id").asText()).isEqualTo("id-of-eu");
        assertThat(told.at("/deployments/0/in").asBoolean()).isTrue();
        assertThat(told.get("limits")).isEmpty();
        assertThat(told.at("/course/retries").asInt()).isPositive();
        assertThat(told.at("/course/patience/first_event").asInt()).isPositive();
        assertThat(told.get("fallbacks")).isEmpty();
        assertThat(told.at("/verdict/served").asBoolean()).isTrue();
        assertThat(told.toString()).doesNotContain(secret);

        JsonNode refused = ok(explain(secret, "/route/explain", "world"));
        assertThat(refused.at("/verdict/status").asInt()).isEqualTo(403);
        assertThat(refused.at("/verdict/type").asText()).isEqualTo("team_model_access_denied");
        assertThat(refused.get("group").isNull()).isTrue();
        assertThat(refused.get("deployments")).isEmpty();
        assertThat(house.calls).isEmpty();
        assertThat(explain("sk-nobodys", "/route/explain", "eu").statusCode()).isEqualTo(401);
    }

    private HttpResponse<String> explain(String secret, String path, String model)
            throws Exception {
        return house.send(
                HttpRequest.newBuilder(house.uri(path))
                        .header("Authorization", "Bearer " + secret)
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"model\":\"" + model + "\",\"messages\":[]}"))
                        .build());
    }

    @Test
    void probesAreAnsweredWithoutAKey() throws Exception {
        HttpResponse<String> alive =
                house.send(HttpRequest.newBuilder(house.uri("/health/liveliness")).build());
        assertThat(alive.body()).isEqualTo("\"I'm alive!\"");
        JsonNode ready =
                ok(house.send(HttpRequest.newBuilder(house.uri("/health/readiness")).build()));
        assertThat(ready.get("status").asText()).isEqualTo("healthy");
        assertThat(ready.get("litellm_version").asText()).isEqualTo("1.2.3");
    }
}
