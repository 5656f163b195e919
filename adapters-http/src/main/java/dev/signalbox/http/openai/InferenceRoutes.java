package dev.signalbox.http.openai;

import dev.signalbox.application.call.Call;
import dev.signalbox.application.call.Credential;
import dev.signalbox.application.call.Outcome;
import dev.signalbox.application.driving.RelayCall;
import dev.signalbox.domain.catalog.Endpoint;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.http.exchange.Checked;
import dev.signalbox.http.exchange.Exchange;
import dev.signalbox.http.exchange.RequestBody;
import dev.signalbox.http.exchange.Route;
import dev.signalbox.http.openai.form.FormUpload;
import dev.signalbox.http.openai.reading.CallAddress;
import dev.signalbox.http.openai.reading.CallReader;
import dev.signalbox.http.openai.reply.HttpReplySink;
import dev.signalbox.http.openai.reply.RouteHeaders;

/** Calls for models, whatever they want done: one way for all. Safe for many threads. */
public final class InferenceRoutes {

    private final RelayCall relay;
    private final int maxBodyBytes;
    private final int budgetStatus;
    private final CallReader reader = new CallReader();

    /**
     * @param maxBodyBytes the longest body that a call may have
     * @param budgetStatus of a call that is refused because a budget is spent
     */
    public InferenceRoutes(RelayCall relay, int maxBodyBytes, int budgetStatus) {
        this.relay = relay;
        this.maxBodyBytes = maxBodyBytes;
        this.budgetStatus = budgetStatus;
    }

    /** Serves calls for {@code endpoint}; a part of the path left open names the model. */
    public Route calls(Endpoint endpoint) {
        return (exchange, variable) ->
                read(exchange, new Question(endpoint, exchange.credential(), variable));
    }

    private void read(Exchange exchange, Question question) {
        if (!question.modelInPath().isEmpty() && !ModelName.accepts(question.modelInPath())) {
            exchange.fail(OpenAiErrors.noSuchPath(exchange.method(), exchange.path()));
            return;
        }
        if (question.endpoint().isForm()) {
            readForm(exchange, question);
            return;
        }
        switch (exchange.body(maxBodyBytes)) {
            case Checked.Bad<RequestBody> bad -> exchange.fail(bad.answer());
            case Checked.Good<RequestBody> good -> {
                // The bytes count as in flight until the call has ended.
                try (RequestBody body = good.value()) {
                    read(exchange, question, body);
                }
            }
        }
    }

    private void readForm(Exchange exchange, Question question) {
        switch (FormUpload.of(exchange, maxBodyBytes)) {
            case Checked.Bad<FormUpload> bad -> exchange.fail(bad.answer());
            case Checked.Good<FormUpload> good -> {
                try (FormUpload upload = good.value()) {
                    relay(
                            exchange,
                            question,
                            address(exchange, question, upload.fields())
                                    .map(it -> it.of(upload.form())));
                }
            }
        }
    }

    private void read(Exchange exchange, Question question, RequestBody body) {
        relay(exchange, question, address(exchange, question, body.bytes()));
    }

    private Checked<CallAddress> address(Exchange exchange, Question question, byte[] json) {
        boolean inPath = !question.modelInPath().isEmpty();
        return reader.read(json, question.endpoint(), inPath)
                .then(it -> reader.withHeaders(it, exchange));
    }

    private void relay(Exchange exchange, Question question, Checked<CallAddress> read) {
        switch (read) {
            case Checked.Bad<CallAddress> bad -> exchange.fail(bad.answer());
            case Checked.Good<CallAddress> good ->
                    relay(exchange, call(exchange.id(), question, good.value()));
        }
    }

    private void relay(Exchange exchange, Call call) {
        HttpReplySink sink = new HttpReplySink(exchange);
        switch (relay.relay(call, sink)) {
            case Outcome.Relayed relayed -> sink.finish(relayed.ending());
            case Outcome.Refused refused -> {
                RouteHeaders.explain(refused, call, exchange);
                exchange.fail(OpenAiErrors.of(refused.refusal(), budgetStatus));
            }
        }
    }

    private static Call call(String id, Question question, CallAddress address) {
        ModelName asked =
                question.modelInPath().isEmpty()
                        ? address.model()
                        : new ModelName(question.modelInPath());
        if (asked == null) {
            throw new IllegalStateException("a body without a model was not refused");
        }
        return new Call(
                id,
                question.endpoint(),
                question.credential(),
                asked,
                address.streamed(),
                address.body(),
                address.wishes());
    }

    /**
     * What is known before the body is read.
     *
     * @param modelInPath empty if the path names none
     */
    private record Question(Endpoint endpoint, Credential credential, String modelInPath) {}
}
