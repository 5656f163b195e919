package dev.signalbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.signalbox.http.ApiDescription.Operation;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Walks about in a running house and compares everything that is sent and answered with the
 * document: a status, a field or a member that is not in it fails, and one that is missing.
 */
final class ApiTour {

    final ApiDescription api;
    private final RunningHouse house;
    private final SchemaCheck check;
    private final TreeMap<String, Set<Integer>> seen = new TreeMap<>();

    ApiTour(RunningHouse house) {
        this.house = house;
        this.api = ApiDescription.of(house);
        this.check = new SchemaCheck(api);
    }

    /** Asks with the master key, and is served. */
    JsonNode post(String path, String body) {
        return done(as(RunningHouse.MASTER, "POST", path, body));
    }

    /** Sends a form with the master key, and is served. */
    void form(String path) {
        HttpResponse<String> answer =
                as(RunningHouse.MASTER, "POST", path, CallForm.BODY, "Content-Type", CallForm.TYPE);
        assertThat(answer.statusCode()).as(path + " " + answer.body()).isEqualTo(200);
    }

    /** Asks with the master key, and is served. */
    JsonNode get(String path) {
        return done(as(RunningHouse.MASTER, "GET", path, null));
    }

    /** Asks with the master key, and is refused. */
    void refused(int status, String method, String path, String body) {
        assertThat(as(RunningHouse.MASTER, method, path, body).statusCode())
                .as(method + " " + path + " " + body)
                .isEqualTo(status);
    }

    /** Asks with a key, or null for none, and compares. */
    HttpResponse<String> as(
            String key, String method, String target, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(house.uri(target));
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> answer =
                house.send(
                        request.method(
                                        method,
                                        body == null
                                                ? BodyPublishers.noBody()
                                                : BodyPublishers.ofString(body))
                                .build());
        compare(method, target, body, answer);
        return answer;
    }

    /** The statuses that an operation has answered with. */
    Set<Integer> seen(Operation operation) {
        return seen.getOrDefault(operation.name(), Set.of());
    }

    private JsonNode done(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.uri() + " " + answer.body()).isEqualTo(200);
        return answer.body().startsWith("{") || answer.body().startsWith("[")
                ? ApiDescription.tree(answer.body())
                : null;
    }

    private void compare(String method, String target, String body, HttpResponse<String> answer) {
        String path = target.replaceAll("\\?.*", "");
        Operation operation = api.of(method, path);
        String what = operation.name() + " " + answer.statusCode();
        seen.computeIfAbsent(operation.name(), name -> new TreeSet<>()).add(answer.statusCode());
        JsonNode response = operation.says().at("/responses/" + answer.statusCode());
        assertThat(response.isMissingNode())
                .as(what + " is not in the document: " + answer.body())
                .isFalse();
        if (answer.statusCode() == 200) {
            compareRequest(operation, target, body);
        }
        String media =
                answer.headers().firstValue("content-type").orElseThrow().replaceAll(";.*", "");
        JsonNode content = api.resolved(response).get("content");
        assertThat(content.has(media)).as(what + " with " + media).isTrue();
        JsonNode value =
                media.equals("application/json")
                        ? ApiDescription.tree(answer.body())
                        : new com.fasterxml.jackson.databind.node.TextNode(answer.body());
        assertThat(check.flaws(content.get(media).get("schema"), value, "it"))
                .as(what + ": " + answer.body())
                .isEmpty();
    }

    /** What was served must be in the document: whoever reads it must be able to send it. */
    private void compareRequest(Operation operation, String target, String body) {
        JsonNode schema = operation.bodySchema();
        if (!schema.isMissingNode()) {
            JsonNode sent = ApiDescription.tree(body == null || body.isEmpty() ? "{}" : body);
            assertThat(check.flaws(schema, sent, "the body")).as(operation.name()).isEmpty();
        }
        Set<String> parameters = new TreeSet<>();
        for (JsonNode parameter : operation.says().path("parameters")) {
            parameters.add(parameter.get("name").asText());
        }
        if (target.contains("?")) {
            for (String pair : target.substring(target.indexOf('?') + 1).split("&", -1)) {
                assertThat(parameters)
                        .as(operation.name())
                        .contains(pair.substring(0, pair.indexOf('=')));
            }
        }
    }
}
