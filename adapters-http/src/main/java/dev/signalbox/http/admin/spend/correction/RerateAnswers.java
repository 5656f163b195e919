package dev.signalbox.http.admin.spend.correction;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.application.driving.admin.spend.CorrectSpend.Applied;
import dev.signalbox.application.driving.admin.spend.CorrectSpend.LeftAlone;
import dev.signalbox.application.driving.admin.spend.CorrectSpend.Page;
import dev.signalbox.application.driving.admin.spend.CorrectSpend.Total;

/** What questions of the past cost now. */
final class RerateAnswers {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private RerateAnswers() {}

    static ObjectNode page(Page page) {
        ObjectNode answer = JSON.objectNode();
        answer.put("page", page.id());
        ArrayNode totals = answer.putArray("totals");
        page.totals().forEach(total -> totals.add(total(total)));
        ArrayNode leftAlone = answer.putArray("left_alone");
        page.leftAlone().forEach(one -> leftAlone.add(leftAlone(one)));
        answer.put("reached", page.reached() == null ? null : page.reached().toString());
        answer.put("next", page.next() == null ? null : page.next().toString());
        return answer;
    }

    static ObjectNode applied(Applied applied) {
        return page(applied.page()).put("written", applied.written());
    }

    private static ObjectNode total(Total total) {
        return JSON.objectNode()
                .put("model_group", total.whose().group())
                .put("model", total.whose().model())
                .put("custom_llm_provider", total.whose().provider())
                .put("team_id", total.whose().team())
                .put("rows", total.rows())
                .put("changed_rows", total.changed())
                .put("estimated_rows", total.estimated())
                .put("spend", total.charged().dollars())
                .put("new_spend", total.cost().dollars())
                .put("difference", total.cost().minus(total.charged()).dollars());
    }

    private static ObjectNode leftAlone(LeftAlone one) {
        return JSON.objectNode()
                .put("reason", one.reason().word())
                .put("model_id", one.deployment())
                .put("model", one.model())
                .put("custom_llm_provider", one.provider())
                .put("rows", one.rows())
                .put("spend", one.charged().dollars());
    }
}
