package dev.signalbox.http.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import dev.signalbox.application.driving.ExplainRoute.Bound;
import dev.signalbox.application.driving.ExplainRoute.Candidate;
import dev.signalbox.application.driving.ExplainRoute.Course;
import dev.signalbox.application.driving.ExplainRoute.Explanation;
import dev.signalbox.application.driving.ExplainRoute.Target;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.catalog.Resolution.Lot;
import dev.signalbox.domain.catalog.Resolution.Step;
import dev.signalbox.domain.quota.Measure;
import dev.signalbox.domain.routing.Patience;
import dev.signalbox.http.exchange.ErrorAnswer;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/** What would become of a call, as JSON. */
final class ExplainJson {

    private static final JsonFactory JSON = new JsonFactory();

    private ExplainJson() {}

    /** The explanation in UTF-8. */
    static byte[] of(Explanation explanation) {
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
        writeLimits(json, explanation);
        writeCourse(json, explanation.course());
        writeFallbacks(json, explanation);
        writeVerdict(json, explanation.refusal());
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

    private static void writeLimits(JsonGenerator json, Explanation explanation)
            throws IOException {
        json.writeArrayFieldStart("limits");
        for (Bound bound : explanation.limits()) {
            json.writeStartObject();
            json.writeStringField("level", bound.holder().level().word());
            json.writeStringField("id", bound.holder().id());
            json.writeStringField("name", name(bound.measure()));
            json.writeNumberField("limit", bound.most());
            BigDecimal left = bound.left();
            writeNumber(json, "used", left == null ? null : bound.most().subtract(left));
            writeNumber(json, "left", left);
            Instant resets = bound.resets();
            json.writeStringField("resets_at", resets == null ? null : resets.toString());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeCourse(JsonGenerator json, @Nullable Course course)
            throws IOException {
        if (course == null) {
            json.writeNullField("course");
            return;
        }
        json.writeObjectFieldStart("course");
        json.writeStringField("policy_of", course.policyOf());
        json.writeStringField("strategy", course.strategy());
        json.writeNumberField("retries", course.retries());
        Patience patience = course.patience();
        json.writeObjectFieldStart("patience");
        json.writeNumberField("connect", seconds(patience.connect()));
        json.writeNumberField("first_event", seconds(patience.firstEvent()));
        json.writeNumberField("silence", seconds(patience.silence()));
        json.writeNumberField("total", seconds(patience.total()));
        json.writeEndObject();
        writeSorted(json, "tags", course.tags());
        writeSorted(json, "residency", course.residency());
        json.writeEndObject();
    }

    private static void writeSorted(JsonGenerator json, String field, Set<String> words)
            throws IOException {
        json.writeArrayFieldStart(field);
        for (String word : new TreeSet<>(words)) {
            json.writeString(word);
        }
        json.writeEndArray();
    }

    private static BigDecimal seconds(Duration wait) {
        BigDecimal seconds = BigDecimal.valueOf(wait.toMillis(), 3).stripTrailingZeros();
        return seconds.scale() < 0 ? seconds.setScale(0) : seconds;
    }

    private static void writeFallbacks(JsonGenerator json, Explanation explanation)
            throws IOException {
        json.writeArrayFieldStart("fallbacks");
        for (Target fallback : explanation.fallbacks()) {
            json.writeStartObject();
            json.writeStringField("model", fallback.name().text());
            json.writeStringField("why", fallback.why());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeVerdict(JsonGenerator json, @Nullable Refusal refusal)
            throws IOException {
        json.writeObjectFieldStart("verdict");
        json.writeBooleanField("served", refusal == null);
        if (refusal != null) {
            ErrorAnswer error = OpenAiErrors.of(refusal);
            json.writeNumberField("status", error.status());
            json.writeStringField("type", error.type());
            json.writeStringField("message", error.message());
        }
        json.writeEndObject();
    }

    private static void writeNumber(JsonGenerator json, String name, @Nullable BigDecimal number)
            throws IOException {
        if (number == null) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, number);
        }
    }

    /** As the bounds of keys and teams are called. */
    private static String name(Measure measure) {
        return switch (measure) {
            case MONEY -> "max_budget";
            case REQUESTS -> "rpm_limit";
            case TOKENS -> "tpm_limit";
            case SLOTS -> "max_parallel_requests";
        };
    }
}
