package dev.signalbox.benchmarks.rig;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** Makes teams and keys with the master key, as people do: over HTTP. */
final class Administrator {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int OK = 200;

    private final URI gateway;
    private final String masterKey;

    Administrator(URI gateway, String masterKey) {
        this.gateway = gateway;
        this.masterKey = masterKey;
    }

    /** Makes a team with these aliases, and a key for it; gives the key. */
    String keyOfTeam(String name, Map<String, String> aliases)
            throws IOException, InterruptedException {
        ObjectNode team = JSON.createObjectNode().put("team_alias", name);
        ObjectNode names = team.putObject("model_aliases");
        aliases.forEach(names::put);
        String id = textIn(post("/team/new", team), "team_id");
        ObjectNode key = JSON.createObjectNode().put("team_id", id);
        return textIn(post("/key/generate", key), "key");
    }

    private JsonNode post(String path, ObjectNode body) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(gateway.resolve(path))
                        .timeout(PATIENCE)
                        .header("Authorization", "Bearer " + masterKey)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != OK) {
                throw new IOException(path + " answered " + answer.statusCode());
            }
            return JSON.readTree(answer.body());
        }
    }

    private static String textIn(JsonNode answer, String field) throws IOException {
        String text = answer.path(field).asText("");
        if (text.isEmpty()) {
            throw new IOException("no " + field + " in the answer");
        }
        return text;
    }
}
