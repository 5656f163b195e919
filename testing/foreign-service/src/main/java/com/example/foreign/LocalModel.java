package com.example.foreign;

import dev.signalbox.application.call.Outcome.Ending;
import dev.signalbox.application.call.ReplySink;
import dev.signalbox.application.driven.Upstream;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.limits.Usage;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * A model that is a function of this very process: the port {@code Upstream} with no network behind
 * it. Yours asks whoever serves your models.
 */
final class LocalModel implements Upstream {

    private final UnaryOperator<String> model;

    /**
     * @param model from the question to the answer, both of them JSON; is down if it throws
     */
    LocalModel(UnaryOperator<String> model) {
        this.model = model;
    }

    @Override
    public Attempt open(Order order) {
        // Whatever goes wrong before an answer has begun is a value and no exception: then another
        // deployment of the group is asked, and the caller never hears of it.
        try {
            String text = model.apply(Question.in(order.call().body()));
            return new Opened(new Whole(order, "{\"text\":" + text + "}"));
        } catch (RuntimeException e) {
            return new Faulted(Fault.of(Fault.Kind.UNAVAILABLE, "the model is down"));
        }
    }

    /** An answer that is there as a whole. */
    private record Whole(Order order, String json) implements Answer {

        private static final int CHARACTERS_OF_A_TOKEN = 4;

        @Override
        public Relayed relayTo(ReplySink sink) {
            byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
            try {
                sink.open(
                        new ReplySink.Head(
                                ReplySink.Form.DOCUMENT,
                                "application/json",
                                OptionalLong.of(bytes.length),
                                order.served(),
                                List.of()));
                sink.write(bytes, 0, bytes.length);
                return new Relayed(Ending.WHOLE, usage(), Words.NONE, null);
            } catch (ReplySink.CallerGone e) {
                return new Relayed(Ending.ABANDONED, usage(), Words.NONE, null);
            }
        }

        @Override
        public Usage usage() {
            long answer = json.length() / CHARACTERS_OF_A_TOKEN;
            return new Usage(order.call().body().tokens(), answer, 0, 0);
        }

        @Override
        public void close() {
            // Nothing is held open.
        }
    }
}
