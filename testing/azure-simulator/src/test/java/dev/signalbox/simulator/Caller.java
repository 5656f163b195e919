package dev.signalbox.simulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Somebody who calls one resource with the JDK's own client. */
final class Caller {

    static final String VERSION = "2023-07-01-preview";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;
    private final String key;

    Caller(Simulator simulator, String resource, String key) {
        this.base = simulator.base(resource).toString();
        this.key = key;
    }

    /** A chat by the classic door. */
    HttpResponse<String> chat(String deployment, String body)
            throws IOException, InterruptedException {
        return send(
                post(
                                "/openai/deployments/"
                                        + deployment
                                        + "/chat/completions?api-version="
                                        + VERSION,
                                body)
                        .header("api-key", key));
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
}
