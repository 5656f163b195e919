package dev.signalbox.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import dev.signalbox.application.call.Call;
import dev.signalbox.application.call.body.CallBody;
import dev.signalbox.domain.catalog.Endpoint;
import dev.signalbox.openai.reading.Glance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Asks for the usage of a stream: upstreams say it only if they are asked ({@code
 * stream_options.include_usage}). A caller who did not ask does not get the event.
 *
 * @param body as it goes up
 * @param quiet whether the event is for us alone
 */
record UsageWish(CallBody body, boolean quiet) {

    private static final String OPTIONS = "stream_options";
    private static final String WISH = "include_usage";
    private static final List<CallBody.Member> ASKED =
            List.of(new CallBody.Member(OPTIONS, "{\"" + WISH + "\":true}"));

    /**
     * What is sent for that call.
     *
     * @param understood whether the upstream knows of such a wish
     */
    static UsageWish of(Call call, boolean understood) {
        boolean words =
                call.endpoint() == Endpoint.CHAT_COMPLETIONS
                        || call.endpoint() == Endpoint.COMPLETIONS;
        if (!understood || !words || !call.streamed()) {
            return new UsageWish(call.body(), false);
        }
        ByteBuffer options = call.body().value(OPTIONS);
        if (options == null || options.get(options.position()) == 'n') {
            return new UsageWish(call.body().with(ASKED), true);
        }
        try {
            return merged(call.body(), options);
        } catch (IOException e) {
            // No object: the upstream's to refuse.
            return new UsageWish(call.body(), false);
        }
    }

    private static UsageWish merged(CallBody body, ByteBuffer options) throws IOException {
        byte[] own = new byte[options.remaining()];
        options.get(own);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (JsonParser in = Glance.JSON.createParser(own);
                JsonGenerator out = Glance.JSON.createGenerator(text)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return new UsageWish(body, false);
            }
            out.writeStartObject();
            for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                JsonToken value = in.nextToken();
                if (!name.equals(WISH)) {
                    out.writeFieldName(name);
                    out.copyCurrentStructure(in);
                } else if (value == JsonToken.VALUE_TRUE) {
                    return new UsageWish(body, false);
                }
            }
            out.writeBooleanField(WISH, true);
            out.writeEndObject();
        }
        String all = text.toString(StandardCharsets.UTF_8);
        return new UsageWish(body.with(List.of(new CallBody.Member(OPTIONS, all))), true);
    }
}
