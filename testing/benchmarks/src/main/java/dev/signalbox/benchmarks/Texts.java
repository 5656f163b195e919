package dev.signalbox.benchmarks;

import java.nio.charset.StandardCharsets;

/** Bodies and streams of a chosen size to measure with. */
public final class Texts {

    private static final String SENTENCE =
            "\\\"Set the points\\\", said the signalman \\u2014 \\\\ and pulled the lever.\\n ";
    private static final String MESSAGE = "{\"role\":\"user\",\"content\":\"%s\"}";
    private static final int SENTENCES_IN_A_MESSAGE = 12;

    private Texts() {}

    /**
     * A chat call as clients write them: several messages, the model first.
     *
     * @param bytes how long it is at least; the last message is not cut
     */
    public static byte[] chat(int bytes) {
        StringBuilder body = new StringBuilder("{\"model\":\"gpt-3.5-turbo\",\"messages\":[");
        String message = MESSAGE.formatted(SENTENCE.repeat(SENTENCES_IN_A_MESSAGE));
        body.append(MESSAGE.formatted("Hello"));
        while (body.length() + message.length() < bytes) {
            body.append(',').append(message);
        }
        body.append("],\"user\":\"usha\",\"temperature\":0.2,\"stream\":false}");
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * A whole stream of events as Azure writes them, {@code [DONE]} included.
     *
     * @param tokens how many of the events carry a piece of text
     */
    public static byte[] stream(int tokens) {
        StringBuilder stream = new StringBuilder();
        for (int i = 0; i < tokens; i++) {
            stream.append(event("{\"content\":\" lever\"}", "null"));
        }
        stream.append(event("{}", "\"stop\"")).append("data: [DONE]\n\n");
        return stream.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String event(String delta, String finishReason) {
        return """
        data: {"choices":[{"content_filter_results":{"hate":{"filtered":false,"severity":"safe"}},\
        "delta":%s,"finish_reason":%s,"index":0,"logprobs":null}],"created":1700000000,\
        "id":"chatcmpl-8Tq0000000000000000000000000","model":"gpt-35-turbo",\
        "object":"chat.completion.chunk","system_fingerprint":null}

        """
                .formatted(delta, finishReason);
    }
}
