package dev.signalbox.application.dispatch;

import dev.signalbox.application.call.Call;
import dev.signalbox.application.call.body.CallBody;
import dev.signalbox.application.call.json.JsonText;
import dev.signalbox.domain.catalog.Endpoint;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How somebody else is asked to go on with an answer that broke off: the same messages, the words
 * that the caller has already, and that they are to be gone on with.
 */
final class Continuation {

    private static final String MESSAGES = "messages";
    private static final String REQUEST =
            "The answer below was interrupted. Go on exactly where it ends. Repeat nothing of it,"
                    + " and say nothing about the interruption.";

    private Continuation() {}

    /**
     * The call as it goes on; null if it is none that can be gone on with.
     *
     * @param said what the caller has of the answer; if it is empty, the same is asked once more
     */
    static @Nullable Call of(Call call, String said) {
        if (call.endpoint() != Endpoint.CHAT_COMPLETIONS || !call.streamed()) {
            return null;
        }
        if (said.isEmpty()) {
            return call;
        }
        ByteBuffer messages = call.body().value(MESSAGES);
        if (messages == null || messages.get(0) != '[') {
            return null;
        }
        String text = StandardCharsets.UTF_8.decode(messages).toString();
        String list = text.substring(0, text.length() - 1).stripTrailing();
        String more =
                (list.length() == 1 ? "" : ",")
                        + "{\"role\":\"system\",\"content\":"
                        + JsonText.quoted(REQUEST)
                        + "},{\"role\":\"assistant\",\"content\":"
                        + JsonText.quoted(said)
                        + ",\"prefix\":true}]";
        return call.withBody(call.body().with(List.of(new CallBody.Member(MESSAGES, list + more))));
    }
}
