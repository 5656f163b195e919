package dev.signalbox.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Somebody who calls one resource with the JDK's own client. */
final class Caller {

    static final String VERSION = "2024-10-21";
    static final String DEPLOYMENT = "chatgpt-v-2";
    static final String KEY = "eu-key";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();
    private final String base;

    Caller(Simulator simulator) {
        this.base = simulator.base("eu").toString();
    }

    /** A chat that says only this. */
    static String chatBody(String text) {
        return "{\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}";
    }

    /** The same, to be answered event by event. */
    static String streamBody(String text) {
        return chatBody(text).replaceFirst("\\{", "{\"stream\":true,");
    }

    /** The path of a chat by the classic door. */
    static String chatPath(String deployment) {
        return "/openai/deployments/" + deployment + "/chat/completions?api-version=" + VERSION;
    }

    /** A chat by the classic door with the right key. */
    HttpResponse<String> chat(String body) throws IOException, InterruptedException {
        return send(post(chatPath(DEPLOYMENT), body).header("api-key", KEY));
    }

    /** A request without any credential yet. */
    HttpRequest.Builder post(String pathAndQuery, String body) {
        return get(pathAndQuery)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    /** The same without a body. */
    HttpRequest.Builder get(String pathAndQuery) {
        return HttpRequest.newBuilder(URI.create(base + pathAndQuery))
                .timeout(Duration.ofSeconds(20));
    }

    HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    static JsonNode json(HttpResponse<String> answer) throws IOException {
        return MAPPER.readTree(answer.body());
    }

    static JsonNode json(String text) throws IOException {
        return MAPPER.readTree(text);
    }
}
