package dev.signalbox.http.admin.spend;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.application.call.body.CallBody;
import dev.signalbox.application.call.json.Members;
import dev.signalbox.application.driving.admin.spend.EstimateCost;
import dev.signalbox.application.driving.admin.spend.EstimateCost.Estimate;
import dev.signalbox.application.driving.admin.spend.EstimateCost.Offer;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.limits.Usage;
import dev.signalbox.http.admin.AdminErrors;
import dev.signalbox.http.admin.Asked;
import dev.signalbox.http.admin.Desk;
import dev.signalbox.http.admin.form.FieldNames;
import dev.signalbox.http.admin.form.Form;
import dev.signalbox.http.exchange.Checked;
import dev.signalbox.http.exchange.Exchange;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a call would cost is asked over HTTP. Safe for many threads. */
public final class CalculateRoutes {

    private static final String MODEL = "model";
    private static final String MESSAGES = "messages";
    private static final String ANSWER = "completion_response";

    /** A question, or the answer to one. */
    public static final FieldNames FORM = FieldNames.only(MODEL, MESSAGES, ANSWER);

    private final EstimateCost costs;
    private final Desk desk;

    public CalculateRoutes(EstimateCost costs, Desk desk) {
        this.costs = costs;
        this.desk = desk;
    }

    /** {@code /spend/calculate}. */
    public void calculate(Exchange exchange, String variable) {
        desk.take(exchange, FORM, (asked, form) -> estimate(asked, form).map(this::answer));
    }

    private Checked<Estimate> estimate(Asked asked, Form form) {
        FreeJson given = form.free(ANSWER, JsonNodeType.OBJECT);
        ObjectNode answer = desk.json().tree(given == null ? FreeJson.EMPTY : given);
        String model = form.text(MODEL);
        String name = model == null ? answer.path(MODEL).asText("") : model;
        if (name.isEmpty()) {
            throw Form.Wrong.field(MODEL, "Missing required parameter: 'model'.");
        }
        ModelName asks = Form.modelName(MODEL, name);
        if (given != null) {
            return AdminErrors.checked(costs.ofUsage(asked.actor(), asks, usage(answer)));
        }
        FreeJson messages = form.free(MESSAGES, JsonNodeType.ARRAY);
        if (messages == null) {
            throw Form.Wrong.field(
                    MESSAGES, "Say `messages`, or `completion_response` with its `usage`.");
        }
        return AdminErrors.checked(costs.ofQuestion(asked.actor(), asks, question(messages)));
    }

    private static CallBody question(FreeJson messages) {
        byte[] empty = "{}".getBytes(StandardCharsets.UTF_8);
        Members none = new Members(empty, 0);
        none.close(1);
        return new CallBody(none, null)
                .with(List.of(new CallBody.Member(MESSAGES, messages.text())));
    }

    private static Usage usage(ObjectNode answer) {
        return new Usage(
                tokens(answer, "/usage/prompt_tokens"),
                tokens(answer, "/usage/completion_tokens"),
                tokens(answer, "/usage/prompt_tokens_details/cached_tokens"),
                tokens(answer, "/usage/completion_tokens_details/reasoning_tokens"));
    }

    private static long tokens(ObjectNode answer, String where) {
        long tokens = answer.at(where).asLong(0);
        if (tokens < 0 || tokens > Integer.MAX_VALUE) {
            throw Form.Wrong.field(ANSWER, "Tokens are whole numbers, and none is negative.");
        }
        return tokens;
    }

    private ObjectNode answer(Estimate estimate) {
        ObjectNode answer = desk.json().object();
        answer.put("cost", estimate.most().dollars());
        ArrayNode offers = answer.putArray("deployments");
        for (Offer offer : estimate.offers()) {
            ObjectNode row = offers.addObject();
            row.put("model_id", offer.deployment().text());
            row.put(MODEL, offer.model());
            row.put("cost", offer.cost().dollars());
            row.put("price_version", offer.price());
            row.put("prompt_tokens", offer.usage().prompt());
            row.put("completion_tokens", offer.usage().completion());
        }
        return answer;
    }
}
