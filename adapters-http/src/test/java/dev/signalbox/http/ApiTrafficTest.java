package dev.signalbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.signalbox.application.call.response.ResponseIds;
import dev.signalbox.application.ledger.Receipt;
import dev.signalbox.application.testkit.Questions;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.http.ApiDescription.Operation;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Real requests and their answers are what the document says. The last test names every route that
 * no tour has been to: whoever adds a route adds a step here.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ApiTrafficTest {

    private static final RunningHouse HOUSE = new RunningHouse(Set.of(new Team.Id("open")));
    private static final ApiTour TOUR = new ApiTour(HOUSE);
    private static final String MASTER = RunningHouse.MASTER;

    @AfterAll
    static void stop() {
        HOUSE.close();
    }

    @Test
    @Order(1)
    void ofTeams() {
        TOUR.post("/team/new", "{}");
        TOUR.post(
                "/team/new",
                "{\"team_id\":\"red\",\"team_alias\":\"Red\",\"models\":[\"eu\"],"
                        + "\"model_aliases\":{\"gpt\":\"eu\"},\"max_budget\":1.5,\"rpm_limit\":5,"
                        + "\"members_with_roles\":[{\"user_id\":\"ann\",\"role\":\"admin\"}],"
                        + "\"metadata\":{\"a\":1},\"tags\":[\"x\"],\"guardrails\":[\"g\"],"
                        + "\"team_member_budget\":2,\"blocked\":false}");
        TOUR.refused(400, "POST", "/team/new", "{\"team_id\":\"red\"}");
        TOUR.refused(400, "POST", "/team/new", "{\"model_aliases\":{\"x\":\"mars\"}}");
        String red = "{\"team_id\":\"red\"";
        TOUR.post("/team/update", red + ",\"model_aliases\":{\"gpt\":\"world\"},\"models\":null}");
        TOUR.refused(404, "POST", "/team/update", "{\"team_id\":\"none\"}");
        TOUR.refused(422, "POST", "/team/update", "{}");
        HttpResponse<String> info = TOUR.as(MASTER, "GET", "/team/info?team_id=red", null);
        assertThat(info.headers().firstValue("etag")).isPresent();
        assertThat(
                        TOUR.as(
                                        MASTER,
                                        "POST",
                                        "/team/update",
                                        red + "}",
                                        "If-Match",
                                        "\"2020-01-01T00:00:00.000000Z\"")
                                .statusCode())
                .isEqualTo(412);
        TOUR.post("/team/block", red + "}");
        TOUR.post("/team/unblock", red + "}");
        TOUR.post("/team/model/add", red + ",\"models\":[\"world\"]}");
        TOUR.post("/team/model/delete", red + ",\"models\":[\"world\"]}");
        TOUR.refused(404, "POST", "/team/block", "{\"team_id\":\"none\"}");
        JsonNode past = TOUR.get("/team/aliases/history?team_id=red").get("history");
        long first = past.get(past.size() - 1).get("revision").asLong();
        TOUR.post("/team/aliases/rollback", red + ",\"revision\":" + first + "}");
        TOUR.refused(404, "POST", "/team/aliases/rollback", red + ",\"revision\":0}");
        JsonNode plan =
                TOUR.post(
                        "/team/aliases/schedule",
                        red
                                + ",\"model_aliases\":{\"x\":\"eu\"},\"effective_at\":\""
                                + Instant.now().plusSeconds(3600)
                                + "\"}");
        TOUR.get("/team/aliases/schedules?team_id=red");
        TOUR.refused(404, "GET", "/team/aliases/schedules?team_id=none", null);
        String cancelled = "{\"schedule_id\":\"" + plan.get("schedule_id").asText() + "\"}";
        TOUR.post("/team/aliases/schedule/cancel", cancelled);
        TOUR.refused(400, "POST", "/team/aliases/schedule/cancel", cancelled);
        TOUR.refused(404, "POST", "/team/aliases/schedule/cancel", "{\"schedule_id\":\"none\"}");
        TOUR.post("/key/generate", red + "}");
        TOUR.get("/team/info?team_id=red");
        TOUR.refused(404, "GET", "/team/info?team_id=none", null);
        TOUR.refused(422, "GET", "/team/info", null);
        assertThat(TOUR.get("/team/list")).isNotEmpty();
        TOUR.get("/team/list?user_id=ann&team_alias=Red");
        TOUR.get("/v2/team/list?page=1&page_size=5&sort_by=team_alias&sort_order=desc");
        TOUR.refused(422, "GET", "/v2/team/list?page=none", null);
        TOUR.post("/team/new", "{\"team_id\":\"open\"}");
        assertThat(TOUR.get("/team/available")).isNotEmpty();
    }

    @Test
    @Order(2)
    void ofMembers() {
        String red = "{\"team_id\":\"red\"";
        TOUR.post(
                "/team/member_add",
                red
                        + ",\"member\":[{\"user_id\":\"bob\",\"role\":\"user\"},{\"user_email\":\"c@x.org\"}]}");
        TOUR.post("/team/member_add", red + ",\"member\":{\"user_id\":\"dan\"}}");
        TOUR.refused(400, "POST", "/team/member_add", red + ",\"member\":{\"user_id\":\"dan\"}}");
        TOUR.post("/team/member_update", red + ",\"user_id\":\"bob\",\"role\":\"admin\"}");
        TOUR.refused(
                422, "POST", "/team/member_update", red + ",\"user_id\":\"bob\",\"role\":\"x\"}");
        TOUR.post("/team/member_delete", red + ",\"user_id\":\"dan\"}");
        TOUR.refused(400, "POST", "/team/member_delete", red + ",\"user_id\":\"dan\"}");
    }

    @Test
    @Order(2)
    void ofBudgets() {
        String gold = "{\"budget_id\":\"gold\"";
        TOUR.post(
                "/budget/new",
                gold
                        + ",\"max_budget\":5,\"budget_duration\":\"30d\",\"rpm_limit\":10,"
                        + "\"model_max_budget\":{\"eu\":{\"budget_limit\":1,\"time_period\":\"1d\"}}}");
        TOUR.refused(400, "POST", "/budget/new", gold + "}");
        TOUR.post("/budget/update", gold + ",\"max_budget\":6}");
        TOUR.refused(404, "POST", "/budget/update", "{\"budget_id\":\"none\"}");
        TOUR.post("/budget/info", "{\"budgets\":[\"gold\"]}");
        TOUR.refused(404, "POST", "/budget/info", "{\"budgets\":[\"none\"]}");
        assertThat(TOUR.get("/budget/list")).hasSize(1);
        ofCustomers();
        ofTags();
        TOUR.post("/budget/delete", "{\"id\":\"gold\"}");
        TOUR.refused(404, "POST", "/budget/delete", "{\"id\":\"gold\"}");
    }

    private static void ofCustomers() {
        String lina = "{\"user_id\":\"lina\"";
        TOUR.post(
                "/customer/new",
                lina + ",\"alias\":\"Lina\",\"budget_id\":\"gold\",\"default_model\":\"eu\"}");
        TOUR.refused(400, "POST", "/customer/new", lina + "}");
        TOUR.post("/customer/update", lina + ",\"max_budget\":1,\"budget_duration\":\"1d\"}");
        TOUR.refused(400, "POST", "/customer/update", lina + ",\"budget_id\":\"none\"}");
        TOUR.refused(400, "POST", "/budget/delete", "{\"id\":\"gold\"}");
        TOUR.get("/customer/info?end_user_id=lina");
        TOUR.refused(404, "GET", "/customer/info?end_user_id=none", null);
        TOUR.get("/customer/list");
        String both = "{\"user_ids\":[\"lina\",\"mia\"]}";
        TOUR.post("/customer/block", both);
        TOUR.post("/customer/unblock", both);
        TOUR.post("/customer/delete", both);
        TOUR.refused(404, "POST", "/customer/delete", both);
        TOUR.refused(422, "POST", "/customer/block", "{\"user_ids\":[\"\"]}");
        TOUR.refused(422, "POST", "/customer/unblock", "{}");
    }

    private static void ofTags() {
        String batch = "{\"name\":\"batch\"";
        TOUR.post("/tag/new", batch + ",\"max_budget\":5,\"description\":\"At night.\"}");
        TOUR.refused(400, "POST", "/tag/new", batch + "}");
        TOUR.refused(422, "POST", "/tag/new", "{\"name\":\"x\",\"models\":[\"m\"]}");
        TOUR.post("/tag/update", batch + ",\"budget_id\":\"gold\"}");
        TOUR.refused(404, "POST", "/tag/update", "{\"name\":\"none\"}");
        TOUR.post("/tag/info", "{\"names\":[\"batch\"]}");
        TOUR.refused(404, "POST", "/tag/info", "{\"names\":[\"none\"]}");
        assertThat(TOUR.get("/tag/list")).hasSize(1);
        TOUR.post("/tag/delete", batch + "}");
        TOUR.refused(404, "POST", "/tag/delete", batch + "}");
    }

    @Test
    @Order(3)
    void ofKeys() {
        JsonNode made =
                TOUR.post(
                        "/key/generate",
                        "{\"team_id\":\"red\",\"user_id\":\"ann\",\"key_alias\":\"one\",\"duration\":\"30d\","
                                + "\"models\":[\"eu\"],\"aliases\":{\"a\":\"eu\"},\"tags\":[\"x\"],"
                                + "\"metadata\":{\"a\":1},\"guardrails\":[\"g\"],\"tpm_limit\":9,"
                                + "\"key_type\":\"llm_api\",\"agent_id\":\"x\",\"blocked\":null}");
        String key = made.get("key").asText();
        TOUR.refused(400, "POST", "/key/generate", "{\"key_alias\":\"one\"}");
        TOUR.refused(404, "POST", "/key/generate", "{\"team_id\":\"none\"}");
        TOUR.refused(422, "POST", "/key/generate", "{\"duration\":\"soon\"}");
        TOUR.post("/key/service-account/generate", "{\"team_id\":\"red\"}");
        TOUR.refused(422, "POST", "/key/service-account/generate", "{}");
        String named = "{\"key\":\"" + key + "\"";
        TOUR.post("/key/update", named + ",\"rpm_limit\":7,\"metadata\":null}");
        TOUR.refused(404, "POST", "/key/update", "{\"key\":\"sk-none\"}");
        TOUR.post("/key/block", named + "}");
        TOUR.post("/key/unblock", named + "}");
        TOUR.refused(404, "POST", "/key/block", "{\"key\":\"sk-none\"}");
        TOUR.get("/key/info?key=" + key);
        TOUR.refused(404, "GET", "/key/info?key=sk-none", null);
        TOUR.post("/v2/key/info", "{\"keys\":[\"" + key + "\"]}");
        TOUR.refused(404, "POST", "/v2/key/info", "{\"keys\":[\"sk-none\"]}");
        TOUR.get("/key/list");
        TOUR.get(
                "/key/list?team_id=red&user_id=ann&return_full_object=true&page=1&size=3"
                        + "&sort_by=key_alias&sort_order=asc");
        TOUR.refused(422, "GET", "/key/list?size=1000", null);
        TOUR.post("/key/health", null);
        JsonNode rotated = TOUR.post("/key/regenerate", named + ",\"grace_period\":\"1h\"}");
        assertThat(rotated.get("former_key_until").isNull()).isFalse();
        TOUR.refused(422, "POST", "/key/regenerate", named + ",\"new_key\":\"sk-a\"}");
        String hash = rotated.get("token").asText();
        TOUR.post("/key/" + hash + "/regenerate", "{}");
        TOUR.post("/key/delete", "{\"key_aliases\":[\"one\"]}");
        TOUR.refused(404, "POST", "/key/delete", "{\"keys\":[\"sk-none\"]}");
    }

    @Test
    @Order(4)
    void ofUsers() {
        TOUR.post(
                "/user/new",
                "{\"user_id\":\"eve\",\"user_email\":\"eve@x.org\",\"user_alias\":\"Eve\","
                        + "\"user_role\":\"internal_user\",\"teams\":[\"red\"],\"max_budget\":3,"
                        + "\"duration\":\"1d\",\"metadata\":{\"a\":1},\"sso_user_id\":\"e\"}");
        TOUR.post("/user/new", "{\"user_id\":\"fay\",\"auto_create_key\":false}");
        TOUR.refused(400, "POST", "/user/new", "{\"user_id\":\"fay\"}");
        TOUR.refused(422, "POST", "/user/new", "{\"user_role\":\"king\"}");
        TOUR.post("/user/update", "{\"user_id\":\"fay\",\"user_role\":\"proxy_admin_viewer\"}");
        TOUR.refused(404, "POST", "/user/update", "{\"user_id\":\"none\"}");
        TOUR.get("/user/info?user_id=eve");
        TOUR.refused(404, "GET", "/user/info?user_id=none", null);
        TOUR.get("/user/list?role=internal_user&page=1&page_size=5&sort_by=user_id&sort_order=asc");
        TOUR.get("/user/get_users?user_ids=eve,fay");
        TOUR.refused(422, "GET", "/user/list?role=king", null);
        TOUR.post("/user/delete", "{\"user_ids\":[\"fay\"]}");
        TOUR.refused(404, "POST", "/user/delete", "{\"user_ids\":[\"fay\"]}");
    }

    @Test
    @Order(5)
    void ofTheHistory() {
        JsonNode page = TOUR.get("/audit/log?team_id=red&limit=2");
        assertThat(page.get("rows")).isNotEmpty();
        TOUR.get("/audit/log?kind=key&before=" + page.get("next").asLong());
        TOUR.refused(422, "GET", "/audit/log?limit=0", null);
        TOUR.get("/audit/diff?from=0&to=3");
        assertThat(TOUR.get("/audit/verify").get("verified").asBoolean()).isTrue();
        TOUR.get("/audit/verify?serial=1&hash=" + "0".repeat(64));
        TOUR.refused(422, "GET", "/audit/verify?serial=1", null);
    }

    @Test
    @Order(6)
    void ofModelsCallsAndHealth() {
        TOUR.get("/v1/models");
        TOUR.get("/v1/models/a/b");
        TOUR.get("/model/info");
        TOUR.get("/v1/model/info?litellm_model_id=id-of-eu");
        TOUR.refused(400, "GET", "/v2/model/info?litellm_model_id=none", null);
        TOUR.get("/model_group/info?model_group=eu");
        TOUR.refused(404, "GET", "/v1/models/mars", null);
        TOUR.post("/v1/chat/completions", "{\"model\":\"eu\",\"messages\":[]}");
        TOUR.post("/engines/eu/chat/completions", "{\"messages\":[]}");
        TOUR.refused(422, "POST", "/v1/chat/completions", "{\"messages\":[]}");
        TOUR.post("/v1/route/explain", "{\"model\":\"eu\",\"messages\":[]}");
        String team = "{\"model_aliases\":{\"gpt\":\"eu\"},\"models\":[\"eu\"],\"rpm_limit\":5}";
        String id = TOUR.post("/team/new", team).get("team_id").asText();
        JsonNode key =
                TOUR.post("/key/generate", "{\"team_id\":\"" + id + "\",\"key_alias\":\"x\"}");
        for (String model : List.of("gpt", "world", "mars")) {
            HttpResponse<String> explained =
                    TOUR.as(
                            key.get("key").asText(),
                            "POST",
                            "/route/explain",
                            "{\"model\":\"" + model + "\"}");
            assertThat(explained.statusCode()).isEqualTo(200);
        }
        TOUR.refused(422, "POST", "/v1/route/explain", "{}");
        TOUR.post("/v1/completions", "{\"model\":\"eu\",\"prompt\":\"a\"}");
        TOUR.post("/v1/embeddings", "{\"model\":\"eu\",\"input\":\"a\"}");
        TOUR.post("/v1/images/generations", "{\"model\":\"eu\",\"prompt\":\"a\"}");
        TOUR.post("/v1/audio/speech", "{\"model\":\"eu\",\"input\":\"a\"}");
        TOUR.post("/v1/moderations", "{\"model\":\"eu\",\"input\":\"a\"}");
        for (String operation :
                List.of("images/edits", "audio/transcriptions", "audio/translations")) {
            TOUR.form("/v1/" + operation);
            TOUR.refused(400, "POST", "/v1/" + operation, "{}");
        }
        ofResponses();
        for (String path :
                List.of(
                        "/",
                        "/health/liveliness",
                        "/health/liveness",
                        "/health/readiness",
                        "/metrics",
                        "/routes",
                        "/openapi.json",
                        "/openapi",
                        "/docs")) {
            TOUR.get(path);
        }
    }

    private void ofResponses() {
        TOUR.post("/v1/responses", "{\"model\":\"eu\",\"input\":\"a\"}");
        String id =
                new ResponseIds(List.of(MASTER))
                        .seal(new Caller.Master(), new Deployment.Id("id-of-eu"))
                        .sealed("resp_1");
        String path = "/v1/responses/" + id;
        TOUR.get(path + "?include=x");
        TOUR.get(path + "/input_items?limit=1");
        TOUR.post(path + "/cancel", "{}");
        assertThat(TOUR.as(MASTER, "DELETE", path, null).statusCode()).isEqualTo(200);
        TOUR.refused(404, "GET", "/v1/responses/none", null);
        TOUR.refused(422, "POST", "/v1/responses", "{}");
    }

    @Test
    @Order(7)
    void ofStoredModels() {
        TOUR.post(
                "/model/new",
                "{\"model_name\":\"mine\",\"litellm_params\":{\"model\":\"azure/x\",\"rpm\":1},"
                        + "\"model_info\":{\"id\":\"one\",\"mode\":\"chat\"}}");
        TOUR.refused(
                400,
                "POST",
                "/model/new",
                "{\"model_name\":\"mine\",\"litellm_params\":{\"no_such\":1}}");
        TOUR.refused(422, "POST", "/model/new", "{\"model_name\":\"mine\"}");
        TOUR.post("/model/update", "{\"model_info\":{\"id\":\"one\",\"mode\":null}}");
        TOUR.post("/model/update", "{\"id\":\"one\",\"model_name\":\"yours\"}");
        TOUR.post("/model/update", "{\"model_id\":\"one\",\"model_info\":null}");
        TOUR.refused(400, "POST", "/model/update", "{\"id\":\"none\"}");
        TOUR.refused(422, "POST", "/model/update", "{}");
        String change = "{\"litellm_params\":{\"api_key\":\"another\"}}";
        assertThat(TOUR.as(MASTER, "PATCH", "/model/one/update", change).statusCode())
                .isEqualTo(200);
        TOUR.refused(400, "PATCH", "/model/none/update", change);
        TOUR.get("/model/info?litellm_model_id=one");
        TOUR.refused(400, "POST", "/model/delete", "{\"id\":\"id-of-eu\"}");
        TOUR.post("/model/delete", "{\"id\":\"one\"}");
        TOUR.refused(400, "POST", "/model/delete", "{\"id\":\"one\"}");
    }

    @Test
    @Order(7)
    void ofSpend() {
        LocalDate day = LocalDate.of(2026, 1, 31);
        for (Receipt receipt :
                List.of(
                        Questions.whole(Questions.full(Questions.id(day, 1))),
                        Questions.failed(Questions.bare(Questions.id(day, 2))))) {
            assertThat(HOUSE.ledger.begin(receipt.intent())).isTrue();
            HOUSE.ledger.end(receipt);
        }
        String days = "start_date=2026-01-01&end_date=2026-01-31";
        assertThat(TOUR.get("/spend/logs")).hasSize(2);
        assertThat(TOUR.get("/spend/logs?" + days)).hasSize(1);
        TOUR.get("/spend/logs?summarize=false&limit=1&format=csv&" + days);
        TOUR.refused(422, "GET", "/spend/logs?before=none", null);
        TOUR.refused(422, "GET", "/spend/logs?format=xml", null);
        assertThat(TOUR.get("/spend/logs/v2?page=2&page_size=1&" + days).get("data")).hasSize(1);
        TOUR.get("/spend/logs/ui?status_filter=failure&format=csv");
        TOUR.refused(422, "GET", "/spend/logs/v2?page=1000&page_size=1000", null);
        TOUR.get("/spend/keys?" + days);
        TOUR.get("/spend/users?limit=1");
        TOUR.get("/spend/tags?" + days);
        for (String path : List.of("/spend/keys", "/spend/users", "/spend/tags")) {
            TOUR.get(path + "?format=csv");
            TOUR.refused(422, "GET", path + "?limit=0", null);
        }
        TOUR.get("/global/spend");
        TOUR.get("/global/spend?format=csv&" + days);
        TOUR.refused(422, "GET", "/global/spend?start_date=soon", null);
        for (String group : List.of("team", "customer", "model", "api_key")) {
            TOUR.get("/global/spend/report?group_by=" + group + "&" + days);
            TOUR.get("/global/spend/report?format=csv&group_by=" + group + "&" + days);
        }
        TOUR.refused(422, "GET", "/global/spend/report", null);
        TOUR.refused(422, "GET", "/global/spend/report?group_by=moon&" + days, null);
        for (String path : List.of("/team/daily/activity", "/user/daily/activity")) {
            assertThat(TOUR.get(path + "?page=1&page_size=31&" + days).get("results")).hasSize(1);
            TOUR.get(path + "?format=csv&" + days);
            TOUR.refused(422, "GET", path, null);
        }
        TOUR.post("/spend/calculate", "{\"model\":\"world\",\"messages\":[]}");
        TOUR.post(
                "/spend/calculate",
                "{\"completion_response\":{\"model\":\"world\",\"usage\":{\"prompt_tokens\":1}}}");
        TOUR.refused(400, "POST", "/spend/calculate", "{\"model\":\"eu\",\"messages\":[]}");
        TOUR.refused(404, "POST", "/spend/calculate", "{\"model\":\"mars\",\"messages\":[]}");
        TOUR.refused(422, "POST", "/spend/calculate", "{\"model\":\"world\"}");
        String period = "\"start_date\":\"2026-01-01\",\"end_date\":\"2026-01-31\"";
        JsonNode page = TOUR.post("/spend/rerate", "{" + period + ",\"model\":\"gpt-4o\"}");
        assertThat(page.at("/left_alone/0/reason").asText()).isEqualTo("no_deployment");
        TOUR.post(
                "/spend/rerate/apply",
                "{" + period + ",\"model\":\"gpt-4o\",\"page\":" + page.get("page") + "}");
        TOUR.refused(412, "POST", "/spend/rerate/apply", "{" + period + ",\"page\":\"other\"}");
        TOUR.refused(422, "POST", "/spend/rerate", "{\"start_date\":\"2026-01-01\"}");
        TOUR.refused(422, "POST", "/spend/rerate", "{" + period + ",\"after\":\"soon\"}");
        TOUR.refused(
                422,
                "POST",
                "/spend/rerate",
                "{\"start_date\":\"2026-01-01\",\"end_date\":\"2999-01-01\"}");
        HOUSE.reports.away(true);
        TOUR.refused(503, "GET", "/spend/logs", null);
        assertThat(TOUR.get("/key/list?return_full_object=true").get("keys"))
                .allSatisfy(key -> assertThat(key.get("spend").isNull()).isTrue());
        HOUSE.reports.away(false);
    }

    @Test
    @Order(8)
    void ofStrangersAndOfThoseWhoMayNot() {
        assertThat(TOUR.as("sk-nobody-at-all", "GET", "/team/list", null).statusCode())
                .isEqualTo(401);
        String plain = TOUR.post("/key/generate", "{}").get("key").asText();
        for (Operation operation : TOUR.api.operations) {
            String path = operation.pathWith("none");
            String body = operation.method().equals("GET") ? null : "{}";
            HttpResponse<String> stranger = TOUR.as(null, operation.method(), path, body);
            assertThat(stranger.statusCode() == 401)
                    .as(operation.name())
                    .isNotEqualTo(operation.isPublic());
            HttpResponse<String> mere = TOUR.as(plain, operation.method(), path, body);
            if (operation.says().path("responses").has("403")
                    && !operation.says().get("x-signalbox-policy").asText().equals("caller")) {
                assertThat(mere.statusCode()).as(operation.name()).isEqualTo(403);
            }
        }
    }

    @Test
    @Order(9)
    void ofMistakesInForms() {
        for (Operation operation : TOUR.api.operations) {
            if (operation.takesForm()) {
                String path = operation.pathWith("none");
                TOUR.refused(400, operation.method(), path, "{\"no_such_field\":1}");
                TOUR.refused(400, operation.method(), path, "{");
            }
        }
    }

    @Test
    @Order(10)
    void ofTheDatabaseBeingAway() {
        HOUSE.registry.away(true);
        try {
            for (String path : List.of("/team/list", "/user/list", "/audit/log", "/key/list")) {
                TOUR.refused(503, "GET", path, null);
            }
            TOUR.refused(503, "POST", "/team/new", "{}");
            TOUR.refused(503, "POST", "/key/generate", "{}");
            TOUR.as(MASTER, "GET", "/health/readiness", null);
        } finally {
            HOUSE.registry.away(false);
        }
        TOUR.post("/team/delete", "{\"team_ids\":[\"red\"]}");
        TOUR.refused(404, "POST", "/team/delete", "{\"team_ids\":[\"red\"]}");
    }

    @Test
    @Order(11)
    void everyRouteHasBeenVisited() {
        List<String> missing = new ArrayList<>();
        for (Operation operation : TOUR.api.operations) {
            if (!operation.isAlias() && !TOUR.seen(operation).contains(200)) {
                missing.add(operation.name() + " has never been served");
            }
            if (!operation.isPublic() && TOUR.seen(operation).stream().noneMatch(s -> s >= 400)) {
                missing.add(operation.name() + " has never been refused");
            }
        }
        assertThat(missing).as("add a step to the tour").isEmpty();
    }
}
