package dev.signalbox.http.admin.model;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.application.driving.admin.models.ManageModels.Result;
import dev.signalbox.application.driving.admin.models.ManageModels.Stranded;
import dev.signalbox.domain.stored.StoredModel;
import dev.signalbox.http.admin.CommonAnswers;
import dev.signalbox.http.admin.form.AdminJson;
import dev.signalbox.http.admin.form.Times;

import java.util.List;
import java.util.stream.Stream;

/** Stored models as administrators see them, nothing secret among it. Safe for many threads. */
final class StoredModelAnswers {

    private final AdminJson json;

    StoredModelAnswers(AdminJson json) {
        this.json = json;
    }

    /** A model as it is stored now. */
    ObjectNode stored(Result result) {
        StoredModel model = result.model();
        ObjectNode answer = json.object();
        answer.put("model_id", model.id().text());
        answer.setAll(row(json, model));
        answer.put("created_at", Times.text(model.made().at()));
        answer.put("created_by", model.made().by());
        answer.put("updated_at", Times.text(model.changed().at()));
        answer.put("updated_by", model.changed().by());
        CommonAnswers.put(answer, "warnings", warnings(result));
        return answer;
    }

    /** What a model says, as it is stored. */
    static ObjectNode row(AdminJson json, StoredModel model) {
        ObjectNode row = json.object();
        row.put("model_name", model.group().text());
        row.set("litellm_params", json.tree(model.shown()));
        ObjectNode info = json.tree(model.info());
        info.put("id", model.id().text());
        info.put("db_model", true);
        row.set("model_info", info);
        return row;
    }

    /** A model that is gone. */
    ObjectNode deleted(Result result) {
        ObjectNode answer = json.object();
        answer.put("message", "Model: " + result.model().id() + " deleted successfully");
        CommonAnswers.put(answer, "warnings", warnings(result));
        return answer;
    }

    private static List<String> warnings(Result result) {
        return Stream.concat(
                        result.warnings().stream(),
                        result.stranded().stream().map(StoredModelAnswers::sentence))
                .toList();
    }

    private static String sentence(Stranded stranded) {
        return "The alias `"
                + stranded.alias()
                + "` of the team "
                + stranded.team()
                + " names `"
                + stranded.target()
                + "`, which nothing serves any more: calls for it are answered 404.";
    }
}
