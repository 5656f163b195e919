package dev.signalbox.simulator.answer;

import java.util.Map;

/** The words beside a status. */
final class Reasons {

    private static final Map<Integer, String> REASONS =
            Map.ofEntries(
                    Map.entry(200, "OK"),
                    Map.entry(307, "Temporary Redirect"),
                    Map.entry(400, "Bad Request"),
                    Map.entry(401, "Unauthorized"),
                    Map.entry(403, "Forbidden"),
                    Map.entry(404, "Not Found"),
                    Map.entry(408, "Request Timeout"),
                    Map.entry(413, "Content Too Large"),
                    Map.entry(417, "Expectation Failed"),
                    Map.entry(429, "Too Many Requests"),
                    Map.entry(431, "Request Header Fields Too Large"),
                    Map.entry(500, "Internal Server Error"),
                    Map.entry(502, "Bad Gateway"),
                    Map.entry(503, "Service Unavailable"),
                    Map.entry(504, "Gateway Timeout"));

    private Reasons() {}

    static String of(int status) {
        return REASONS.getOrDefault(status, "Status " + status);
    }
}
