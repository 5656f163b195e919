package dev.signalbox.http.remote;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A gateway at an address, asked with one key. */
public final class RemoteGateway implements AutoCloseable {

    private static final int MOST_SHOWN = 200;

    private final URI address;
    private final String key;
    private final Duration patience;
    private final HttpClient client;

    /**
     * @param address with {@code http} or {@code https}, and a path if a proxy wants one
     * @param key a secret
     * @param patience how long a connection, and then an answer, is waited for
     */
    public RemoteGateway(URI address, String key, Duration patience) {
        this.address = address;
        this.key = key;
        this.patience = patience;
        this.client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(patience)
                        .build();
    }

    /**
     * Asks.
     *
     * @return the answer as it came
     * @throws RemoteFailed if there is none, or it is a no
     */
    public String get(String path, Map<String, String> query) {
        return send(request(path, query).GET()).body();
    }

    /**
     * Asks for a long list, page by page.
     *
     * @return the answers as they came
     * @throws RemoteFailed if one does not come, or is a no
     */
    public List<String> pages(String path, Map<String, String> query) {
        List<String> pages = new ArrayList<>();
        Map<String, String> asked = new HashMap<>(query);
        String next;
        do {
            HttpResponse<String> answer = send(request(path, asked).GET());
            pages.add(answer.body());
            next = answer.headers().firstValue("x-signalbox-next").orElse(null);
            if (next != null) {
                asked.put("after", next);
            }
        } while (next != null);
        return pages;
    }

    private HttpRequest.Builder request(String path, Map<String, String> query) {
        String asked =
                query.entrySet().stream()
                        .map(said -> encoded(said.getKey()) + "=" + encoded(said.getValue()))
                        .sorted()
                        .collect(Collectors.joining("&"));
        return request(asked.isEmpty() ? path : path + "?" + asked);
    }

    /**
     * Tells.
     *
     * @return the answer as it came
     * @throws RemoteFailed if there is none, or it is a no
     */
    public String post(String path, JsonBody body) {
        return send(request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString())))
                .body();
    }

    /** Ends its connections. */
    @Override
    public void close() {
        client.shutdownNow();
    }

    private HttpRequest.Builder request(String path) {
        String base = address.toString().replaceAll("/+$", "");
        try {
            return HttpRequest.newBuilder(URI.create(base + path))
                    .timeout(patience)
                    .header("Authorization", "Bearer " + key);
        } catch (IllegalArgumentException e) {
            // Its message would show the key.
            throw new RemoteFailed(false, "the key, or the address, has impossible letters", null);
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new RemoteFailed(true, words(answer), null);
            }
            return answer;
        } catch (HttpTimeoutException e) {
            throw unreachable("it does not answer within " + patience.toSeconds() + " seconds", e);
        } catch (ConnectException e) {
            throw unreachable("nothing listens there", e);
        } catch (IOException e) {
            throw unreachable(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable("interrupted", e);
        }
    }

    private RemoteFailed unreachable(String why, Exception cause) {
        return new RemoteFailed(
                false, "the gateway at " + address + " cannot be reached: " + why, cause);
    }

    private String words(HttpResponse<String> answer) {
        JsonView error = JsonView.of(answer.body()).firstOf("error", "detail");
        String said = error.firstOf("message", "error").text();
        if (said.isEmpty()) {
            said = error.isEmpty() ? answer.body() : error.text();
        }
        String shown =
                said.length() > MOST_SHOWN * 5 ? said.substring(0, MOST_SHOWN) + " ..." : said;
        return "the gateway at "
                + address
                + " answers "
                + answer.statusCode()
                + (shown.isBlank() ? "" : ": " + shown);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
