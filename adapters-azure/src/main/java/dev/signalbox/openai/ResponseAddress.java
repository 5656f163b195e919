package dev.signalbox.openai;

import dev.signalbox.application.driven.Upstream.Pursuit;
import dev.signalbox.openai.wire.UpstreamHttp;
import dev.signalbox.openai.wire.UpstreamHttp.Header;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Where a response that was made before is asked for. */
final class ResponseAddress {

    private static final String VERSION = "api-version";

    private ResponseAddress() {}

    /**
     * @param all where responses are made
     */
    static UpstreamHttp.Target of(URI all, Pursuit pursuit, List<Header> headers) {
        String method =
                switch (pursuit.deed()) {
                    case LOOK, LIST_INPUT -> "GET";
                    case DELETE -> "DELETE";
                    case CANCEL -> "POST";
                };
        String more =
                switch (pursuit.deed()) {
                    case LOOK, DELETE -> "";
                    case CANCEL -> "/cancel";
                    case LIST_INPUT -> "/input_items";
                };
        String id = URLEncoder.encode(pursuit.id(), StandardCharsets.UTF_8).replace("+", "%20");
        String query = query(all.getRawQuery() == null ? "" : all.getRawQuery(), pursuit.query());
        String address =
                all.getScheme()
                        + "://"
                        + all.getRawAuthority()
                        + all.getRawPath()
                        + "/"
                        + id
                        + more;
        return new UpstreamHttp.Target(
                method, URI.create(query.isEmpty() ? address : address + "?" + query), headers);
    }

    /** Which version is asked for is ours to say; the rest is the caller's. */
    private static String query(String own, String callers) {
        List<String> items = new ArrayList<>();
        if (!own.isEmpty()) {
            items.add(own);
        }
        for (String written : callers.split("&", -1)) {
            String item = clean(written);
            String name = URLDecoder.decode(item.split("=", 2)[0], StandardCharsets.UTF_8);
            if (!item.isEmpty() && !name.strip().equalsIgnoreCase(VERSION)) {
                items.add(item);
            }
        }
        return String.join("&", items);
    }

    /** Brackets are sent by some as they are; what can stand in no address is left out. */
    private static String clean(String item) {
        return item.replace("[", "%5B")
                .replace("]", "%5D")
                .replaceAll("%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9%._~=+*-]", "");
    }
}
