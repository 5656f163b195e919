package dev.signalbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.signalbox.application.ledger.Intent;
import dev.signalbox.application.ledger.Receipt;
import dev.signalbox.application.testkit.Questions;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.List;

/** What was spent, asked over HTTP: the shapes of LiteLLM, and who sees what. */
class SpendSurfaceTest {

    private static final RunningHouse HOUSE = new RunningHouse();
    private static final Administrators ADMIN = new Administrators(HOUSE);
    private static final LocalDate DAY = LocalDate.of(2026, 5, 4);
    private static final String DAYS = "start_date=2026-05-04&end_date=2026-05-05";
    private static final String COST = "0.001234567";

    private static String leader;
    private static String user;
    private static String viewer;
    private static String plain;
    private static String ofTeam;
    private static JsonNode key;

    @BeforeAll
    static void people() {
        ADMIN.post(
                "/team/new",
                "{\"team_id\":\"own\",\"team_alias\":\"=Own\",\"members_with_roles\":"
                        + "[{\"user_id\":\"lea\",\"role\":\"admin\"},"
                        + "{\"user_id\":\"uwe\",\"role\":\"user\"}]}");
        ADMIN.post("/team/new", "{\"team_id\":\"other\"}");
        leader = ADMIN.post("/user/new", "{\"user_id\":\"lea\"}").get("key").asText();
        user = ADMIN.post("/user/new", "{\"user_id\":\"uwe\"}").get("key").asText();
        viewer =
                ADMIN.post(
                                "/user/new",
                                "{\"user_id\":\"vera\",\"user_role\":\"proxy_admin_viewer\"}")
                        .get("key")
                        .asText();
        plain = ADMIN.key("{}");
        key = ADMIN.post("/key/generate", "{\"team_id\":\"own\",\"user_id\":\"uwe\"}");
        ofTeam = key.get("key").asText();
        String publicId = key.get("public_id").asText();
        // Two of the user's in the team, one of the team's by a key that is gone, one of another's.
        spent(1, new Intent.Payer(publicId, "k,1", "own", "uwe", "end", List.of("red")));
        spent(2, new Intent.Payer(publicId, "k,1", "own", "uwe", null, List.of()));
        spent(3, new Intent.Payer("gone", null, "own", null, "end", List.of("red")));
        spent(4, new Intent.Payer("elsewhere", null, "other", "eve", null, List.of("blue")));
        String plainId = ADMIN.get("/key/info?key=" + plain).at("/info/public_id").asText();
        spent(5, new Intent.Payer(plainId, null, null, null, null, List.of()));
        spent(6, new Intent.Payer("litellm_proxy_master_key", null, null, null, null, List.of()));
    }

    private static void spent(long number, Intent.Payer payer) {
        Receipt receipt = Questions.whole(Questions.of(payer, Questions.id(DAY, number)));
        assertThat(HOUSE.ledger.begin(receipt.intent())).isTrue();
        HOUSE.ledger.end(receipt);
    }

    @AfterAll
    static void stop() {
        HOUSE.close();
    }

    private static String keyOf(String who) {
        return switch (who) {
            case "leader" -> leader;
            case "user" -> user;
            case "viewer" -> viewer;
            case "plain" -> plain;
            case "ofTeam" -> ofTeam;
            case "master" -> RunningHouse.MASTER;
            default -> throw new IllegalArgumentException(who);
        };
    }

    private static String csv(String path) {
        HttpResponse<String> answer =
                ADMIN.as(RunningHouse.MASTER, path, null, "Accept", "text/csv");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).contains("text/csv; charset=utf-8");
        return answer.body();
    }

    @ParameterizedTest
    @CsvSource({
        "master, '', 6",
        "viewer, '', 6",
        "viewer, team_id=own, 3",
        "viewer, user_id=eve, 1",
        "leader, '', 0",
        "leader, team_id=own, 3",
        "leader, team_id=own&user_id=uwe, 2",
        "user, '', 2",
        "user, team_id=own, 2",
        "user, api_key=elsewhere, 0",
        "ofTeam, '', 2",
        "plain, '', 1",
        "plain, api_key=litellm_proxy_master_key, 403",
        "plain, user_id=uwe, 403",
        "plain, team_id=own, 404",
        "user, user_id=lea, 403",
        "user, team_id=other, 404",
        "leader, team_id=other, 404",
        "master, api_key=litellm_proxy_master_key, 1",
        "master, tag=red, 2",
        "master, end_user=end, 2",
        "master, status_filter=failure, 0",
    })
    void everybodySeesTheRowsThatTheyMaySee(String who, String query, int expected) {
        HttpResponse<String> answer = ADMIN.as(keyOf(who), "/spend/logs?" + query, null);
        if (expected > 100) {
            JsonNode unused = ADMIN.error(expected, answer);
        } else {
            assertThat(ADMIN.ok(answer)).hasSize(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "master, /spend/tags, 200",
        "viewer, /spend/tags, 200",
        "leader, /spend/tags, 403",
        "leader, /spend/tags?team_id=own, 200",
        "user, /spend/tags?team_id=own, 403",
        "plain, /spend/tags, 403",
        "viewer, /global/spend, 200",
        "leader, /global/spend, 403",
        "user, /global/spend/report?group_by=customer&start_date=2026-05-04&end_date=2026-05-05, 403",
    })
    void sumsThatDoNotSayWhoseKeyItWasAreForThoseWhoSeeAllOfThem(
            String who, String path, int status) {
        assertThat(ADMIN.as(keyOf(who), path, null).statusCode()).isEqualTo(status);
    }

    @Test
    void aKeyIsNamedByItselfByItsHashOrByItsPublicId() {
        for (String name :
                List.of(ofTeam, key.get("token").asText(), key.get("public_id").asText())) {
            JsonNode rows = ADMIN.get("/spend/logs?api_key=" + name);
            assertThat(rows).hasSize(2);
            assertThat(rows.get(0).get("api_key").asText()).isEqualTo(key.get("token").asText());
        }
        assertThat(ADMIN.get("/spend/logs?api_key=" + RunningHouse.MASTER)).hasSize(1);
    }

    @Test
    void aRowHasTheNamesOfLiteLlmAndOurs() {
        JsonNode row = ADMIN.get("/spend/logs?user_id=uwe").get(1);
        assertThat(row.get("request_id").asText()).startsWith("call-");
        assertThat(row.get("spend").decimalValue().toPlainString()).isEqualTo(COST);
        assertThat(row.get("total_tokens").asLong()).isEqualTo(120);
        assertThat(row.get("price_version").asText()).isEqualTo("azure/gpt-4o@1");
        assertThat(row.get("status").asText()).isEqualTo("success");
        assertThat(row.get("request_tags").toString()).isEqualTo("[\"red\"]");
        assertThat(row.at("/metadata/user_api_key_team_alias").asText()).isEqualTo("=Own");
        assertThat(ADMIN.get("/spend/logs?request_id=" + row.get("request_id").asText()))
                .hasSize(1);
    }

    @Test
    void daysAreSummedUpUnlessRowsAreAskedFor() {
        JsonNode days = ADMIN.get("/spend/logs?" + DAYS);
        assertThat(days).hasSize(1);
        assertThat(days.get(0).get("startTime").asText()).isEqualTo("2026-05-04");
        assertThat(days.get(0).get("spend").decimalValue().toPlainString())
                .isEqualTo("0.007407402");
        assertThat(days.get(0).at("/users/uwe").decimalValue().toPlainString())
                .isEqualTo("0.002469134");
        assertThat(days.get(0).get(key.get("token").asText()).decimalValue().toPlainString())
                .isEqualTo("0.002469134");
        assertThat(ADMIN.get("/spend/logs?summarize=false&" + DAYS)).hasSize(6);
        assertThat(ADMIN.get("/spend/logs?summarize=false&end_date=2026-05-03")).isEmpty();
    }

    @Test
    void pagesFollowEachOtherByNumberAndByTheLastRow() {
        JsonNode first = ADMIN.get("/spend/logs/v2?page=1&page_size=4&" + DAYS);
        JsonNode second = ADMIN.get("/spend/logs/v2?page=2&page_size=4&" + DAYS);
        JsonNode next =
                ADMIN.get("/spend/logs/v2?page_size=4&before=" + first.get("next").asText());
        assertThat(first.get("data")).hasSize(4);
        assertThat(first.get("total").asLong()).isEqualTo(6);
        assertThat(first.get("total_pages").asLong()).isEqualTo(2);
        assertThat(second.get("data")).hasSize(2).isEqualTo(next.get("data"));
        assertThat(second.get("next").isNull()).isTrue();
        assertThat(ADMIN.get("/spend/logs/v2?tag=red").get("total").isNull()).isTrue();
    }

    @Test
    void theReportSaysWhatTeamsSpentOnWhichDay() {
        JsonNode days = ADMIN.get("/global/spend/report?" + DAYS);
        assertThat(days).hasSize(1);
        JsonNode teams = days.get(0).get("teams");
        assertThat(teams.findValuesAsText("team_id")).containsExactly("", "other", "own");
        JsonNode own = teams.get(2);
        assertThat(own.get("team_name").asText()).isEqualTo("=Own");
        assertThat(own.get("total_spend").decimalValue().toPlainString()).isEqualTo("0.003703701");
        assertThat(own.get("metadata").findValuesAsText("api_key"))
                .containsExactlyInAnyOrder(key.get("token").asText(), "gone");
        JsonNode customers = ADMIN.get("/global/spend/report?group_by=customer&" + DAYS);
        assertThat(customers.get(0).get("customers").findValuesAsText("customer"))
                .containsExactly("end");
        JsonNode keys = ADMIN.get("/global/spend/report?internal_user_id=uwe&" + DAYS);
        assertThat(keys).hasSize(1);
        assertThat(keys.get(0).get("total_input_tokens").asLong()).isEqualTo(200);
        assertThat(keys.get(0).at("/model_details/0/model").asText()).isEqualTo("gpt-4o");
    }

    @Test
    void anAdminOfTeamsReportsAboutThemWithoutNamingThem() {
        JsonNode days =
                ADMIN.ok(ADMIN.as(leader, "/global/spend/report?group_by=team&" + DAYS, null));
        assertThat(days.get(0).get("teams").findValuesAsText("team_id")).containsExactly("own");
        JsonNode activity = ADMIN.ok(ADMIN.as(leader, "/team/daily/activity?" + DAYS, null));
        assertThat(activity.at("/metadata/total_api_requests").asLong()).isEqualTo(3);
        JsonNode ofUser = ADMIN.ok(ADMIN.as(user, "/team/daily/activity?" + DAYS, null));
        assertThat(ofUser.at("/metadata/total_api_requests").asLong()).isEqualTo(2);
    }

    @Test
    void activityIsBrokenDownDayByDay() {
        JsonNode activity = ADMIN.get("/team/daily/activity?team_ids=own,other&" + DAYS);
        JsonNode day = activity.at("/results/0");
        assertThat(day.get("date").asText()).isEqualTo("2026-05-04");
        assertThat(day.at("/metrics/api_requests").asLong()).isEqualTo(4);
        assertThat(day.at("/breakdown/entities/own/metrics/successful_requests").asLong())
                .isEqualTo(3);
        assertThat(day.at("/breakdown/models/gpt-4o/metrics/prompt_tokens").asLong())
                .isEqualTo(400);
        assertThat(day.at("/breakdown/api_keys").has(key.get("token").asText())).isTrue();
        // The days of the first page are the latest; the sums are of all.
        JsonNode page = ADMIN.get("/user/daily/activity?page_size=1&" + DAYS);
        assertThat(page.get("results")).isEmpty();
        assertThat(page.at("/metadata/has_more").asBoolean()).isTrue();
        assertThat(page.at("/metadata/total_api_requests").asLong()).isEqualTo(6);
        JsonNode last = ADMIN.get("/user/daily/activity?page_size=1&page=2&" + DAYS);
        assertThat(last.get("results")).hasSize(1);
        assertThat(last.at("/metadata/has_more").asBoolean()).isFalse();
        assertThat(ADMIN.get("/user/daily/activity?page_size=1&page=3&" + DAYS).get("results"))
                .isEmpty();
    }

    @Test
    void listsBeginWithTheDearest() {
        JsonNode keys = ADMIN.get("/spend/keys?" + DAYS);
        assertThat(keys.get(0).get("token").asText()).isEqualTo(key.get("token").asText());
        assertThat(keys.get(0).get("api_requests").asLong()).isEqualTo(2);
        assertThat(ADMIN.get("/spend/keys?limit=1")).hasSize(1);
        JsonNode users = ADMIN.get("/spend/users");
        assertThat(users.findValuesAsText("user_id")).containsExactly("uwe", "eve");
        JsonNode tags = ADMIN.get("/spend/tags");
        assertThat(tags.findValuesAsText("individual_request_tag")).containsExactly("red", "blue");
        assertThat(tags.get(0).get("log_count").asLong()).isEqualTo(2);
        assertThat(ADMIN.get("/global/spend").get("spend").decimalValue().toPlainString())
                .isEqualTo("0.007407402");
    }

    @Test
    void tablesAreForSpreadsheetsAndHoldNoFormulas() {
        String report = csv("/global/spend/report?" + DAYS);
        assertThat(report.lines().findFirst())
                .contains(
                        "date,team_id,team_name,model,api_key,requests,successful_requests,"
                                + "failed_requests,prompt_tokens,completion_tokens,"
                                + "cached_tokens,spend_usd");
        assertThat(report)
                .contains("\r\n2026-05-04,own,'=Own,gpt-4o,gone,1,1,0,100,20,60," + COST + "\r\n");
        assertThat(csv("/spend/logs?user_id=uwe")).contains(",\"k,1\",own,'=Own,uwe,");
        assertThat(ADMIN.as(viewer, "/user/daily/activity?format=csv&" + DAYS, null).body())
                .contains("2026-05-04,uwe,");
        assertThat(ADMIN.error(422, ADMIN.as(viewer, "/spend/logs?format=pdf", null)).get("param"))
                .hasToString("\"format\"");
    }

    @Test
    void keysTeamsUsersAndCustomersSayWhatTheyHaveSpent() {
        assertThat(spend(ADMIN.get("/key/info?key=" + ofTeam), "/info/spend"))
                .isEqualTo("0.002469134");
        assertThat(spend(ADMIN.get("/team/info?team_id=own"), "/team_info/spend"))
                .isEqualTo("0.003703701");
        assertThat(spend(ADMIN.get("/user/info?user_id=uwe"), "/user_info/spend"))
                .isEqualTo("0.002469134");
        ADMIN.post("/customer/new", "{\"user_id\":\"end\"}");
        assertThat(spend(ADMIN.get("/customer/info?end_user_id=end"), "/spend"))
                .isEqualTo("0.002469134");
        JsonNode keys = ADMIN.get("/key/list?return_full_object=true&user_id=uwe&team_id=own");
        assertThat(spend(keys, "/keys/0/spend")).isEqualTo("0.002469134");
        assertThat(spend(ADMIN.get("/user/info?user_id=vera"), "/user_info/spend")).isEqualTo("0");
    }

    private static String spend(JsonNode answer, String where) {
        return answer.at(where).decimalValue().stripTrailingZeros().toPlainString();
    }

    @Test
    void whileTheLedgerIsAwayEverythingElseIsAnswered() {
        HOUSE.reports.away(true);
        try {
            HttpResponse<String> info =
                    ADMIN.as(RunningHouse.MASTER, "/team/info?team_id=own", null);
            assertThat(ADMIN.ok(info).at("/team_info/spend").isNull()).isTrue();
            assertThat(info.headers().firstValue("x-signalbox-spend")).contains("unavailable");
            assertThat(ADMIN.error(503, ADMIN.as(viewer, "/spend/logs", null)).get("type"))
                    .hasToString("\"no_db_connection\"");
        } finally {
            HOUSE.reports.away(false);
        }
        assertThat(
                        ADMIN.as(RunningHouse.MASTER, "/team/info?team_id=own", null)
                                .headers()
                                .firstValue("x-signalbox-spend"))
                .isEmpty();
    }

    @Test
    void aCallIsPricedWithoutBeingMade() {
        JsonNode question =
                ADMIN.post(
                        "/spend/calculate",
                        "{\"model\":\"world\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");
        // 31 bytes of messages are three tokens here, at 2 microdollars each.
        assertThat(spend(question, "/cost")).isEqualTo("0.000006");
        JsonNode answer =
                ADMIN.post(
                        "/spend/calculate",
                        "{\"completion_response\":{\"model\":\"world\",\"usage\":"
                                + "{\"prompt_tokens\":10,\"completion_tokens\":5}}}");
        assertThat(spend(answer, "/cost")).isEqualTo("0.00006");
        assertThat(answer.at("/deployments/0/price_version").asText()).isEqualTo("v1");
        assertThat(HOUSE.calls).isEmpty();
        String bound = ADMIN.key("{\"models\":[\"eu\"]}");
        JsonNode unused =
                ADMIN.error(
                        404,
                        ADMIN.as(
                                bound,
                                "/spend/calculate",
                                "{\"model\":\"world\",\"messages\":[]}"));
    }
}
