package dev.signalbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** Every line of the surface for stored models, as LiteLLM's clients use it. */
class ModelSurfaceTest {

    private static final RunningHouse HOUSE = new RunningHouse();
    private static final Administrators ADMIN = new Administrators(HOUSE);
    private static final String MASTER = RunningHouse.MASTER;
    private static final String SECRET = "the-secret-of-the-upstream";

    @AfterAll
    static void stop() {
        HOUSE.close();
    }

    private static String wish(String group, String id) {
        return """
        {"model_name": "%s",
         "litellm_params": {"model": "azure/gpt-4", "api_base": "https://a", "api_key": "%s"},
         "model_info": {"id": "%s", "mode": "chat"}}
        """
                .formatted(group, SECRET, id);
    }

    private static JsonNode stored(String group, String id) {
        return ADMIN.post("/model/new", wish(group, id));
    }

    private static HttpResponse<String> patch(String path, String body) {
        return HOUSE.send(
                HOUSE.request(path).method("PATCH", BodyPublishers.ofString(body)).build());
    }

    private static JsonNode refused(int status, String path, String body) {
        return ADMIN.error(status, ADMIN.as(MASTER, path, body));
    }

    private static JsonNode info(String id) {
        return ADMIN.get("/model/info?litellm_model_id=" + id).at("/data/0");
    }

    private static List<String> callable() {
        List<String> names = new ArrayList<>();
        ADMIN.get("/v1/models").get("data").forEach(model -> names.add(model.get("id").asText()));
        return names;
    }

    private static JsonNode explained(String model) {
        return ADMIN.post("/v1/route/explain", "{\"model\":\"" + model + "\"}");
    }

    @Test
    void aNewModelIsAnsweredListedAndServed() {
        JsonNode made = stored("brand-new", "new-1");
        assertThat(made.get("model_id").asText()).isEqualTo("new-1");
        assertThat(made.get("model_name").asText()).isEqualTo("brand-new");
        assertThat(made.get("litellm_params").toString())
                .isEqualTo("{\"model\":\"azure/gpt-4\",\"api_base\":\"https://a\"}");
        assertThat(made.get("model_info").toString())
                .isEqualTo("{\"mode\":\"chat\",\"id\":\"new-1\",\"db_model\":true}");
        assertThat(made.get("created_by").asText()).isEqualTo("default_user_id");
        assertThat(made.get("updated_at")).isEqualTo(made.get("created_at"));
        assertThat(made.get("warnings")).isEmpty();
        assertThat(info("new-1").at("/model_info/db_model").asBoolean()).isTrue();
        assertThat(info("id-of-eu").at("/model_info/db_model").asBoolean()).isFalse();
        assertThat(callable()).contains("brand-new");
        assertThat(explained("brand-new").at("/verdict/served").asBoolean()).isTrue();
        assertThat(explained("brand-new").at("/deployments/0/id").asText()).isEqualTo("new-1");
    }

    @Test
    void anIdIsMadeUpWhereNoneIsGivenAndWhatWeSayOurselvesIsTakenBack() {
        JsonNode made =
                ADMIN.post(
                        "/model/new",
                        """
                        {"model_name": "unnamed", "litellm_params": {"model": "azure/x"},
                         "model_info": {"id": null, "db_model": false, "created_by": "me",
                                        "team_id": null}}
                        """);
        String id = made.get("model_id").asText();
        assertThat(id).isNotBlank();
        JsonNode shown = made.get("model_info");
        assertThat(shown.get("id").asText()).isEqualTo(id);
        assertThat(shown.get("db_model").asBoolean()).isTrue();
        assertThat(shown.has("created_by")).isFalse();
    }

    @Test
    void whatIsNullInANewModelIsNotSaid() {
        JsonNode made =
                ADMIN.post(
                        "/model/new",
                        """
                        {"model_name": "dumped",
                         "litellm_params": {"model": "azure/x", "rpm": null, "no_such": null},
                         "model_info": {"base_model": null, "tier": "paid"}}
                        """);
        assertThat(made.get("litellm_params").toString()).isEqualTo("{\"model\":\"azure/x\"}");
        assertThat(made.get("model_info").has("base_model")).isFalse();
        assertThat(made.get("warnings")).isEmpty();
        refused(422, "/model/new", "{\"model_name\":\"x\",\"litellm_params\":{\"model\":null}}");
    }

    @Test
    void aChangeIsWrittenOverWhatIsStored() {
        JsonNode made = stored("before", "changing");
        JsonNode changed =
                ADMIN.post(
                        "/model/update",
                        """
                        {"litellm_params": {"api_base": "https://b", "rpm": 3},
                         "model_info": {"id": "changing", "mode": null, "tier": "paid"}}
                        """);
        assertThat(changed.at("/litellm_params/model").asText()).isEqualTo("azure/gpt-4");
        assertThat(changed.at("/litellm_params/api_base").asText()).isEqualTo("https://b");
        assertThat(changed.at("/model_info/tier").asText()).isEqualTo("paid");
        assertThat(changed.at("/model_info").has("mode")).isFalse();
        assertThat(changed.get("model_name").asText()).isEqualTo("before");
        assertThat(changed.get("created_at")).isEqualTo(made.get("created_at"));
        assertThat(changed.get("updated_at").asText())
                .isGreaterThan(made.get("updated_at").asText());
        assertThat(changed.at("/warnings/0").asText()).contains("rpm");
        for (String named : List.of("id", "model_id")) {
            String wish = "{\"" + named + "\":\"changing\",\"model_name\":\"by-" + named + "\"}";
            assertThat(ADMIN.post("/model/update", wish).get("model_name").asText())
                    .isEqualTo("by-" + named);
        }
        assertThat(callable()).contains("by-model_id").doesNotContain("before", "by-id");
    }

    @Test
    void aChangeMayHaveTheIdInThePath() {
        stored("patched", "patch 1");
        JsonNode changed =
                ADMIN.ok(
                        patch(
                                "/model/patch%201/update",
                                "{\"litellm_params\":{\"model\":\"azure/other\"}}"));
        assertThat(changed.at("/litellm_params/model").asText()).isEqualTo("azure/other");
        assertThat(changed.at("/litellm_params/api_base").asText()).isEqualTo("https://a");
        ADMIN.ok(patch("/model/patch%201/update", "{\"model_info\":{\"id\":\"patch 1\"}}"));
        ADMIN.error(422, patch("/model/patch%201/update", "{\"model_info\":{\"id\":\"x\"}}"));
        ADMIN.error(400, patch("/model/patch%201/update", "{\"id\":\"patch 1\"}"));
        ADMIN.error(422, patch("/model/a/b/update", "{}"));
        ADMIN.error(422, patch("/model/%00/update", "{}"));
        ADMIN.error(400, patch("/model/none/update", "{}"));
        ADMIN.error(405, ADMIN.as(MASTER, "/model/none/update", "{}"));
    }

    @Test
    void aDeletedModelIsGoneAtOnce() {
        stored("short-lived", "short-1");
        JsonNode answer = ADMIN.post("/model/delete", "{\"id\":\"short-1\"}");
        assertThat(answer.get("message").asText()).isEqualTo("Model: short-1 deleted successfully");
        assertThat(answer.get("warnings")).isEmpty();
        assertThat(callable()).doesNotContain("short-lived");
        ADMIN.error(400, ADMIN.as(MASTER, "/model/info?litellm_model_id=short-1", null));
        JsonNode error = refused(400, "/model/delete", "{\"id\":\"short-1\"}");
        assertThat(error.get("message").asText())
                .isEqualTo("Model with id=short-1 not found in db.");
    }

    @Test
    void whoStrandsAnAliasIsToldSo() {
        stored("stranding", "strand-1");
        String team = ADMIN.team("{\"model_aliases\":{\"gpt\":\"stranding\"}}");
        JsonNode warnings =
                ADMIN.post("/model/update", "{\"id\":\"strand-1\",\"model_name\":\"elsewhere\"}")
                        .get("warnings");
        assertThat(warnings).hasSize(1);
        assertThat(warnings.get(0).asText()).contains("`gpt`", team, "`stranding`", "404");
        ADMIN.post("/model/update", "{\"id\":\"strand-1\",\"model_name\":\"stranding\"}");
        assertThat(ADMIN.post("/model/delete", "{\"id\":\"strand-1\"}").get("warnings")).hasSize(1);
    }

    @Test
    void modelsOfTheFileAreChangedInTheFile() {
        for (String path : List.of("/model/delete", "/model/update")) {
            JsonNode error = refused(400, path, "{\"id\":\"id-of-eu\"}");
            assertThat(error.get("message").asText()).contains("configuration file");
        }
        refused(400, "/model/new", wish("eu", "id-of-eu"));
        assertThat(callable()).contains("eu");
    }

    @Test
    void aSecretIsInNoAnswer() {
        List<String> answers = new ArrayList<>();
        answers.add(ADMIN.as(MASTER, "/model/new", wish("hush", "hush-1")).body());
        answers.add(ADMIN.as(MASTER, "/model/new", wish("hush", "hush-1")).body());
        String change = "{\"litellm_params\":{\"api_key\":\"" + SECRET + "\"%s}}";
        answers.add(patch("/model/hush-1/update", change.formatted("")).body());
        answers.add(patch("/model/hush-1/update", change.formatted(",\"no_such\":1")).body());
        answers.add(patch("/model/none/update", change.formatted("")).body());
        for (String path :
                List.of(
                        "/model/info",
                        "/model_group/info",
                        "/v1/models",
                        "/audit/log?kind=model")) {
            answers.add(ADMIN.as(MASTER, path, null).body());
        }
        answers.add(explained("hush").toString());
        answers.add(ADMIN.as(MASTER, "/model/delete", "{\"id\":\"hush-1\"}").body());
        assertThat(answers).noneMatch(answer -> answer.contains(SECRET));
    }

    @Test
    void onlyAdministratorsMay() {
        String key = ADMIN.key("{}");
        String team = ADMIN.key("{\"team_id\":\"" + ADMIN.team("{}") + "\"}");
        for (String plain : List.of(key, team)) {
            ADMIN.error(403, ADMIN.as(plain, "/model/new", wish("stolen", "stolen-1")));
            ADMIN.error(403, ADMIN.as(plain, "/model/update", "{\"id\":\"x\"}"));
            ADMIN.error(403, ADMIN.as(plain, "/model/delete", "{\"id\":\"x\"}"));
        }
        assertThat(callable()).doesNotContain("stolen");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/model/new | {} | 422 | model_name",
                "/model/new | {'model_name':'x'} | 422 | litellm_params",
                "/model/new | {'model_name':'x','litellm_params':{}} | 422 | litellm_params",
                "/model/new | {'model_name':'x','litellm_params':null} | 422 | litellm_params",
                "/model/new | {'model_name':'x','litellm_params':[1]} | 422 | litellm_params",
                "/model/new | {'model_name':7,'litellm_params':{'model':'m'}} | 422 | model_name",
                "/model/new | {'model_name':'','litellm_params':{'model':'m'}} | 422 | model_name",
                "/model/new | {'model_name':'a\\nb','litellm_params':{'model':'m'}}"
                        + " | 422 | model_name",
                "/model/new | {'model_name':'x','litellm_params':{'model':'\\u0000'}}"
                        + " | 422 | litellm_params",
                "/model/new | {'model_name':'x','litellm_params':{'model':'m'},'model_info':7}"
                        + " | 422 | model_info",
                "/model/new | {'model_name':'x','litellm_params':{'m':1},'model_info':{'id':7}}"
                        + " | 422 | model_info.id",
                "/model/new | {'model_name':'x','litellm_params':{'m':1},'model_info':{'id':''}}"
                        + " | 422 | model_info.id",
                "/model/new | {'model_name':'x','litellm_params':{'m':1},'model_info':{'id':'a/b'}}"
                        + " | 422 | model_info.id",
                "/model/new | {'model_name':'x','litellm_params':{'m':1},"
                        + "'model_info':{'id':'a\\tb'}} | 422 | model_info.id",
                "/model/new | {'model_name':'x','litellm_params':{'m':1},"
                        + "'model_info':{'team_id':'red'}} | 400 | model_info.team_id",
                "/model/new | {'model_name':'x','litellm_params':{'no_such':1}}"
                        + " | 400 | litellm_params",
                "/model/new | {'model_nam':'x'} | 400 | model_nam",
                "/model/new | {'id':'x'} | 400 | id",
                "/model/update | {} | 422 | model_info.id",
                "/model/update | {'id':'a','model_info':{'id':'b'}} | 422 | model_info.id",
                "/model/update | {'id':'a','litellm_params':'x'} | 422 | litellm_params",
                "/model/update | {'id':'none'} | 400 | id",
                "/model/delete | {} | 422 | id",
                "/model/delete | {'id':' '} | 422 | id",
                "/model/delete | {'ids':['x']} | 400 | ids"
            })
    void aWrongFormIsRefusedWithTheNameOfTheField(
            String path, String body, int status, String param) {
        JsonNode error = refused(status, path, body.replace('\'', '"'));
        assertThat(error.get("param").asText()).isEqualTo(param);
    }

    @Test
    void aNameThatNobodyKnowsIsRefusedWithTheNearest() {
        JsonNode error = refused(400, "/model/new", "{\"litelm_params\":{}}");
        assertThat(error.get("message").asText())
                .isEqualTo("Unknown field: litelm_params. Did you mean litellm_params?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Größe 東京 🚉", "a&b=c?d#e", "it's <b>`bold` %s", "new"})
    void idsAndNamesMayHaveOddCharacters(String odd) {
        JsonNode made = stored(odd, "id of " + odd);
        assertThat(made.get("model_name").asText()).isEqualTo(odd);
        assertThat(made.get("model_id").asText()).isEqualTo("id of " + odd);
        assertThat(callable()).contains(odd);
        String path = "/model/" + encoded("id of " + odd) + "/update";
        ADMIN.ok(patch(path, "{\"model_info\":{\"note\":\"" + odd + "\"}}"));
        assertThat(info(encoded("id of " + odd)).at("/model_info/note").asText()).isEqualTo(odd);
        JsonNode gone = ADMIN.post("/model/delete", "{\"id\":\"id of " + odd + "\"}");
        assertThat(gone.get("message").asText())
                .isEqualTo("Model: id of " + odd + " deleted successfully");
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8)
                .replace("+", "%20");
    }

    @Test
    void aLongNameAndALongIdAreTakenAndLongerOnesAreNot() {
        String longest = "n".repeat(256);
        assertThat(stored(longest, longest).get("model_id").asText()).isEqualTo(longest);
        refused(422, "/model/new", wish("n", longest + "n"));
        refused(422, "/model/new", wish(longest + "n", "n"));
    }

    @Test
    void numbersAreShownAsTheyWereWritten() {
        JsonNode made =
                ADMIN.post(
                        "/model/new",
                        """
                        {"model_name": "priced", "litellm_params": {"model": "azure/x"},
                         "model_info": {"id": "priced-1", "input_cost_per_token": 0.00000250}}
                        """);
        assertThat(made.at("/model_info/input_cost_per_token").decimalValue())
                .isEqualByComparingTo("0.0000025");
        assertThat(ADMIN.as(MASTER, "/model/info?litellm_model_id=priced-1", null).body())
                .doesNotContain("0.000002499");
    }

    @Test
    void nothingIsStoredWhileTheDatabaseIsAway() {
        HOUSE.registry.away(true);
        try {
            refused(503, "/model/new", wish("unstored", "unstored-1"));
        } finally {
            HOUSE.registry.away(false);
        }
        assertThat(callable()).doesNotContain("unstored");
    }
}
