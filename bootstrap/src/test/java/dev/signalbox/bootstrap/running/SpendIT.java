package dev.signalbox.bootstrap.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** What calls cost is reported over HTTP, out of a real PostgreSQL, by the started jar. */
@Timeout(300)
class SpendIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir Path folder;

    @Test
    void whatATeamSpentIsReportedRowByRowAndInSums() {
        try (Fleet fleet = new Fleet()) {
            fleet.serves(
                    "gpt-4",
                    "priced",
                    "input_cost_per_token: 0.000002",
                    "output_cost_per_token: 0.000008");
            try (RunningGateway gateway =
                    RunningGateway.Order.in(folder).serving(fleet.config("")).listen()) {
                String key = gateway.keyOfTeam("blue", "gpt", "gpt-4");
                Asker caller = new Asker(gateway, key);
                assertThat(
                                caller.chat("gpt", "\"user\": \"end\", \"tags\": [\"red\"]")
                                        .statusCode())
                        .isEqualTo(200);
                await().atMost(SOON).until(() -> rows(gateway, "blue").contains("request_id"));
                String row = rows(gateway, "blue");
                String hash = RunningGateway.member("api_key", row);
                assertThat(row).contains("\"end_user\":\"end\"", "\"model_group\":\"gpt-4\"");
                assertThat(hash).matches("[0-9a-f]{64}");
                String cost = number("spend", row);
                assertThat(Double.parseDouble(cost)).isPositive();
                everySumIsThatOfTheRow(gateway, key, cost);
                HttpResponse<String> stranger =
                        gateway.get("/spend/logs?team_id=blue", Asker.withKey(gateway, "").key());
                assertThat(stranger.statusCode()).isEqualTo(404);
            }
        }
    }

    private static void everySumIsThatOfTheRow(RunningGateway gateway, String key, String cost) {
        // The day may end between the call and here.
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        String days = "start_date=" + today.minusDays(1) + "&end_date=" + today;
        assertThat(asked(gateway, "/key/info?key=" + key)).contains("\"spend\":" + cost);
        assertThat(asked(gateway, "/team/info?team_id=blue")).contains("\"spend\":" + cost);
        assertThat(asked(gateway, "/spend/keys")).contains("\"spend\":" + cost);
        assertThat(asked(gateway, "/spend/tags")).contains("\"total_spend\":" + cost);
        assertThat(asked(gateway, "/global/spend")).contains("\"spend\":" + cost);
        assertThat(asked(gateway, "/spend/logs?" + days)).contains("\"spend\":" + cost);
        assertThat(asked(gateway, "/spend/logs/v2?" + days)).contains("\"total\":1");
        assertThat(asked(gateway, "/team/daily/activity?team_ids=blue&" + days))
                .contains("\"total_spend\":" + cost);
        assertThat(asked(gateway, "/global/spend/report?group_by=customer&" + days))
                .contains("\"customer\":\"end\"", "\"total_spend\":" + cost);
        assertThat(asked(gateway, "/global/spend/report?format=csv&" + days))
                .contains(",blue,my-new-team_4,");
        String own = gateway.get("/spend/keys", key).body();
        assertThat(own).contains("\"spend\":" + cost);
    }

    private static String rows(RunningGateway gateway, String team) {
        return asked(gateway, "/spend/logs?team_id=" + team);
    }

    private static String asked(RunningGateway gateway, String path) {
        HttpResponse<String> answer = gateway.get(path, RunningGateway.MASTER_KEY);
        assertThat(answer.statusCode()).as(path + " " + answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static String number(String name, String json) {
        return json.replaceAll("(?s).*?\"" + name + "\":([-0-9.E]+).*", "$1");
    }
}
