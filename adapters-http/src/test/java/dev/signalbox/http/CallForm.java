package dev.signalbox.http;

import dev.signalbox.domain.catalog.Endpoint;

import java.util.Arrays;

/** A form as a client sends it to be relayed. */
final class CallForm {

    static final String TYPE = "multipart/form-data; boundary=between";
    static final String BODY =
            part("model", "eu")
                    + part("prompt", "x")
                    + part("file\"; filename=\"a.mp3", "sound")
                    + part("image\"; filename=\"a.png", "picture")
                    + "--between--\r\n";

    private CallForm() {}

    static String part(String name, String content) {
        return "--between\r\nContent-Disposition: form-data; name=\""
                + name
                + "\"\r\n\r\n"
                + content
                + "\r\n";
    }

    /** Whether calls on that path are forms. */
    static boolean isFor(String path) {
        return Arrays.stream(Endpoint.values())
                .anyMatch(endpoint -> endpoint.isForm() && path.endsWith("/" + endpoint.path()));
    }
}
