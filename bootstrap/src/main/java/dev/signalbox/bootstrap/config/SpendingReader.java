package dev.signalbox.bootstrap.config;

import dev.signalbox.bootstrap.config.alerts.AlertReader;
import dev.signalbox.bootstrap.config.reading.BudgetReader;
import dev.signalbox.bootstrap.config.reading.Reading;
import dev.signalbox.bootstrap.config.reading.Section;
import dev.signalbox.domain.limits.Limits;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what is said about writing down what calls cost, and about budgets of nobody in particular.
 */
final class SpendingReader {

    private static final String RETENTION = "maximum_spend_logs_retention_period";
    private static final String WHEN_FULL = "spend_journal_full";
    private static final String ZONE = "timezone";
    private static final String STATUS = "budget_exceeded_status";
    private static final BudgetReader OF_PROVIDERS =
            new BudgetReader("budget_limit", "time_period");
    private static final Pattern DAYS = Pattern.compile("([1-9][0-9]{0,4})d");
    private static final Map<String, Integer> STATUSES = Map.of("429", 429, "400", 400);
    private static final Map<String, Boolean> SERVES = Map.of("refuse", false, "serve", true);

    private final Section general;
    private final Section litellm;
    private final Section router;
    private final Reading reading;

    SpendingReader(Section general, Section litellm, Section router, Reading reading) {
        this.general = general;
        this.litellm = litellm;
        this.router = router;
        this.reading = reading;
    }

    /** What is said; what is wrong is reported, and read as if it were absent. */
    GatewayConfig.Spending read() {
        GatewayConfig.Spending usual = GatewayConfig.Spending.USUAL;
        Boolean serves = general.choice(WHEN_FULL, SERVES);
        Integer status = general.choice(STATUS, STATUSES);
        return new GatewayConfig.Spending(
                serves == null ? usual.servesWhenFull() : serves,
                retention(usual.retentionDays()),
                zone(usual.zone()),
                new GatewayConfig.Budgets(
                        BudgetReader.USUAL.read(litellm, reading),
                        litellm.text("max_end_user_budget_id"),
                        budgets(BudgetReader.USUAL, litellm, "tag_budget_config"),
                        budgets(OF_PROVIDERS, router, "provider_budget_config")),
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

    private Map<String, Limits> budgets(BudgetReader budgets, Section section, String key) {
        return budgets.readAll(section.mapping(key), reading.keys().group(key), reading);
    }

    private void error(Section section, String key, String message) {
        reading.findings().error(section.placeOf(key), message);
    }
}
