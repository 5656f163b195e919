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
import java.util.List;
import java.util.stream.Stream;

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
                    RunningGateway.Order.in(folder).prepared().serving(fleet.config("")).listen()) {
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

    @Test
    void whatDeploymentsAndMembersMayCostIsKept() {
        try (Fleet fleet = new Fleet()) {
            fleet.serves("gpt-4", "cheap", twoCents("max_budget: 0.05", "order: 1"))
                    .serves("gpt-4", "second", twoCents("order: 2"));
            String provider =
                    "router_settings: {provider_budget_config: {azure: {budget_limit: 0.11}}}\n";
            try (RunningGateway gateway =
                    RunningGateway.Order.in(folder)
                            .prepared()
                            .serving(fleet.config(provider))
                            .listen()) {
                assertThat(
                                gateway.post(
                                                "/team/new",
                                                RunningGateway.MASTER_KEY,
                                                "{\"team_id\":\"t\",\"team_member_budget\":0.06}")
                                        .statusCode())
                        .isEqualTo(200);
                Asker member = Asker.withKey(gateway, "\"team_id\":\"t\",\"user_id\":\"lea\"");
                assertThat(List.of(by(member), by(member), by(member)))
                        .containsExactly("cheap", "cheap", "second");
                assertThat(by(member)).contains("Max budget: 0.06 (team_member: t:lea)");
                Asker other = Asker.withKey(gateway, "");
                assertThat(List.of(by(other), by(other))).containsExactly("second", "second");
                assertThat(by(other)).contains("No deployments available - crossed budget for");
            }
        }
    }

    private static String[] twoCents(String... more) {
        return Stream.concat(
                        Stream.of(
                                "input_cost_per_request: 0.02",
                                "input_cost_per_token: 0",
                                "output_cost_per_token: 0"),
                        Stream.of(more))
                .toArray(String[]::new);
    }

    /** Who served a call, or why nobody did. */
    private static String by(Asker caller) {
        HttpResponse<String> answer = caller.chat("gpt-4", "");
        return answer.headers().firstValue("x-litellm-model-id").orElseGet(answer::body);
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
