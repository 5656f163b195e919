package dev.signalbox.http.admin.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.stored.StoredModel;
import dev.signalbox.http.admin.form.AdminJson;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Models as LiteLLM shows them, nothing secret among it. Safe for many threads. */
final class ModelInfoAnswers {

    /** What is said of a group, if its deployments say it. */
    private static final List<String> OF_GROUPS =
            List.of(
                    "mode",
                    "max_tokens",
                    "max_input_tokens",
                    "max_output_tokens",
                    "supports_vision",
                    "supports_function_calling",
                    "supports_parallel_function_calling");

    private final AdminJson json;
    private final InstantSource clock;

    /**
     * @param clock whose prices are shown
     */
    ModelInfoAnswers(AdminJson json, InstantSource clock) {
        this.json = json;
        this.clock = clock;
    }

    /**
     * Deployments.
     *
     * @param id null for all of them
     */
    ObjectNode deployments(List<ModelGroup> groups, @Nullable String id) {
        ObjectNode answer = json.object();
        ArrayNode data = answer.putArray("data");
        for (ModelGroup group : groups) {
            for (Deployment deployment : group.deployments()) {
                if (id == null || id.equals(deployment.id().text())) {
                    data.add(deployment(group, deployment));
                }
            }
        }
        return answer;
    }

    /**
     * Adds stored models that cannot be used, and says so.
     *
     * @param id null for all of them
     */
    void addLeftOut(ObjectNode answer, List<StoredModel> models, @Nullable String id) {
        ArrayNode data = answer.withArray("data");
        for (StoredModel model : models) {
            if (id == null || id.equals(model.id().text())) {
                ObjectNode row = StoredModelAnswers.row(json, model);
                row.withObject("model_info").put("usable", false);
                data.add(row);
            }
        }
    }

    /**
     * Groups.
     *
     * @param name null for all of them
     */
    ObjectNode groups(List<ModelGroup> groups, @Nullable String name) {
        ObjectNode answer = json.object();
        ArrayNode data = answer.putArray("data");
        for (ModelGroup group : groups) {
            if (name == null || name.equals(group.name().text())) {
                data.add(group(group));
            }
        }
        return answer;
    }

    private ObjectNode deployment(ModelGroup group, Deployment deployment) {
        ObjectNode row = json.object();
        row.put("model_name", group.name().text());
        row.set("litellm_params", json.tree(deployment.about().params()));
        ObjectNode info = json.tree(deployment.about().info());
        info.put("id", deployment.id().text());
        info.put("db_model", deployment.about().stored());
        PriceAnswers.add(info, deployment.terms().tariff().at(clock.instant()));
        row.set("model_info", info);
        return row;
    }

    private ObjectNode group(ModelGroup group) {
        ObjectNode row = json.object();
        row.put("model_group", group.name().text());
        Set<String> providers = new TreeSet<>();
        OF_GROUPS.forEach(row::putNull);
        for (Deployment deployment : group.deployments()) {
            providers.add(deployment.provider().word());
            ObjectNode info = json.tree(deployment.about().info());
            for (String field : OF_GROUPS) {
                JsonNode value = info.get(field);
                if (value != null && row.get(field).isNull()) {
                    row.set(field, value);
                }
            }
        }
        PriceAnswers.addHighest(row, group, clock.instant());
        providers.forEach(row.putArray("providers")::add);
        return row;
    }
}
