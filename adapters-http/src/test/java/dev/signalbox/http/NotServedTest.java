package dev.signalbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.signalbox.http.surface.NotServed;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

class NotServedTest {

    private static final RunningHouse HOUSE = new RunningHouse();

    @AfterAll
    static void stop() {
        HOUSE.close();
    }

    @Test
    void thePageListsWhatIsAnsweredSo() throws Exception {
        List<String> written =
                Files.readAllLines(Path.of("..").resolve(NotServed.REFERENCE)).stream()
                        .filter(line -> line.startsWith("| `/"))
                        .toList();
        List<String> rows =
                new TreeMap<>(NotServed.reasons())
                        .entrySet().stream().map(NotServedTest::row).toList();
        Files.writeString(Path.of("target/not-served.md"), String.join("\n", rows) + "\n");
        assertThat(written).containsExactlyElementsOf(rows);
    }

    private static String row(Map.Entry<String, String> reason) {
        return "| `/" + reason.getKey() + "` | " + reason.getValue() + " |";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/files",
                "/files/file-1/content",
                "/openai/v1/batches",
                "/openai/deployments/eu/images/variations",
                "/v1/fine_tuning/jobs",
                "/v1/assistants",
                "/v1/threads/t/runs",
                "/v1/vector_stores",
                "/v1/realtime",
                "/rerank",
                "/v2/rerank",
                "/v1/messages",
                "/v1/conversations",
                "/cache/ping",
                "/guardrails/list",
                "/organization/new",
                "/budget/settings",
                "/credentials",
                "/config/update",
                "/global/spend/tags",
                "/global/activity/model",
                "/sso/key/generate",
                "/ui",
                "/ui/login.html",
                "/login",
                "/mcp",
                "/anthropic/v1/messages",
                "/gemini/v1beta/models",
                "/bedrock/model/x/invoke",
                "/vertex_ai/v1/projects",
                "/cohere/v1/chat",
                "/langfuse/api"
            })
    void itIsSaidInWordsToAnybodyAndWithEveryMethod(String path) throws Exception {
        for (String method : List.of("GET", "POST", "DELETE")) {
            HttpResponse<String> answer =
                    HOUSE.send(
                            HttpRequest.newBuilder(HOUSE.uri(path))
                                    .method(method, BodyPublishers.noBody())
                                    .build());
            assertThat(answer.statusCode()).isEqualTo(501);
            JsonNode error = new ObjectMapper().readTree(answer.body()).get("error");
            assertThat(error.get("type").asText()).isEqualTo("not_implemented_error");
            assertThat(error.get("message").asText()).contains(NotServed.REFERENCE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/filesystem", "/v1/file", "/uix", "/team", "/key/new", "/x/files"})
    void whatNobodyServesIsNotFound(String path) {
        assertThat(HOUSE.get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void nothingThatIsServedStandsOnTheList() {
        assertThat(Routes.to(HOUSE.doors, HttpSettings.defaults()).services())
                .allSatisfy(service -> assertThat(NotServed.answer(service.path())).isNull());
    }
}
