package dev.signalbox.bootstrap.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes teams and keys as any administrator does: over HTTP, with the master key. */
final class Administrator {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI gateway;
    private final String masterKey;

    Administrator(URI gateway, String masterKey) {
        this.gateway = gateway;
        this.masterKey = masterKey;
    }

    /** A new team whose {@code alias} means {@code group}, and may call nothing else; its key. */
    String keyOfNewTeam(String name, String alias, String group) {
        String team =
                post(
                        "/team/new",
                        "{\"team_id\": \"%s\", \"team_alias\": \"%s\", \"models\": [\"%s\"],"
                                        .formatted(name, name, group)
                                + " \"model_aliases\": {\"%s\": \"%s\"}}".formatted(alias, group));
        String id = member("team_id", team);
        return member("key", post("/key/generate", "{\"team_id\": \"" + id + "\"}"));
    }

    private String post(String path, String body) {
        HttpRequest request =
                HttpRequest.newBuilder(gateway.resolve(path))
                        .timeout(PATIENCE)
                        .header("Authorization", "Bearer " + masterKey)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try {
            HttpResponse<String> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(
                        path + " was answered " + answer.statusCode() + ": " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static String member(String name, String json) {
        Matcher matcher = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]+)\"").matcher(json);
        if (!matcher.find()) {
            throw new IllegalStateException("the answer has no " + name);
        }
        return matcher.group(1);
    }
}
