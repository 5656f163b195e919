package dev.signalbox.bootstrap.running;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** Asks a gateway with one key, and reads what it says about its way in the answer's headers. */
record Asker(RunningGateway gateway, String key) {

    /** Says what a test says where it does not matter. */
    static final String USUAL = "hello there";

    /** A caller who may ask for everything. */
    static Asker master(RunningGateway gateway) {
        return new Asker(gateway, RunningGateway.MASTER_KEY);
    }

    /** A caller with a new key, of which those members are said. */
    static Asker withKey(RunningGateway gateway, String members) {
        HttpResponse<String> made =
                gateway.post("/key/generate", RunningGateway.MASTER_KEY, "{" + members + "}");
        if (made.statusCode() != 200) {
            throw new AssertionError(made.body());
        }
        return new Asker(gateway, RunningGateway.member("key", made.body()));
    }

    /** A chat question; {@code members} are those of the body behind the usual ones. */
    HttpResponse<String> chat(String model, String members, String... headers) {
        String more = members.isEmpty() ? "" : ", " + members;
        String body =
                """
                {"model": "%s", "messages": [{"role": "user", "content": "%s"}]%s}"""
                        .formatted(model, USUAL, more);
        return post("/v1/chat/completions", body, headers);
    }

    HttpResponse<String> chat(String model) {
        return chat(model, "");
    }

    HttpResponse<String> post(String path, String body, String... headers) {
        HttpRequest plain = gateway.post(path, key, body.getBytes(StandardCharsets.UTF_8));
        HttpRequest.Builder request = HttpRequest.newBuilder(plain, (name, value) -> true);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            return gateway.client().send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The deployment that served. */
    static String by(HttpResponse<String> answer) {
        return header(answer, "x-litellm-model-id");
    }

    static String retries(HttpResponse<String> answer) {
        return header(answer, "x-litellm-attempted-retries");
    }

    static String fallbacks(HttpResponse<String> answer) {
        return header(answer, "x-litellm-attempted-fallbacks");
    }

    static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("no " + name);
    }
}
