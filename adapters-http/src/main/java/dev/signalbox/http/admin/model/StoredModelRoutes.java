package dev.signalbox.http.admin.model;

import dev.signalbox.application.driving.admin.models.ManageModels;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.http.admin.AdminErrors;
import dev.signalbox.http.admin.Desk;
import dev.signalbox.http.admin.form.FieldNames;
import dev.signalbox.http.exchange.Exchange;

import org.jspecify.annotations.Nullable;

/** Stored models are looked after over HTTP. Safe for many threads. */
public final class StoredModelRoutes {

    /** Of a model that is to be, and of one that the path names. */
    public static final FieldNames MODEL =
            FieldNames.only(StoredModelForms.NAME, StoredModelForms.PARAMS, StoredModelForms.INFO);

    /** Of a model that changes. */
    public static final FieldNames CHANGE =
            MODEL.and(StoredModelForms.ID, StoredModelForms.MODEL_ID);

    /** Which model. */
    public static final FieldNames ONE_MODEL = FieldNames.only(StoredModelForms.ID);

    private final ManageModels models;
    private final Desk desk;
    private final StoredModelForms forms;
    private final StoredModelAnswers answers;

    public StoredModelRoutes(ManageModels models, Desk desk) {
        this.models = models;
        this.desk = desk;
        this.forms = new StoredModelForms(desk.json());
        this.answers = new StoredModelAnswers(desk.json());
    }

    /** {@code /model/new}. */
    public void create(Exchange exchange, String variable) {
        desk.take(
                exchange,
                MODEL,
                (asked, form) ->
                        AdminErrors.checked(models.create(asked.actor(), forms.newModel(form)))
                                .map(answers::stored));
    }

    /** {@code /model/update}: the body says which. */
    public void update(Exchange exchange, String variable) {
        change(exchange, CHANGE, null);
    }

    /** {@code /model/{id}/update}. */
    public void updateNamed(Exchange exchange, String id) {
        change(exchange, MODEL, id);
    }

    /** {@code /model/delete}. */
    public void delete(Exchange exchange, String variable) {
        desk.take(
                exchange,
                ONE_MODEL,
                (asked, form) -> {
                    String text = form.required(StoredModelForms.ID);
                    Deployment.Id id = StoredModelForms.id(StoredModelForms.ID, text);
                    return AdminErrors.checked(models.delete(asked.actor(), id))
                            .map(answers::deleted);
                });
    }

    private void change(Exchange exchange, FieldNames names, @Nullable String inPath) {
        desk.take(
                exchange,
                names,
                (asked, form) -> {
                    Deployment.Id id = forms.which(form, inPath);
                    return AdminErrors.checked(models.change(asked.actor(), id, forms.change(form)))
                            .map(answers::stored);
                });
    }
}
