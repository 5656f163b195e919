package dev.signalbox.http.admin;

import com.fasterxml.jackson.databind.JsonNode;

import dev.signalbox.application.driving.admin.spend.TellSpent;
import dev.signalbox.domain.rights.Actor;
import dev.signalbox.http.admin.form.AdminJson;
import dev.signalbox.http.admin.form.FieldNames;
import dev.signalbox.http.admin.form.Form;
import dev.signalbox.http.exchange.Checked;
import dev.signalbox.http.exchange.Exchange;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;

import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Where administrators are attended to: reads what they filled in, and answers. Safe for many
 * threads.
 */
public final class Desk {

    private static final HeaderName CHANGED_BY = HeaderNames.create("litellm-changed-by");
    private static final HeaderName UNSERVED = HeaderNames.create("x-signalbox-unserved");

    private static final HeaderName SPEND = HeaderNames.create("x-signalbox-spend");

    private final AdminJson json;
    private final SpendFields spend;
    private final ResetFields resets;

    /**
     * @param maxBodyBytes the longest body that is read
     * @param ledger knows what keys, teams and users have spent
     * @param zone on whose calendar budgets lie
     */
    public Desk(int maxBodyBytes, TellSpent ledger, ZoneId zone) {
        this.json = new AdminJson(maxBodyBytes);
        this.spend = new SpendFields(ledger);
        this.resets = new ResetFields(zone);
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

    /** Answers a request that comes with a form. */
    public <T extends JsonNode> void take(Exchange exchange, FieldNames names, Deed<T> deed) {
        json.answer(
                exchange,
                json.read(exchange, names).then(form -> done(asked(exchange), form, deed)));
    }

    /** Answers a request that comes with nothing but its address. */
    public <T extends JsonNode> void look(Exchange exchange, Question<T> question) {
        json.answer(exchange, found(asked(exchange), question));
    }

    /** Answers a request for a report, in the form that it asks for. */
    public void report(Exchange exchange, Function<Asked, Checked<Report>> question) {
        Asked asked = asked(exchange);
        Checked<Boolean> csv = tried(() -> Checked.good(asked.wantsTable()));
        Checked<Report> found = csv.then(wanted -> tried(() -> question.apply(asked)));
        if (csv instanceof Checked.Good<Boolean> good
                && good.value()
                && found instanceof Checked.Good<Report> report) {
            answer(exchange, report.value());
        } else {
            json.answer(exchange, found.map(Report::json));
        }
    }

    /** A table goes out part by part, so that a long one needs no more room than a short one. */
    private static void answer(Exchange exchange, Report first) {
        String mediaType = Table.MEDIA_TYPE + "; charset=utf-8";
        byte[] begun = first.table().csv();
        Report second = first.following();
        if (second == null) {
            exchange.answer(200, mediaType, begun);
            return;
        }
        exchange.answer(
                200,
                mediaType,
                out -> {
                    out.write(begun);
                    for (Report part = second; part != null; part = part.following()) {
                        out.write(part.table().rows());
                    }
                });
    }

    private <T extends JsonNode> Checked<T> done(Asked asked, Form form, Deed<T> deed) {
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

    private <T extends JsonNode> Checked<T> found(Asked asked, Question<T> question) {
        Checked<T> answer = tried(() -> question.of(asked));
        if (answer instanceof Checked.Good<T> good) {
            resets.fill(good.value());
            if (!spend.fill(good.value())) {
                asked.exchange().note(SPEND, "unavailable");
            }
        }
        return answer;
    }

    private static <T> Checked<T> tried(Supplier<Checked<T>> question) {
        try {
            return question.get();
        } catch (Form.Wrong wrong) {
            return Checked.bad(wrong.answer());
        }
    }

    /** Whoever came this far was let in at the front door. */
    private static Asked asked(Exchange exchange) {
        return new Asked(
                new Actor(exchange.caller(), exchange.callerAddress(), exchange.header(CHANGED_BY)),
                exchange);
    }
}
