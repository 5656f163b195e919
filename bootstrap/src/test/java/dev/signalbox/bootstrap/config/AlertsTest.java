package dev.signalbox.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bootstrap.config.alerts.AlertHook;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** Who is told of budgets, as a file says it. */
class AlertsTest {

    @TempDir Path folder;
    private Reader reader;

    @BeforeEach
    void makeReader() {
        reader = new Reader(folder);
    }

    @Test
    void liteLlmsWordTakesTheAddressFromTheEnvironmentAndSignsNothing() {
        AlertHook hook =
                reader.with("WEBHOOK_URL", "https://hooks.example.org/T/secret?x=1")
                        .read("general_settings: {alerting: [\"webhook\"]}")
                        .spending()
                        .hook();
        assertThat(hook)
                .isEqualTo(
                        new AlertHook(URI.create("https://hooks.example.org/T/secret?x=1"), null));
        assertThat(hook.toString()).doesNotContain("secret");
    }

    @Test
    void anAddressInTheEnvironmentAloneTellsNobody() {
        assertThat(
                        reader.with("WEBHOOK_URL", "https://hooks.example.org/")
                                .read("general_settings: {}")
                                .spending()
                                .hook())
                .isNull();
    }

    @Test
    void whatIsSaidInTheFileWins() {
        AlertHook hook =
                reader.with("WEBHOOK_URL", "https://elsewhere.example.org/")
                        .read(
                                "general_settings: {alerting: webhook, alert_webhook: {url:"
                                        + " \"http://127.0.0.1:9/x\", secret: s}}")
                        .spending()
                        .hook();
        assertThat(hook).isEqualTo(new AlertHook(URI.create("http://127.0.0.1:9/x"), "s"));
    }

    @Test
    void aWebhookWithoutAnAddressIsAMistake() {
        assertThat(reader.errors("general_settings: {alerting: [webhook]}"))
                .singleElement()
                .asString()
                .contains("WEBHOOK_URL");
        assertThat(new Reader(folder).errors("general_settings: {alert_webhook: {secret: s}}"))
                .singleElement()
                .asString()
                .contains("it needs a url to post to");
    }

    @Test
    void anAddressThatCannotBePostedToIsAMistakeAndNotShown() {
        for (String bad :
                List.of(
                        "ftp://hidden.example.org",
                        "hidden",
                        "https://a:hidden@example.org/",
                        "https://hidden^")) {
            assertThat(
                            new Reader(folder)
                                    .errors(
                                            "general_settings: {alert_webhook: {url: \""
                                                    + bad
                                                    + "\"}}"))
                    .singleElement()
                    .asString()
                    .contains("http:// or https://")
                    .doesNotContain("hidden");
        }
    }

    @Test
    void whoIsNotToldIsSaid() {
        assertThat(reader.read("general_settings: {alerting: [slack, email]}").spending().hook())
                .isNull();
        assertThat(reader.warnings())
                .hasSize(2)
                .allMatch(warning -> warning.contains("Alerts go to a webhook and nowhere else."));
    }

    @Test
    void aSpentBudgetIsAnsweredByOneOfTwoStatuses() {
        assertThat(reader.read("general_settings: {}").spending().budgetStatus()).isEqualTo(429);
        assertThat(
                        reader.read("general_settings: {budget_exceeded_status: 400}")
                                .spending()
                                .budgetStatus())
                .isEqualTo(400);
        assertThat(new Reader(folder).errors("general_settings: {budget_exceeded_status: 402}"))
                .hasSize(1);
    }
}
