package dev.signalbox.http.admin;

import com.fasterxml.jackson.databind.JsonNode;

import dev.signalbox.application.driving.IdentifyCaller;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.rights.Actor;
import dev.signalbox.http.admin.form.AdminJson;
import dev.signalbox.http.admin.form.FieldNames;
import dev.signalbox.http.admin.form.Form;
import dev.signalbox.http.exchange.Checked;
import dev.signalbox.http.exchange.Exchange;
import dev.signalbox.http.openai.CallerIdentity;
import dev.signalbox.http.openai.OpenAiErrors;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;

import java.util.List;

/**
 * Where administrators are attended to: finds out who asks, reads what they filled in, and answers.
 * Safe for many threads.
 */
public final class Desk {

    private static final HeaderName CHANGED_BY = HeaderNames.create("litellm-changed-by");
    private static final HeaderName UNSERVED = HeaderNames.create("x-signalbox-unserved");

    private final CallerIdentity callers;
    private final AdminJson json;

    /**
     * @param maxBodyBytes the longest body that is read
     */
    public Desk(IdentifyCaller callers, int maxBodyBytes) {
        this.callers = new CallerIdentity(callers);
        this.json = new AdminJson(maxBodyBytes);
    }

    /** What is done with a form. */
    @FunctionalInterface
    public interface Deed<T extends JsonNode> {
        /** Does it. */
        Checked<T> of(Asked asked, Form form);
    }

    /** What is looked up. */
    @FunctionalInterface
    public interface Question<T extends JsonNode> {
        /** Looks it up. */
        Checked<T> of(Asked asked);
    }

    /** How JSON is written here. */
    public AdminJson json() {
        return json;
    }

    /** Answers a request that comes with a form, from somebody who may change something at all. */
    public <T extends JsonNode> void take(Exchange exchange, FieldNames names, Deed<T> deed) {
        json.answer(
                exchange,
                asked(exchange)
                        .then(Desk::acting)
                        .then(
                                asked ->
                                        json.read(exchange, names)
                                                .then(form -> done(asked, form, deed))));
    }

    private static Checked<Asked> acting(Asked asked) {
        return asked.actor().rights().acts()
                ? Checked.good(asked)
                : Checked.bad(OpenAiErrors.of(new Refusal.AdministratorsOnly()));
    }

    /** Answers a question that comes with a form, from anybody whom we know. */
    public <T extends JsonNode> void ask(Exchange exchange, FieldNames names, Deed<T> deed) {
        json.answer(
                exchange,
                asked(exchange)
                        .then(
                                asked ->
                                        json.read(exchange, names)
                                                .then(form -> done(asked, form, deed))));
    }

    /** Answers a request that comes with nothing but its address. */
    public <T extends JsonNode> void look(Exchange exchange, Question<T> question) {
        json.answer(exchange, asked(exchange).then(asked -> found(asked, question)));
    }

    private static <T extends JsonNode> Checked<T> done(Asked asked, Form form, Deed<T> deed) {
        return found(
                asked,
                known -> {
                    Checked<T> answer = deed.of(known, form);
                    List<String> unserved = form.unserved();
                    if (answer instanceof Checked.Good<T> && !unserved.isEmpty()) {
                        known.exchange().note(UNSERVED, String.join(", ", unserved));
                    }
                    return answer;
                });
    }

    private static <T extends JsonNode> Checked<T> found(Asked asked, Question<T> question) {
        try {
            return question.of(asked);
        } catch (Form.Wrong wrong) {
            return Checked.bad(wrong.answer());
        }
    }

    private Checked<Asked> asked(Exchange exchange) {
        return callers.of(exchange)
                .map(
                        known ->
                                new Asked(
                                        new Actor(
                                                known.caller(),
                                                exchange.callerAddress(),
                                                exchange.header(CHANGED_BY)),
                                        exchange));
    }
}
