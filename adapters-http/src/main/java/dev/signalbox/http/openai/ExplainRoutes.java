package dev.signalbox.http.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import dev.signalbox.application.call.Call;
import dev.signalbox.application.driving.ExplainRoute;
import dev.signalbox.application.driving.ExplainRoute.Bound;
import dev.signalbox.application.driving.ExplainRoute.Candidate;
import dev.signalbox.application.driving.ExplainRoute.Explanation;
import dev.signalbox.application.driving.ExplainRoute.Target;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.catalog.Resolution.Lot;
import dev.signalbox.domain.catalog.Resolution.Step;
import dev.signalbox.http.exchange.Checked;
import dev.signalbox.http.exchange.ErrorAnswer;
import dev.signalbox.http.exchange.Exchange;
import dev.signalbox.http.exchange.RequestBody;
import dev.signalbox.http.openai.reading.CallAddress;
import dev.signalbox.http.openai.reading.CallReader;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What would become of a call, told to whoever could make it. Safe for many threads. */
public final class ExplainRoutes {

    private static final JsonFactory JSON = new JsonFactory();

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
                exchange.answer(200, json(explain.explain(caller, call)));
            }
        }
    }

    private static byte[] json(Explanation explanation) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            write(json, explanation);
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot fail", e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void write(JsonGenerator json, Explanation explanation) throws IOException {
        json.writeStartObject();
        json.writeNumberField("revision", explanation.revision());
        writeCaller(json, explanation.caller());
        json.writeStringField("asked", explanation.resolution().asked().text());
        json.writeArrayFieldStart("resolution");
        for (Step step : explanation.resolution().steps()) {
            json.writeStartObject();
            json.writeStringField("level", step.level().word());
            json.writeStringField("from", step.from().text());
            json.writeStringField("to", step.to().text());
            if (step.lot() != null) {
                writeLot(json, step.lot());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        ModelGroup group = explanation.resolution().group();
        // Who may not ask need not know.
        boolean hidden = explanation.refusal() != null;
        json.writeStringField("group", group == null || hidden ? null : group.name().text());
        json.writeArrayFieldStart("deployments");
        for (Candidate candidate : explanation.deployments()) {
            writeCandidate(json, candidate);
        }
        json.writeEndArray();
        writeRest(json, explanation);
        json.writeEndObject();
    }

    private static void writeLot(JsonGenerator json, Lot lot) throws IOException {
        json.writeNumberField("weight", lot.arm().weight());
        json.writeNumberField("of", lot.split().total());
        json.writeBooleanField("stopped", lot.stopped());
    }

    private static void writeCaller(JsonGenerator json, Caller caller) throws IOException {
        json.writeObjectFieldStart("caller");
        switch (caller) {
            case Caller.Master master -> json.writeStringField("kind", "master");
            case Caller.Member member -> {
                Key key = member.key();
                json.writeStringField("kind", "key");
                json.writeStringField("key", key.publicId());
                json.writeStringField("key_alias", key.name());
                json.writeStringField("team_id", key.team() == null ? null : key.team().text());
                json.writeStringField(
                        "team_alias", member.team() == null ? null : member.team().name());
                json.writeStringField("user_id", key.user() == null ? null : key.user().text());
            }
        }
        json.writeEndObject();
    }

    private static void writeCandidate(JsonGenerator json, Candidate candidate) throws IOException {
        Deployment deployment = candidate.deployment();
        json.writeStartObject();
        json.writeStringField("id", deployment.id().text());
        json.writeStringField("provider", deployment.provider().word());
        json.writeStringField("model", deployment.model());
        json.writeStringField("address", deployment.address());
        if (deployment.terms().weight() != null) {
            json.writeNumberField("weight", deployment.terms().weight());
        }
        json.writeBooleanField("in", candidate.in());
        json.writeStringField("why", candidate.why());
        json.writeEndObject();
    }

    private static void writeRest(JsonGenerator json, Explanation explanation) throws IOException {
        json.writeArrayFieldStart("limits");
        for (Bound bound : explanation.limits()) {
            json.writeStartObject();
            json.writeStringField("level", bound.holder().name().toLowerCase(Locale.ROOT));
            json.writeStringField("name", bound.limit().word());
            json.writeNumberField("limit", bound.most());
            writeLeft(json, bound.left());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("fallbacks");
        for (Target fallback : explanation.fallbacks()) {
            json.writeString(fallback.name().text());
        }
        json.writeEndArray();
        json.writeObjectFieldStart("verdict");
        json.writeBooleanField("served", explanation.refusal() == null);
        if (explanation.refusal() != null) {
            ErrorAnswer error = OpenAiErrors.of(explanation.refusal());
            json.writeNumberField("status", error.status());
            json.writeStringField("type", error.type());
            json.writeStringField("message", error.message());
        }
        json.writeEndObject();
    }

    private static void writeLeft(JsonGenerator json, @Nullable BigDecimal left)
            throws IOException {
        if (left == null) {
            json.writeNullField("left");
        } else {
            json.writeNumberField("left", left);
        }
    }
}
