package dev.signalbox.http.openai;

import dev.signalbox.application.call.Outcome;
import dev.signalbox.application.call.response.Deed;
import dev.signalbox.application.driving.FollowResponse;
import dev.signalbox.http.exchange.Exchange;
import dev.signalbox.http.exchange.Route;
import dev.signalbox.http.openai.reply.HttpReplySink;

/** Responses that were made before, by their ids. Safe for many threads. */
public final class ResponseRoutes {

    private final FollowResponse follow;
    private final int budgetStatus;

    /**
     * @param budgetStatus of what is refused because a budget is spent
     */
    public ResponseRoutes(FollowResponse follow, int budgetStatus) {
        this.follow = follow;
        this.budgetStatus = budgetStatus;
    }

    /** Does that with the response whose id is left open in the path. */
    public Route doing(Deed deed) {
        return (exchange, id) -> follow(exchange, deed, id);
    }

    private void follow(Exchange exchange, Deed deed, String id) {
        boolean streamed = "true".equals(exchange.parameter("stream"));
        FollowResponse.Errand errand =
                new FollowResponse.Errand(
                        exchange.id(), exchange.credential(), deed, id, exchange.query(), streamed);
        HttpReplySink sink = new HttpReplySink(exchange);
        switch (follow.follow(errand, sink)) {
            case Outcome.Relayed relayed -> sink.finish(relayed.ending());
            case Outcome.Refused refused ->
                    exchange.fail(OpenAiErrors.of(refused.refusal(), budgetStatus));
        }
    }
}
