package dev.signalbox.http.admin.spend.correction;

import dev.signalbox.application.driving.admin.spend.CorrectSpend;
import dev.signalbox.application.driving.admin.spend.CorrectSpend.Part;
import dev.signalbox.http.admin.AdminErrors;
import dev.signalbox.http.admin.Desk;
import dev.signalbox.http.admin.form.FieldNames;
import dev.signalbox.http.admin.form.Form;
import dev.signalbox.http.admin.spend.Criteria;
import dev.signalbox.http.exchange.Exchange;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/** The past is priced anew over HTTP. Safe for many threads. */
public final class RerateRoutes {

    private static final String FROM = "start_date";
    private static final String TO = "end_date";
    private static final String MODEL = "model";
    private static final String AFTER = "after";
    private static final String PAGE = "page";

    /** Which questions. */
    public static final FieldNames DRY_RUN = FieldNames.only(FROM, TO, MODEL, AFTER);

    /** The same, and what the dry run has shown. */
    public static final FieldNames APPLY = DRY_RUN.and(PAGE);

    private final CorrectSpend corrections;
    private final Desk desk;

    public RerateRoutes(CorrectSpend corrections, Desk desk) {
        this.corrections = corrections;
        this.desk = desk;
    }

    /** {@code /spend/rerate}: what would change. */
    public void preview(Exchange exchange, String variable) {
        desk.take(
                exchange,
                DRY_RUN,
                (asked, form) ->
                        AdminErrors.checked(corrections.preview(asked.actor(), part(form)))
                                .map(RerateAnswers::page));
    }

    /** {@code /spend/rerate/apply}: changes it. */
    public void apply(Exchange exchange, String variable) {
        desk.take(
                exchange,
                APPLY,
                (asked, form) -> {
                    Part part = part(form);
                    String page = form.required(PAGE);
                    return AdminErrors.checked(corrections.apply(asked.actor(), part, page))
                            .map(RerateAnswers::applied);
                });
    }

    private static Part part(Form form) {
        Instant from = Criteria.begin(FROM, form.required(FROM));
        Instant to = Criteria.end(TO, form.required(TO));
        if (!from.isBefore(to)) {
            throw Form.Wrong.field(TO, "The end_date is not before the start_date.");
        }
        return new Part(from, to, form.text(MODEL), after(form));
    }

    private static @Nullable UUID after(Form form) {
        String text = form.text(AFTER);
        try {
            return text == null ? null : UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw Form.Wrong.field(AFTER, "The field after is `next` of the page before.");
        }
    }
}
