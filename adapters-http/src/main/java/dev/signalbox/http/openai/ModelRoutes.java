package dev.signalbox.http.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import dev.signalbox.application.driving.ListModels;
import dev.signalbox.domain.access.AccessRule;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.http.exchange.Exchange;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a caller may ask for, as OpenAI lists models. Safe for many threads. */
public final class ModelRoutes {

    /**
     * LiteLLM's, for every model: nobody knows when a group was made, and clients want a number.
     */
    private static final long CREATED = 1677610602;

    private static final JsonFactory JSON = new JsonFactory();

    private final ListModels models;

    public ModelRoutes(ListModels models) {
        this.models = models;
    }

    /** All of them. */
    public void list(Exchange exchange, String variable) {
        list(exchange, exchange.caller());
    }

    private void list(Exchange exchange, Caller caller) {
        Refusal refusal = AccessRule.routeRefusal(caller, exchange.path());
        if (refusal == null) {
            exchange.answer(200, list(models.callableBy(caller)));
        } else {
            exchange.fail(OpenAiErrors.of(refusal));
        }
    }

    /** One of them, named by the path. */
    public void look(Exchange exchange, String variable) {
        look(exchange, variable, exchange.caller());
    }

    private void look(Exchange exchange, String variable, Caller caller) {
        Refusal refusal = AccessRule.routeRefusal(caller, exchange.path());
        if (refusal != null) {
            exchange.fail(OpenAiErrors.of(refusal));
            return;
        }
        if (!ModelName.accepts(variable)) {
            exchange.fail(OpenAiErrors.noSuchPath(exchange.method(), exchange.path()));
            return;
        }
        ModelName wanted = new ModelName(variable);
        if (models.callableBy(caller).contains(wanted)) {
            exchange.answer(200, write(json -> writeModel(json, wanted)));
        } else {
            exchange.fail(OpenAiErrors.of(new Refusal.UnknownModel(wanted, null)));
        }
    }

    private static byte[] list(List<ModelName> names) {
        return write(
                json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("data");
                    for (ModelName name : names) {
                        writeModel(json, name);
                    }
                    json.writeEndArray();
                    json.writeStringField("object", "list");
                    json.writeEndObject();
                });
    }

    private static void writeModel(JsonGenerator json, ModelName name) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", name.text());
        json.writeStringField("object", "model");
        json.writeNumberField("created", CREATED);
        json.writeStringField("owned_by", "openai");
        json.writeEndObject();
    }

    private static byte[] write(Document document) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            document.writeTo(json);
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot fail", e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private interface Document {
        void writeTo(JsonGenerator json) throws IOException;
    }
}
