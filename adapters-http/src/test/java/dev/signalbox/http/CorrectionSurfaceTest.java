package dev.signalbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.signalbox.application.ledger.Intent;
import dev.signalbox.application.testkit.Questions;

import org.junit.jupiter.api.Test;

import java.time.LocalDate;
import java.util.List;

/** What was spent, corrected over HTTP. */
class CorrectionSurfaceTest {

    @Test
    void aViewerSeesWhatWouldBeCorrectedAndAnAdministratorCorrectsIt() {
        try (RunningHouse house = new RunningHouse()) {
            Administrators admin = new Administrators(house);
            JsonNode unusedTeam = admin.post("/team/new", "{\"team_id\":\"other\"}");
            String viewer =
                    admin.post(
                                    "/user/new",
                                    "{\"user_id\":\"vera\",\"user_role\":\"proxy_admin_viewer\"}")
                            .get("key")
                            .asText();
            Intent full = Questions.full(Questions.id(LocalDate.of(2026, 2, 3), 1));
            Intent intent =
                    new Intent(
                            full.id(),
                            full.at(),
                            "corrected",
                            1,
                            new Intent.Payer("corrected", null, "other", null, null, List.of()),
                            new Intent.Target(
                                    "w",
                                    "world",
                                    "id-of-world",
                                    "azure",
                                    "m",
                                    "acompletion",
                                    "",
                                    false),
                            full.reserved(),
                            List.of());
            assertThat(house.ledger.begin(intent)).isTrue();
            house.ledger.end(Questions.whole(intent));
            String period = "\"start_date\":\"2026-02-03\",\"end_date\":\"2026-02-03\"";
            JsonNode page = admin.ok(admin.as(viewer, "/spend/rerate", "{" + period + "}"));
            // 100 tokens of the question and 20 of the answer, at 2 and 8 microdollars.
            assertThat(spend(page, "/totals/0/new_spend")).isEqualTo("0.00036");
            assertThat(spend(page, "/totals/0/spend")).isEqualTo("0.001234567");
            assertThat(spend(page, "/totals/0/difference")).isEqualTo("-0.000874567");
            assertThat(page.at("/totals/0/team_id").asText()).isEqualTo("other");
            String wish = "{" + period + ",\"page\":" + page.get("page") + "}";
            JsonNode unused = admin.error(403, admin.as(viewer, "/spend/rerate/apply", wish));
            assertThat(admin.post("/spend/rerate/apply", wish).get("written").asInt()).isEqualTo(1);
            assertThat(admin.post("/spend/rerate/apply", wish).get("written").asInt()).isZero();
            assertThat(spend(admin.get("/team/info?team_id=other"), "/team_info/spend"))
                    .isEqualTo("0.00036");
            assertThat(admin.get("/spend/logs?request_id=corrected").findValuesAsText("corrects"))
                    .hasSize(2);
        }
    }

    private static String spend(JsonNode answer, String where) {
        return answer.at(where).decimalValue().stripTrailingZeros().toPlainString();
    }
}
