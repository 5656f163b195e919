package dev.signalbox.http.admin.model;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.application.driving.admin.models.ReadModels;
import dev.signalbox.http.admin.Asked;
import dev.signalbox.http.admin.Desk;
import dev.signalbox.http.exchange.Checked;
import dev.signalbox.http.exchange.ErrorAnswer;
import dev.signalbox.http.exchange.Exchange;

import java.time.InstantSource;

/** Models are looked at over HTTP; whoever asks sees what they may call. Safe for many threads. */
public final class ModelInfoRoutes {

    private static final String ID = "litellm_model_id";

    private final ReadModels models;
    private final Desk desk;
    private final ModelInfoAnswers answers;

    public ModelInfoRoutes(ReadModels models, Desk desk) {
        this.models = models;
        this.desk = desk;
        this.answers = new ModelInfoAnswers(desk.json(), InstantSource.system());
    }

    /** {@code /model/info}: each deployment, or the one of an id. */
    public void look(Exchange exchange, String variable) {
        desk.look(exchange, this::deployments);
    }

    /** {@code /model_group/info}: each group, or the one of a name. */
    public void lookAtGroups(Exchange exchange, String variable) {
        desk.look(
                exchange,
                asked ->
                        Checked.good(
                                answers.groups(
                                        models.groups(asked.actor()), asked.text("model_group"))));
    }

    private Checked<ObjectNode> deployments(Asked asked) {
        String id = asked.text(ID);
        ObjectNode answer = answers.deployments(models.groups(asked.actor()), id);
        answers.addLeftOut(answer, models.leftOut(asked.actor()), id);
        return id != null && answer.get("data").isEmpty()
                ? Checked.bad(
                        ErrorAnswer.of(
                                400,
                                "bad_request_error",
                                ID,
                                "Model with id=" + id + " not found. /model/info lists all."))
                : Checked.good(answer);
    }
}
