package dev.signalbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.policy.RoutingTerms;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Every line of the surface for teams, users and the history, as LiteLLM's clients use it. */
class TeamSurfaceTest {

    private static final RunningHouse HOUSE = new RunningHouse();
    private static final Administrators ADMIN = new Administrators(HOUSE);
    private static final String MASTER = RunningHouse.MASTER;

    @AfterAll
    static void stop() {
        HOUSE.close();
    }

    @Test
    void membersJoinChangeTheirRoleAndLeave() {
        String team = ADMIN.team("{}");
        String head = "{\"team_id\":\"" + team + "\",";
        JsonNode joined =
                ADMIN.post(
                        "/team/member_add",
                        head
                                + "\"member\":[{\"role\":\"admin\",\"user_id\":\"ann\"},"
                                + "{\"role\":\"user\",\"user_email\":\"bob@example.org\"}]}");
        assertThat(joined.get("members_with_roles")).hasSize(2);
        assertThat(joined.get("updated_users")).hasSize(2);
        String bob = joined.at("/updated_users/1/user_id").asText();
        ADMIN.error(
                400,
                ADMIN.as(
                        MASTER,
                        "/team/member_add",
                        head + "\"member\":{\"role\":\"user\",\"user_id\":\"ann\"}}"));
        JsonNode led =
                ADMIN.post(
                        "/team/member_update",
                        head + "\"user_email\":\"bob@example.org\",\"role\":\"admin\"}");
        assertThat(led.get("user_id").asText()).isEqualTo(bob);
        JsonNode left = ADMIN.post("/team/member_delete", head + "\"user_id\":\"ann\"}");
        assertThat(left.get("members_with_roles")).hasSize(1);
        assertThat(left.at("/members_with_roles/0/role").asText()).isEqualTo("admin");
        ADMIN.error(400, ADMIN.as(MASTER, "/team/member_delete", head + "\"user_id\":\"ann\"}"));
        ADMIN.error(
                404,
                ADMIN.as(
                        MASTER,
                        "/team/member_add",
                        "{\"team_id\":\"none\",\"member\":{\"user_id\":\"ann\"}}"));
    }

    @Test
    void modelsAreAddedAndTakenAway() {
        String team = ADMIN.team("{\"models\":[\"eu\"]}");
        String head = "{\"team_id\":\"" + team + "\",\"models\":";
        assertThat(
                        ADMIN.post("/team/model/add", head + "[\"world\",\"eu\"]}")
                                .get("models")
                                .toString())
                .isEqualTo("[\"eu\",\"world\"]");
        assertThat(ADMIN.post("/team/model/delete", head + "[\"eu\"]}").get("models").toString())
                .isEqualTo("[\"world\"]");
        // An empty list would mean every model; taking the last one away must not open them all.
        assertThat(ADMIN.post("/team/model/delete", head + "[\"world\"]}").get("models").toString())
                .isEqualTo("[\"no-default-models\"]");
        String key = ADMIN.key("{\"team_id\":\"" + team + "\"}");
        assertThat(ADMIN.ok(ADMIN.as(key, "/v1/models", null)).get("data")).isEmpty();
    }

    @Test
    void teamsComePageByPageFilteredAndSorted() {
        for (String name : List.of("Paging c", "paging a", "paging b")) {
            ADMIN.team("{\"team_alias\":\"" + name + "\"}");
        }
        JsonNode page = ADMIN.get("/v2/team/list?team_alias=PAGING&page_size=2&sort_by=team_alias");
        assertThat(page.get("total").asInt()).isEqualTo(3);
        assertThat(page.get("total_pages").asInt()).isEqualTo(2);
        assertThat(page.get("teams")).hasSize(2);
        JsonNode newest = ADMIN.get("/v2/team/list?team_alias=paging&page_size=1");
        assertThat(newest.at("/teams/0/team_alias").asText()).isEqualTo("paging b");
        ADMIN.error(422, ADMIN.as(MASTER, "/v2/team/list?page=0", null));
        ADMIN.error(400, ADMIN.as(MASTER, "/team/available", null));
    }

    @Test
    void aNewModelAliasMapReplacesTheOldOneAndNullClears() {
        String team = ADMIN.team("{\"model_aliases\":{\"a\":\"eu\",\"b\":\"eu\"}}");
        String head = "{\"team_id\":\"" + team + "\",\"model_aliases\":";
        JsonNode replaced = ADMIN.post("/team/update", head + "{\"c\":\"world\"}}");
        assertThat(replaced.at("/data/model_aliases").toString()).isEqualTo("{\"c\":\"world\"}");
        JsonNode cleared = ADMIN.post("/team/update", head + "null}");
        assertThat(cleared.at("/data/model_aliases").toString()).isEqualTo("{}");
    }

    @Test
    void whatIsSaidOfTheWayOfCallsIsShownAsWrittenAndCounts() {
        String team =
                ADMIN.team(
                        "{\"tags\":[\"a\",\"a\"],\"residency\":[\"EU\",\"ch\"],"
                                + "\"router_settings\":{\"idle\":1.50},"
                                + "\"metadata\":{\"tags\":[\"b\"],\"disable_fallbacks\":true}}");
        JsonNode shown = ADMIN.get("/team/info?team_id=" + team).get("team_info");
        assertThat(shown.get("tags").toString()).isEqualTo("[\"a\",\"a\"]");
        assertThat(shown.get("router_settings").toString()).isEqualTo("{\"idle\":1.5}");
        assertThat(shown.get("residency").toString()).isEqualTo("[\"ch\",\"eu\"]");
        assertThat(terms(team))
                .isEqualTo(
                        new RoutingTerms(
                                Set.of("a", "b"),
                                Set.of("eu", "ch"),
                                new FreeJson("{\"idle\":1.50}"),
                                true,
                                false));
        String head = "{\"team_id\":\"" + team + "\",";
        JsonNode changed = ADMIN.post("/team/update", head + "\"tags\":null}");
        assertThat(changed.get("warnings").toString()).contains("router_settings.idle");
        assertThat(terms(team).tags()).containsExactly("b");
        assertThat(terms(team).residency()).containsExactlyInAnyOrder("eu", "ch");
        ADMIN.post("/team/update", head + "\"residency\":null,\"router_settings\":{}}");
        assertThat(terms(team).residency()).isEmpty();
        assertThat(terms(team).settings()).isNull();
    }

    @Test
    void settingsThatMeanNothingAreRefusedByTheirName() {
        JsonNode error =
                ADMIN.error(
                        422, ADMIN.as(MASTER, "/team/new", "{\"router_settings\":{\"wrong\":1}}"));
        assertThat(error.toString()).contains("router_settings.wrong");
        ADMIN.error(422, ADMIN.as(MASTER, "/key/generate", "{\"router_settings\":{\"wrong\":1}}"));
        ADMIN.error(422, ADMIN.as(MASTER, "/team/new", "{\"residency\":[\" \"]}"));
        ADMIN.error(400, ADMIN.as(MASTER, "/key/generate", "{\"residency\":[\"eu\"]}"));
    }

    @Test
    void anAliasThatLeadsOutOfTheResidencyIsRefusedByItsName() {
        String team = ADMIN.team("{\"residency\":[\"ch\"]}");
        JsonNode error =
                ADMIN.error(
                        422,
                        ADMIN.as(
                                MASTER,
                                "/team/update",
                                "{\"team_id\":\""
                                        + team
                                        + "\",\"model_aliases\":{\"gpt\":\"eu\"}}"));
        assertThat(error.toString()).contains("model_aliases", "`gpt`", "`eu`", "stay in ch");
    }

    @Test
    void anAliasMayStandForSeveralGroups() {
        String arms = "[{\"group\":\"eu\",\"weight\":90},{\"group\":\"world\",\"weight\":10}]";
        String team = ADMIN.team("{\"model_aliases\":{\"gpt\":" + arms + ",\"plain\":\"eu\"}}");
        JsonNode shown = ADMIN.get("/team/info?team_id=" + team).get("team_info");
        assertThat(shown.at("/model_aliases/gpt").toString()).isEqualTo(arms);
        assertThat(shown.at("/model_aliases/plain").asText()).isEqualTo("eu");
        String key = ADMIN.key("{\"team_id\":\"" + team + "\"}");
        assertThat(ADMIN.ok(ADMIN.as(key, "/v1/models", null)).toString()).contains("\"gpt\"");
        JsonNode step =
                ADMIN.ok(ADMIN.as(key, "/v1/route/explain", "{\"model\":\"gpt\",\"messages\":[]}"))
                        .at("/resolution/0");
        assertThat(step.get("of").asInt()).isEqualTo(100);
        assertThat(step.get("weight").asInt())
                .isEqualTo(step.get("to").asText().equals("eu") ? 90 : 10);
        assertThat(step.get("stopped").asBoolean()).isFalse();
        String head = "{\"team_id\":\"" + team + "\",";
        ADMIN.post("/team/update", head + "\"model_aliases\":{}}");
        JsonNode past = ADMIN.get("/team/aliases/history?team_id=" + team).get("history");
        assertThat(past.at("/1/model_aliases/gpt").toString()).isEqualTo(arms);
        JsonNode back =
                ADMIN.post(
                        "/team/aliases/rollback",
                        head + "\"revision\":" + past.at("/1/revision").asLong() + "}");
        assertThat(back.at("/data/model_aliases/gpt").toString()).isEqualTo(arms);
    }

    @Test
    void whatIsNoListOfGroupsIsRefused() {
        for (String arms :
                new String[] {
                    "[]",
                    "[{\"group\":\"eu\",\"weight\":1}]",
                    "[{\"group\":\"eu\",\"weight\":1},{\"group\":\"eu\",\"weight\":1}]",
                    "[{\"group\":\"eu\",\"weight\":0},{\"group\":\"world\",\"weight\":1}]",
                    "[{\"group\":\"eu\",\"weight\":1.5},{\"group\":\"world\",\"weight\":1}]",
                    "[{\"group\":\"eu\",\"weight\":1001},{\"group\":\"world\",\"weight\":1}]",
                    "[{\"group\":\"eu\",\"weight\":1,\"x\":1},{\"group\":\"world\",\"weight\":1}]",
                    "[\"eu\",\"world\"]",
                }) {
            ADMIN.error(
                    422,
                    ADMIN.as(MASTER, "/team/new", "{\"model_aliases\":{\"gpt\":" + arms + "}}"));
        }
        ADMIN.error(
                400,
                ADMIN.as(
                        MASTER,
                        "/team/new",
                        "{\"model_aliases\":{\"gpt\":[{\"group\":\"eu\",\"weight\":1},"
                                + "{\"group\":\"moon\",\"weight\":1}]}}"));
    }

    @Test
    void aliasesMayBePlannedListedAndCalledOff() {
        String team = ADMIN.team("{\"model_aliases\":{\"gpt\":\"eu\"}}");
        String head = "{\"team_id\":\"" + team + "\",\"model_aliases\":{\"gpt\":\"world\"},";
        String moment = "\"effective_at\":\"" + Instant.now().plusSeconds(3600) + "\"}";
        JsonNode changed = ADMIN.post("/team/update", head + moment);
        assertThat(changed.at("/data/model_aliases/gpt").asText()).isEqualTo("eu");
        assertThat(changed.get("warnings").toString()).contains("Nothing has changed yet");
        JsonNode plan = ADMIN.post("/team/aliases/schedule", head + moment);
        assertThat(plan.get("state").asText()).isEqualTo("waiting");
        assertThat(plan.at("/model_aliases/gpt").asText()).isEqualTo("world");
        JsonNode cancelled =
                ADMIN.post(
                        "/team/aliases/schedule/cancel",
                        "{\"schedule_id\":\"" + plan.get("schedule_id").asText() + "\"}");
        assertThat(cancelled.get("state").asText()).isEqualTo("cancelled");
        assertThat(ADMIN.get("/team/aliases/schedules?team_id=" + team).get("schedules"))
                .extracting(row -> row.get("state").asText())
                .containsExactlyInAnyOrder("waiting", "cancelled");
        for (String wrong :
                new String[] {
                    "\"effective_at\":\"2020-01-01T00:00:00Z\"}",
                    "\"effective_at\":\"tomorrow\"}",
                    "\"blocked\":true," + moment,
                }) {
            ADMIN.error(422, ADMIN.as(MASTER, "/team/update", head + wrong));
        }
    }

    private static RoutingTerms terms(String team) {
        return HOUSE.registry.contents().teams().stream()
                .filter(one -> one.id().text().equals(team))
                .findFirst()
                .orElseThrow()
                .routing();
    }

    @Test
    void anAliasIsOneNameForOneModel() {
        String team = ADMIN.team("{}");
        for (String alias :
                new String[] {
                    "{\"*\":\"eu\"}",
                    "{\"gpt-*\":\"eu\"}",
                    "{\"all-proxy-models\":\"eu\"}",
                    "{\"x\":\"*\"}"
                }) {
            String field = "\"model_aliases\":" + alias;
            ADMIN.error(422, ADMIN.as(MASTER, "/team/new", "{" + field + "}"));
            ADMIN.error(
                    422,
                    ADMIN.as(
                            MASTER,
                            "/team/update",
                            "{\"team_id\":\"" + team + "\"," + field + "}"));
            ADMIN.error(422, ADMIN.as(MASTER, "/key/generate", "{\"aliases\":" + alias + "}"));
        }
    }

    @Test
    void aliasesAreRolledBackAndThatIsAChangeOfItsOwn() {
        String team = ADMIN.team("{\"model_aliases\":{\"m\":\"eu\"}}");
        HttpResponse<String> changed =
                ADMIN.as(
                        MASTER,
                        "/team/update",
                        "{\"team_id\":\"" + team + "\",\"model_aliases\":{\"m\":\"world\"}}");
        ADMIN.ok(changed);
        JsonNode history = ADMIN.get("/team/aliases/history?team_id=" + team).get("history");
        assertThat(history).hasSize(2);
        long first = history.get(1).get("revision").asLong();
        JsonNode back =
                ADMIN.post(
                        "/team/aliases/rollback",
                        "{\"team_id\":\"" + team + "\",\"revision\":" + first + "}");
        assertThat(back.at("/data/model_aliases/m").asText()).isEqualTo("eu");
        assertThat(ADMIN.get("/team/aliases/history?team_id=" + team).get("history")).hasSize(3);
        ADMIN.error(
                404,
                ADMIN.as(
                        MASTER,
                        "/team/aliases/rollback",
                        "{\"team_id\":\"" + team + "\",\"revision\":0}"));
        ADMIN.error(
                404,
                ADMIN.as(MASTER, "/team/aliases/rollback", "{\"team_id\":\"x\",\"revision\":1}"));
    }

    @Test
    void everyChangeSaysWhoMadeItAndFromWhere() {
        ADMIN.ok(
                ADMIN.as(
                        MASTER,
                        "/team/new",
                        "{\"team_id\":\"audited\"}",
                        "litellm-changed-by",
                        "the pipeline"));
        JsonNode row = ADMIN.get("/audit/log?team_id=audited").at("/rows/0");
        assertThat(row.get("by").asText()).isEqualTo("default_user_id");
        assertThat(row.get("on_behalf_of").asText()).isEqualTo("the pipeline");
        assertThat(row.get("from").asText()).isEqualTo("127.0.0.1");
        assertThat(row.get("kind").asText()).isEqualTo("team");
        assertThat(row.get("before").isNull()).isTrue();
        JsonNode report = ADMIN.get("/audit/verify");
        assertThat(report.get("verified").asBoolean()).isTrue();
        JsonNode page = ADMIN.get("/audit/log?limit=1");
        assertThat(page.get("rows")).hasSize(1);
        assertThat(ADMIN.get("/audit/log?limit=1&before=" + page.get("next").asLong()).get("rows"))
                .hasSize(1);
    }

    @Test
    void usersAreMadeChangedFoundAndDeleted() {
        String team = ADMIN.team("{}");
        JsonNode made =
                ADMIN.post(
                        "/user/new",
                        "{\"user_id\":\"carl\",\"user_email\":\"Carl@example.org\",\"teams\":[\""
                                + team
                                + "\"],\"max_budget\":3}");
        assertThat(made.get("key").asText()).startsWith("sk-");
        assertThat(made.get("user_role").asText()).isEqualTo("internal_user");
        ADMIN.error(400, ADMIN.as(MASTER, "/user/new", "{\"user_id\":\"carl\"}"));
        assertThat(ADMIN.post("/user/new", "{\"auto_create_key\":false}").get("key").isNull())
                .isTrue();
        JsonNode info = ADMIN.get("/user/info?user_id=carl");
        assertThat(info.at("/user_info/user_email").asText()).isEqualTo("Carl@example.org");
        assertThat(info.get("keys")).hasSize(1);
        assertThat(info.at("/teams/0/team_id").asText()).isEqualTo(team);
        JsonNode changed = ADMIN.post("/user/update", "{\"user_id\":\"carl\",\"max_budget\":null}");
        assertThat(changed.at("/data/max_budget").isNull()).isTrue();
        JsonNode found = ADMIN.get("/user/list?user_email=carl@&page_size=5");
        assertThat(found.get("total").asInt()).isEqualTo(1);
        ADMIN.error(422, ADMIN.as(MASTER, "/user/new", "{\"user_role\":\"emperor\"}"));
        ADMIN.error(404, ADMIN.as(MASTER, "/user/delete", "{\"user_ids\":[\"carl\",\"no\"]}"));
        assertThat(ADMIN.post("/user/delete", "{\"user_ids\":[\"carl\"]}").asInt()).isEqualTo(1);
        assertThat(ADMIN.get("/team/info?team_id=" + team).at("/team_info/members_with_roles"))
                .isEmpty();
        ADMIN.error(404, ADMIN.as(MASTER, "/user/info?user_id=carl", null));
    }
}
