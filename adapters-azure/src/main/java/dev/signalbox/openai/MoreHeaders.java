package dev.signalbox.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import dev.signalbox.application.driven.UpstreamProvider.BadSetting;
import dev.signalbox.openai.reading.Glance;
import dev.signalbox.openai.wire.UpstreamHttp.Header;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Headers of one deployment's own ({@code extra_headers}), as a front before it may want them. */
public final class MoreHeaders {

    /** The setting, a map of names and texts. */
    public static final String SETTING = "extra_headers";

    /** What frames a request, and what is said of every body. */
    private static final Set<String> OURS =
            Set.of(
                    "accept",
                    "accept-encoding",
                    "connection",
                    "content-length",
                    "content-type",
                    "expect",
                    "host",
                    "te",
                    "transfer-encoding",
                    "upgrade");

    private MoreHeaders() {}

    /**
     * Those of a deployment.
     *
     * @param json an object of texts; null: none
     * @throws BadSetting if they cannot be sent; their values are not said
     */
    public static List<Header> of(@Nullable String json) {
        List<Header> headers = new ArrayList<>();
        if (json == null) {
            return headers;
        }
        try (JsonParser parser = Glance.JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw wrong();
            }
            for (String name = parser.nextFieldName(); name != null; ) {
                JsonToken value = parser.nextToken();
                if (!value.isScalarValue() || OURS.contains(name.toLowerCase(Locale.ROOT))) {
                    throw wrong();
                }
                headers.add(new Header(name, parser.getText()));
                name = parser.nextFieldName();
            }
        } catch (IOException | IllegalArgumentException e) {
            throw wrong();
        }
        return headers;
    }

    private static BadSetting wrong() {
        return new BadSetting(
                SETTING,
                SETTING
                        + " is a map of headers and texts, without those that frame a request or"
                        + " say what a body is; write {X-Tenant: green}");
    }

    /** What must not be shown of them. */
    public static List<String> secrets(List<Header> headers) {
        return headers.stream().map(Header::value).toList();
    }
}
