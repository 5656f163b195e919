package dev.signalbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;

/** Administrators of a running house, each with a key of their own. */
final class Administrators {

    private final RunningHouse house;
    private final ObjectMapper json = new ObjectMapper();

    Administrators(RunningHouse house) {
        this.house = house;
    }

    /** Asks with a key; {@code body} null for a GET. */
    HttpResponse<String> as(String key, String path, String body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(house.uri(path)).header("Authorization", "Bearer " + key);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return house.send(
                body == null
                        ? request.GET().build()
                        : request.POST(BodyPublishers.ofString(body)).build());
    }

    JsonNode post(String path, String body) {
        return ok(as(RunningHouse.MASTER, path, body));
    }

    JsonNode get(String path) {
        return ok(as(RunningHouse.MASTER, path, null));
    }

    JsonNode ok(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return tree(response);
    }

    /** An error of that status, as it stands in the one envelope. */
    JsonNode error(int status, HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        JsonNode error = tree(response).get("error");
        assertThat(error.get("code").asText()).isEqualTo(Integer.toString(status));
        return error;
    }

    String team(String body) {
        return post("/team/new", body).get("team_id").asText();
    }

    String key(String body) {
        return post("/key/generate", body).get("key").asText();
    }

    private JsonNode tree(HttpResponse<String> response) {
        try {
            return json.readTree(response.body());
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
