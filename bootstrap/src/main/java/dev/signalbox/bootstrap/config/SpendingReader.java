package dev.signalbox.bootstrap.config;

import dev.signalbox.bootstrap.config.alerts.AlertReader;
import dev.signalbox.bootstrap.config.reading.Reading;
import dev.signalbox.bootstrap.config.reading.Section;
import dev.signalbox.domain.limits.Limit;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.limits.Window;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what is said about writing down what calls cost, and about everybody's budget. */
final class SpendingReader {

    private static final String RETENTION = "maximum_spend_logs_retention_period";
    private static final String WHEN_FULL = "spend_journal_full";
    private static final String ZONE = "timezone";
    private static final String STATUS = "budget_exceeded_status";
    private static final String DURATION = "budget_duration";
    private static final Pattern DAYS = Pattern.compile("([1-9][0-9]{0,4})d");
    private static final Map<String, Integer> STATUSES = Map.of("429", 429, "400", 400);
    private static final Map<String, Boolean> SERVES = Map.of("refuse", false, "serve", true);

    private final Section general;
    private final Section litellm;
    private final Reading reading;

    SpendingReader(Section general, Section litellm, Reading reading) {
        this.general = general;
        this.litellm = litellm;
        this.reading = reading;
    }

    /** What is said; what is wrong is reported, and read as if it were absent. */
    GatewayConfig.Spending read() {
        GatewayConfig.Spending usual = GatewayConfig.Spending.USUAL;
        Boolean serves = general.choice(WHEN_FULL, SERVES);
        Integer status = general.choice(STATUS, STATUSES);
        ZoneId zone = zone(usual.zone());
        return new GatewayConfig.Spending(
                serves == null ? usual.servesWhenFull() : serves,
                retention(usual.retentionDays()),
                zone,
                everybody(zone),
                new AlertReader(general, reading).read(),
                status == null ? usual.budgetStatus() : status);
    }

    /** Days go as a whole, so nothing finer can be meant. */
    private int retention(int usual) {
        String text = general.text(RETENTION);
        if (text == null) {
            return usual;
        }
        Matcher days = DAYS.matcher(text);
        if (!days.matches()) {
            error(general, RETENTION, "this must be a number of days, such as 90d");
            return usual;
        }
        return Integer.parseInt(days.group(1));
    }

    private ZoneId zone(ZoneId usual) {
        String text = litellm.text(ZONE);
        try {
            return text == null ? usual : ZoneId.of(text);
        } catch (DateTimeException e) {
            error(litellm, ZONE, "this must be a time zone, such as Europe/Berlin or UTC");
            return usual;
        }
    }

    private Limits everybody(ZoneId zone) {
        BigDecimal budget = litellm.amount("max_budget");
        return budget == null
                ? Limits.NONE
                : Limits.NONE.with(Limit.MAX_BUDGET, budget).every(window(zone));
    }

    private @Nullable Window window(ZoneId zone) {
        String text = litellm.text(DURATION);
        Window window = text == null ? null : Window.parse(text, zone);
        if (text != null && window == null) {
            error(litellm, DURATION, "this must be a time such as 30s, 5m, 2h, 7d or 1mo");
        }
        return window;
    }

    private void error(Section section, String key, String message) {
        reading.findings().error(section.placeOf(key), message);
    }
}
