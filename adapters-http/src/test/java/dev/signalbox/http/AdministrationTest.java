package dev.signalbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.signalbox.application.testkit.Teams;
import dev.signalbox.domain.history.Author;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;

class AdministrationTest {

    private static final RunningHouse HOUSE = new RunningHouse();

    private final ObjectMapper json = new ObjectMapper();

    @BeforeEach
    void afresh() {
        HOUSE.registry.away(false);
    }

    @AfterAll
    static void stop() {
        HOUSE.close();
    }

    private JsonNode ok(HttpResponse<String> response) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json.readTree(response.body());
    }

    private JsonNode error(int status, HttpResponse<String> response) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        JsonNode error = json.readTree(response.body()).get("error");
        assertThat(error.get("code").asText()).isEqualTo(Integer.toString(status));
        return error;
    }

    private JsonNode newTeam(String body) throws Exception {
        return ok(HOUSE.post("/team/new", body));
    }

    private String newKey(String body) throws Exception {
        return ok(HOUSE.post("/key/generate", body)).get("key").asText();
    }

    private HttpResponse<String> as(String key, String method, String path, String body) {
        return HOUSE.send(
                HttpRequest.newBuilder(HOUSE.uri(path))
                        .header("Authorization", "Bearer " + key)
                        .method(method, BodyPublishers.ofString(body))
                        .build());
    }

    @Test
    void aTeamAnswersWithEveryFieldOfLiteLlm() throws Exception {
        JsonNode team = newTeam("{}");
        assertThat(team.fieldNames())
                .toIterable()
                .contains(
                        "team_alias",
                        "team_id",
                        "organization_id",
                        "admins",
                        "members",
                        "members_with_roles",
                        "team_member_permissions",
                        "metadata",
                        "tpm_limit",
                        "rpm_limit",
                        "max_budget",
                        "budget_duration",
                        "models",
                        "blocked",
                        "spend",
                        "max_parallel_requests",
                        "budget_reset_at",
                        "model_id",
                        "litellm_model_table",
                        "updated_at",
                        "created_at",
                        "model_aliases");
        assertThat(team.get("litellm_model_table").isNull()).isTrue();
        assertThat(team.get("created_at").asText())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
        assertThat(team.get("warnings")).isEmpty();
    }

    @Test
    void whatIsOnlyKeptComesBackAndIsSaidNotToProtect() throws Exception {
        JsonNode team =
                newTeam(
                        "{\"max_budget\": 1.50, \"soft_budget\": 1, \"policies\": [\"p\"], \"metadata\": {\"a\": [1, 2]}, \"tpm_limit\": null,"
                                + " \"model_aliases\": {\"x\": \"eu\"}}");
        assertThat(team.get("max_budget").decimalValue()).isEqualByComparingTo("1.5");
        assertThat(team.at("/metadata/a/1").asInt()).isEqualTo(2);
        assertThat(team.get("soft_budget").decimalValue()).isEqualByComparingTo("1");
        assertThat(team.get("warnings")).hasSize(2);
        assertThat(team.get("warnings").toString())
                .contains("callable by their own names")
                .contains("`policies` is stored, but not enforced yet");
        JsonNode bound = newTeam("{\"models\": [\"eu\"], \"model_aliases\": {\"x\": \"eu\"}}");
        assertThat(bound.get("warnings")).isEmpty();
        JsonNode key =
                ok(
                        HOUSE.post(
                                "/key/generate",
                                "{\"user_id\": \"u\", \"aliases\": {\"a\": \"eu\"}, \"guardrails\": [\"g\"],"
                                        + " \"allowed_routes\": []}"));
        assertThat(key.get("user_id").asText()).isEqualTo("u");
        assertThat(key.get("warnings")).hasSize(1);
    }

    @Test
    void aKeyAnswersWithEveryFieldOfLiteLlm() throws Exception {
        JsonNode key = ok(HOUSE.post("/key/generate", ""));
        assertThat(key.fieldNames())
                .toIterable()
                .contains(
                        "key_alias",
                        "duration",
                        "models",
                        "spend",
                        "max_budget",
                        "user_id",
                        "team_id",
                        "max_parallel_requests",
                        "metadata",
                        "tpm_limit",
                        "rpm_limit",
                        "budget_duration",
                        "allowed_cache_controls",
                        "config",
                        "permissions",
                        "model_max_budget",
                        "model_rpm_limit",
                        "model_tpm_limit",
                        "guardrails",
                        "blocked",
                        "aliases",
                        "key",
                        "budget_id",
                        "tags",
                        "enforced_params",
                        "allowed_routes",
                        "key_name",
                        "expires",
                        "token_id",
                        "litellm_budget_table",
                        "token",
                        "created_by",
                        "updated_by",
                        "created_at",
                        "updated_at",
                        "public_id");
        assertThat(key.get("token")).isEqualTo(key.get("token_id"));
        String secret = key.get("key").asText();
        JsonNode info = ok(HOUSE.get("/key/info?key=" + key.get("token").asText()));
        assertThat(info.toString()).doesNotContain(secret);
        assertThat(info.get("info").fieldNames())
                .toIterable()
                .contains(
                        "key_name",
                        "key_alias",
                        "soft_budget_cooldown",
                        "spend",
                        "expires",
                        "models",
                        "aliases",
                        "config",
                        "user_id",
                        "team_id",
                        "permissions",
                        "max_parallel_requests",
                        "metadata",
                        "blocked",
                        "tpm_limit",
                        "rpm_limit",
                        "max_budget",
                        "budget_duration",
                        "budget_reset_at",
                        "allowed_cache_controls",
                        "allowed_routes",
                        "model_spend",
                        "model_max_budget",
                        "budget_id",
                        "organization_id",
                        "created_at",
                        "created_by",
                        "updated_at",
                        "updated_by",
                        "litellm_budget_table",
                        "litellm_organization_table");
    }

    @Test
    void anUpdateAnswersWithNothingThatACreationDoesNotHave() throws Exception {
        JsonNode made =
                newTeam("{\"team_alias\":\"n\",\"model_aliases\":{\"a\":\"eu\"},\"max_budget\":3}");
        String id = made.get("team_id").asText();
        JsonNode answer =
                ok(HOUSE.post("/team/update", "{\"team_id\":\"" + id + "\",\"blocked\":false}"));
        assertThat(answer.get("team_id").asText()).isEqualTo(id);
        Set<String> except =
                Set.of(
                        "members_with_roles",
                        "created_at",
                        "updated_at",
                        "model_spend",
                        "model_max_budget",
                        "model_id",
                        "litellm_organization_table",
                        "litellm_model_table");
        for (Map.Entry<String, JsonNode> field : answer.get("data").properties()) {
            if (!except.contains(field.getKey())) {
                assertThat(field.getValue()).as(field.getKey()).isEqualTo(made.get(field.getKey()));
            }
        }
    }

    @Test
    void anUpdateChangesWhatIsSentAndClearsWhatIsNull() throws Exception {
        String id =
                newTeam(
                                "{\"team_alias\":\"n\",\"model_aliases\":{\"a\":\"eu\"},"
                                        + "\"models\":[\"eu\"],\"max_budget\":3,\"tpm_limit\":5}")
                        .get("team_id")
                        .asText();
        String head = "{\"team_id\":\"" + id + "\",";
        JsonNode kept = ok(HOUSE.post("/team/update", head + "\"max_budget\":null}")).get("data");
        assertThat(kept.get("max_budget").isNull()).isTrue();
        assertThat(kept.get("tpm_limit").asInt()).isEqualTo(5);
        assertThat(kept.get("team_alias").asText()).isEqualTo("n");
        assertThat(kept.at("/model_aliases/a").asText()).isEqualTo("eu");

        JsonNode replaced =
                ok(HOUSE.post("/team/update", head + "\"model_aliases\":{\"b\":\"world\"}}"))
                        .get("data");
        assertThat(replaced.get("model_aliases").toString()).isEqualTo("{\"b\":\"world\"}");
        JsonNode cleared =
                ok(HOUSE.post(
                                "/team/update",
                                head
                                        + "\"model_aliases\":null,\"models\":null,"
                                        + "\"team_alias\":null}"))
                        .get("data");
        assertThat(cleared.get("model_aliases")).isEmpty();
        assertThat(cleared.get("models")).isEmpty();
        assertThat(cleared.get("team_alias").isNull()).isTrue();
    }

    @Test
    void aBlockedTeamsKeysAreTurnedAwayAtOnceAndLetInAgain() throws Exception {
        String id = newTeam("{}").get("team_id").asText();
        String key = newKey("{\"team_id\":\"" + id + "\"}");
        assertThat(as(key, "GET", "/v1/models", "").statusCode()).isEqualTo(200);
        String body = "{\"team_id\":\"" + id + "\"}";
        assertThat(ok(HOUSE.post("/team/block", body)).get("blocked").asBoolean()).isTrue();
        assertThat(error(401, as(key, "GET", "/v1/models", "")).get("message").asText())
                .contains("Team=" + id);
        ok(HOUSE.post("/team/unblock", body));
        assertThat(as(key, "GET", "/v1/models", "").statusCode()).isEqualTo(200);
        assertThat(
                        ok(HOUSE.post("/team/delete", "{\"team_ids\":[\"" + id + "\"]}"))
                                .at("/deleted_teams/0")
                                .asText())
                .isEqualTo(id);
        error(401, as(key, "GET", "/v1/models", ""));
        error(404, HOUSE.get("/team/info?team_id=" + id));
    }

    @Test
    void aKeyIsBlockedUnblockedAndDeletedByItselfOrItsHash() throws Exception {
        JsonNode made = ok(HOUSE.post("/key/generate", "{}"));
        String key = made.get("key").asText();
        String hash = made.get("token").asText();
        ok(HOUSE.post("/key/block", "{\"key\":\"" + key + "\"}"));
        assertThat(error(401, as(key, "GET", "/v1/models", "")).get("message").asText())
                .contains("blocked");
        ok(HOUSE.post("/key/unblock", "{\"key\":\"" + hash + "\"}"));
        assertThat(as(key, "GET", "/v1/models", "").statusCode()).isEqualTo(200);
        assertThat(
                        ok(HOUSE.post("/key/delete", "{\"keys\":[\"" + key + "\"]}"))
                                .at("/deleted_keys/0")
                                .asText())
                .isEqualTo(key);
        error(401, as(key, "GET", "/v1/models", ""));
        error(404, HOUSE.get("/key/info?key=" + hash));
    }

    @Test
    void aKeyMayLookAtItselfAndItsTeamAndAtNothingElse() throws Exception {
        String own = newTeam("{}").get("team_id").asText();
        String other = newTeam("{}").get("team_id").asText();
        String key = newKey("{\"team_id\":\"" + own + "\"}");
        String stranger = newKey("{}");
        assertThat(ok(as(key, "GET", "/key/info", "")).at("/info/team_id").asText()).isEqualTo(own);
        ok(as(key, "GET", "/key/info?key=" + key, ""));
        ok(as(key, "GET", "/team/info?team_id=" + own, ""));
        error(404, as(key, "GET", "/team/info?team_id=" + other, ""));
        error(404, as(key, "GET", "/key/info?key=" + stranger, ""));
        assertThat(ok(as(key, "GET", "/team/list", ""))).hasSize(1);
        error(403, as(key, "GET", "/team/list?team_id=" + other, ""));
        for (String path :
                List.of(
                        "/team/new",
                        "/team/update",
                        "/team/delete",
                        "/team/block",
                        "/team/unblock",
                        "/key/generate",
                        "/key/delete",
                        "/key/block",
                        "/key/unblock")) {
            assertThat(error(403, as(key, "POST", path, "{}")).get("type").asText())
                    .isEqualTo("auth_error");
            error(401, as("sk-nobody-at-all-is-this", "POST", path, "{}"));
        }
        error(401, as("sk-nobody-at-all-is-this", "GET", "/team/info", ""));
        error(404, HOUSE.get("/key/info"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/team/new     | {\"modles\": []}                       | 400 | modles",
                "/team/new     | {\"models\": \"eu\"}                   | 422 | models",
                "/team/new     | {\"models\": [1]}                      | 422 | models",
                "/team/new     | {\"models\": [null]}                   | 422 | models",
                "/team/new     | {\"models\": [\"\"]}                   | 422 | models",
                "/team/new     | {\"team_alias\": 5}                    | 422 | team_alias",
                "/team/new     | {\"team_alias\": \"\\u0000\"}          | 422 | team_alias",
                "/team/new     | {\"metadata\": {\"a\": \"\\ud800\"}}   | 422 | metadata",
                "/team/new     | {\"team_id\": \" \"}                   | 422 | team_id",
                "/team/new     | {\"blocked\": \"true\"}                | 422 | blocked",
                "/team/new     | {\"blocked\": 1}                       | 422 | blocked",
                "/team/new     | {\"model_aliases\": []}                | 422 | model_aliases",
                "/team/new     | {\"model_aliases\": {\"a\": 1}}        | 422 | model_aliases",
                "/team/new     | {\"model_aliases\": {\"a\": null}}     | 422 | model_aliases",
                "/team/new     | {\"model_aliases\": {\"a\": \"none\"}} | 400 | model_aliases",
                "/team/new     | {\"max_budget\": \"many\"}             | 422 | max_budget",
                "/team/new     | {\"max_budget\": -1}                   | 422 | max_budget",
                "/team/new     | {\"soft_budget\": -1}                  | 422 | soft_budget",
                "/team/new     | {\"temp_budget_increase\": 1}          | 422 | temp_budget_expiry",
                "/key/generate | {\"temp_budget_expiry\": \"1d\"}      | 422 | temp_budget_increase",
                "/key/generate | {\"temp_budget_increase\": -1, \"temp_budget_expiry\": \"1d\"} | 422 | temp_budget_increase",
                "/key/generate | {\"temp_budget_increase\": 1, \"temp_budget_expiry\": \"2030-13-01\"} | 422 | temp_budget_expiry",
                "/key/generate | {\"temp_budget_increase\": 1, \"temp_budget_expiry\": 5} | 422 | temp_budget_expiry",
                "/team/new     | {\"tpm_limit\": 1.5}                   | 422 | tpm_limit",
                "/team/new     | {\"team_id\": \"a\", \"team_id\": \"b\"} | 400 | request_body",
                "/team/new     | {                                      | 400 | request_body",
                "/team/new     | []                                     | 400 | request_body",
                "/team/new     | {} {}                                  | 400 | request_body",
                "/team/update  | {}                                     | 422 | team_id",
                "/team/update  | {\"team_id\": \"nope\"}                | 404 | team_id",
                "/team/delete  | {}                                     | 422 | team_ids",
                "/team/delete  | {\"team_ids\": [\"nope\"]}             | 404 | team_id",
                "/team/block   | {\"team_id\": \"nope\"}                | 404 | team_id",
                "/key/generate | {\"team_id\": \"nope\"}                | 404 | team_id",
                "/key/generate | {\"key\": \"sk-short\"}                | 400 | key",
                "/key/generate | {\"duration\": \"soon\"}               | 422 | duration",
                "/key/generate | {\"budget_duration\": \"soon\"}        | 422 | budget_duration",
                "/team/new     | {\"budget_duration\": \"0d\"}          | 422 | budget_duration",
                "/key/generate | {\"model_rpm_limit\": {\"a\": 1.5}}    | 422 | model_rpm_limit",
                "/key/generate | {\"model_max_budget\": {\"a\": {}}}    | 422 | model_max_budget",
                "/key/generate | {\"model_max_budget\": {\"a\": {\"budget_limit\": 1, \"time_period\": \"x\"}}} | 422 | model_max_budget",
                "/key/generate | {\"expires\": \"soon\"}                | 400 | expires",
                "/key/delete   | {}                                     | 422 | keys",
                "/key/delete   | {\"keys\": [\"sk-nope\"]}              | 404 | key",
                "/key/block    | {\"key\": \"sk-nope\"}                 | 404 | key"
            })
    void whatIsWrongIsNamed(String path, String body, int status, String param) throws Exception {
        JsonNode error = error(status, HOUSE.post(path.strip(), body.strip()));
        assertThat(error.get("param").asText()).isEqualTo(param);
    }

    @Test
    void whateverIsKeptCanBeShownHoweverDeepItIs() {
        int taken = 0;
        for (int depth = 400; depth <= 1000; depth += 3) {
            String metadata = "[".repeat(depth) + "]".repeat(depth);
            String body = "{\"metadata\": {\"a\": " + metadata + "}}";
            int status = HOUSE.post("/team/new", body).statusCode();
            assertThat(status).isIn(200, 400);
            assertThat(HOUSE.post("/key/generate", body).statusCode()).isEqualTo(status);
            taken += status == 200 ? 1 : 0;
        }
        assertThat(taken).isPositive();
        assertThat(HOUSE.get("/team/list").statusCode()).isEqualTo(200);
    }

    @Test
    void aMistypedFieldIsToldTheOneThatWasMeant() throws Exception {
        JsonNode error = error(400, HOUSE.post("/team/new", "{\"model_alias\": {}}"));
        assertThat(error.get("message").asText()).contains("model_alias", "model_aliases");
        error(400, HOUSE.post("/team/new", "{\"" + "x".repeat(500_000) + "\": 1}"));
    }

    @Test
    void anAliasToNowhereIsToldWhichGroupsThereAre() throws Exception {
        JsonNode error =
                error(400, HOUSE.post("/team/new", "{\"model_aliases\": {\"gpt\": \"mars\"}}"));
        assertThat(error.get("message").asText())
                .contains("gpt -> mars")
                .contains("a/b, eu, world");
    }

    @Test
    void anAliasWhoseGroupIsGoneIsMarked() throws Exception {
        HOUSE.registry.change(
                Author.SIGNALBOX,
                edit -> {
                    edit.put(Teams.team("left-over", Map.of("gpt", "gone", "ok", "eu")));
                    return true;
                });
        newTeam("{}");
        JsonNode info = ok(HOUSE.get("/team/info?team_id=left-over"));
        assertThat(info.at("/team_info/dangling_aliases").toString())
                .isEqualTo("{\"gpt\":\"gone\"}");
        assertThat(info.at("/team_info/model_aliases")).hasSize(2);
        assertThat(ok(HOUSE.get("/team/list")).findValues("dangling_aliases").toString())
                .contains("{\"gpt\":\"gone\"}");
        ok(HOUSE.post("/team/delete", "{\"team_ids\":[\"left-over\"]}"));
    }

    @Test
    void nothingIsMadeTwice() throws Exception {
        newTeam("{\"team_id\":\"only-once\"}");
        error(400, HOUSE.post("/team/new", "{\"team_id\":\"only-once\"}"));
        String own = "{\"key\":\"sk-my-own-key-of-20-characters\"}";
        assertThat(newKey(own)).isEqualTo("sk-my-own-key-of-20-characters");
        assertThat(error(400, HOUSE.post("/key/generate", own)).get("param").asText())
                .isEqualTo("key");
        newKey("{\"key_alias\":\"taken\"}");
        JsonNode taken = error(400, HOUSE.post("/key/generate", "{\"key_alias\":\"taken\"}"));
        assertThat(taken.get("type").asText()).isEqualTo("bad_request_error");
        assertThat(taken.get("message").asText()).startsWith("Key with alias 'taken' already");
    }

    @Test
    void aKeyEndsWhenItsTimeIsOver() throws Exception {
        JsonNode key = ok(HOUSE.post("/key/generate", "{\"duration\":\"30d\"}"));
        assertThat(key.get("duration").asText()).isEqualTo("30d");
        assertThat(key.get("expires").asText()).endsWith("Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/team/new", "/key/generate"})
    void withTheStoreAwayNothingIsChangedAndThatIsSaid(String path) throws Exception {
        HOUSE.registry.away(true);
        HttpResponse<String> answer = HOUSE.post(path, "{}");
        assertThat(error(503, answer).get("type").asText()).isEqualTo("no_db_connection");
    }
}
