package dev.signalbox.simulator.wire;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/**
 * A request up to its empty line.
 *
 * @param target path and query as they stood on the wire, not decoded
 * @param version {@code HTTP/1.1} or {@code HTTP/1.0}
 * @param headers in their order
 */
public record RequestHead(String method, String target, String version, List<Header> headers) {

    public RequestHead {
        headers = List.copyOf(headers);
    }

    /** The value of the first header of that name, in whatever case; null if there is none. */
    public @Nullable String header(String name) {
        for (Header header : headers) {
            if (header.named(name)) {
                return header.value();
            }
        }
        return null;
    }

    /** The target up to its query, not decoded. */
    public String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** The value of the first query item of that name, not decoded; null if there is none. */
    public @Nullable String query(String name) {
        int query = target.indexOf('?');
        if (query < 0) {
            return null;
        }
        for (String item : target.substring(query + 1).split("&", -1)) {
            if (item.startsWith(name + "=")) {
                return item.substring(name.length() + 1);
            }
        }
        return null;
    }

    /** Whether the caller wants to use the connection again. */
    public boolean keepsConnection() {
        String connection = header("connection");
        if (connection == null) {
            return !version.equals("HTTP/1.0");
        }
        String words = connection.toLowerCase(Locale.ROOT);
        return words.contains("keep-alive")
                || (!words.contains("close") && !version.equals("HTTP/1.0"));
    }

    /** Whether the caller waits for a word of ours before it sends the body. */
    public boolean expectsContinue() {
        return "100-continue".equalsIgnoreCase(header("expect"));
    }
}
