package dev.signalbox.http.openai;

import dev.signalbox.application.call.Call;
import dev.signalbox.application.driving.ExplainRoute;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.http.exchange.Checked;
import dev.signalbox.http.exchange.Exchange;
import dev.signalbox.http.exchange.RequestBody;
import dev.signalbox.http.openai.reading.CallAddress;
import dev.signalbox.http.openai.reading.CallReader;

/** What would become of a call, told to whoever could make it. Safe for many threads. */
public final class ExplainRoutes {

    private final ExplainRoute explain;
    private final int maxBodyBytes;
    private final CallReader reader = new CallReader();

    /**
     * @param maxBodyBytes the longest body that a call may have
     */
    public ExplainRoutes(ExplainRoute explain, int maxBodyBytes) {
        this.explain = explain;
        this.maxBodyBytes = maxBodyBytes;
    }

    /** Explains the call that the body would be. */
    public void explain(Exchange exchange, String variable) {
        explain(exchange, exchange.caller());
    }

    private void explain(Exchange exchange, Caller caller) {
        switch (exchange.body(maxBodyBytes)) {
            case Checked.Bad<RequestBody> bad -> exchange.fail(bad.answer());
            case Checked.Good<RequestBody> good -> {
                try (RequestBody body = good.value()) {
                    Checked<CallAddress> read =
                            reader.read(body.bytes(), null, false)
                                    .then(it -> reader.withHeaders(it, exchange));
                    answer(exchange, caller, read);
                }
            }
        }
    }

    private void answer(Exchange exchange, Caller caller, Checked<CallAddress> read) {
        switch (read) {
            case Checked.Bad<CallAddress> bad -> exchange.fail(bad.answer());
            case Checked.Good<CallAddress> good -> {
                ModelName asked = good.value().model();
                if (asked == null) {
                    throw new IllegalStateException("a body without a model was not refused");
                }
                CallAddress address = good.value();
                Call call =
                        new Call(
                                exchange.id(),
                                address.endpoint(),
                                exchange.credential(),
                                asked,
                                address.streamed(),
                                address.body(),
                                address.wishes());
                exchange.answer(200, ExplainJson.of(explain.explain(caller, call)));
            }
        }
    }
}
