package dev.signalbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Every line of the surface for keys, as LiteLLM's clients use it. */
class KeySurfaceTest {

    private static final RunningHouse HOUSE = new RunningHouse();
    private static final Administrators ADMIN = new Administrators(HOUSE);

    @AfterAll
    static void stop() {
        HOUSE.close();
    }

    private static int status(String key) {
        return ADMIN.as(key, "/v1/models", null).statusCode();
    }

    @Test
    void whatIsNotSentStaysAndNullClears() {
        String key =
                ADMIN.key(
                        "{\"key_alias\":\"upd\",\"max_budget\":5,\"rpm_limit\":7,\"models\":[\"eu\"],"
                                + "\"duration\":\"30d\",\"metadata\":{\"a\":1},\"tags\":[\"t\"]}");
        JsonNode changed =
                ADMIN.post(
                        "/key/update",
                        "{\"key\":\"" + key + "\",\"max_budget\":null,\"tpm_limit\":9}");
        assertThat(changed.get("key").asText()).isEqualTo(key);
        JsonNode info = ADMIN.get("/key/info?key=" + key).get("info");
        assertThat(info.get("max_budget").isNull()).isTrue();
        assertThat(info.get("rpm_limit").asInt()).isEqualTo(7);
        assertThat(info.get("tpm_limit").asInt()).isEqualTo(9);
        assertThat(info.get("key_alias").asText()).isEqualTo("upd");
        assertThat(info.at("/metadata/a").asInt()).isEqualTo(1);
        assertThat(info.get("tags")).hasSize(1);
        assertThat(info.get("expires").isNull()).isFalse();
        JsonNode unused =
                ADMIN.post("/key/update", "{\"key\":\"" + key + "\",\"duration\":\"-1\"}");
        assertThat(ADMIN.get("/key/info?key=" + key).at("/info/expires").isNull()).isTrue();
    }

    @Test
    void whatAKeySharesIsToldBesideWhatIsItsOwn() {
        ADMIN.post("/budget/new", "{\"budget_id\":\"gold\",\"max_budget\":9,\"rpm_limit\":60}");
        String key = ADMIN.key("{\"budget_id\":\"gold\",\"max_budget\":5}");
        for (JsonNode info :
                List.of(
                        ADMIN.get("/key/info?key=" + key).get("info"),
                        ADMIN.ok(ADMIN.as(key, "/key/info", null)).get("info"),
                        ADMIN.post("/v2/key/info", "{\"keys\":[\"" + key + "\"]}").at("/info/0"))) {
            assertThat(info.get("max_budget").asInt()).isEqualTo(5);
            assertThat(info.get("rpm_limit").isNull()).isTrue();
            assertThat(info.at("/litellm_budget_table/budget_id").asText()).isEqualTo("gold");
            assertThat(info.at("/litellm_budget_table/max_budget").asInt()).isEqualTo(9);
            assertThat(info.at("/litellm_budget_table/rpm_limit").asInt()).isEqualTo(60);
        }
        String other = ADMIN.key("{\"max_budget\":5}");
        assertThat(ADMIN.get("/key/info?key=" + other).at("/info/litellm_budget_table").isNull())
                .isTrue();
    }

    @Test
    void aBudgetIsRaisedUntilADayOrAMomentOrForATime() {
        String key = ADMIN.key("{\"max_budget\":5,\"soft_budget\":4.5}");
        assertThat(raised(key, "2041-02-03")).isEqualTo("2041-02-03T00:00:00.000000Z");
        assertThat(raised(key, "2041-02-03T04:05")).isEqualTo("2041-02-03T04:05:00.000000Z");
        assertThat(raised(key, "2041-02-03 04:05:06.7")).isEqualTo("2041-02-03T04:05:06.700000Z");
        assertThat(raised(key, "2041-02-03T04:05:06+01:00"))
                .isEqualTo("2041-02-03T03:05:06.000000Z");
        assertThat(raised(key, "2041-02-03T04:05:06Z")).isEqualTo("2041-02-03T04:05:06.000000Z");
        assertThat(Instant.parse(raised(key, "10d")))
                .isBetween(
                        Instant.now().plus(Duration.ofDays(10)).minusSeconds(60),
                        Instant.now().plus(Duration.ofDays(10)));
        JsonNode info = ADMIN.get("/key/info?key=" + key).get("info");
        assertThat(info.get("max_budget").asInt()).isEqualTo(5);
        assertThat(info.get("soft_budget").asDouble()).isEqualTo(4.5);
        assertThat(info.get("temp_budget_increase").asInt()).isEqualTo(2);
    }

    @Test
    void aRaiseStaysUntilItIsTakenBackOrOver() {
        String key = ADMIN.key("{\"max_budget\":5}");
        String until = raised(key, "1d");
        JsonNode unused = ADMIN.post("/key/update", "{\"key\":\"" + key + "\",\"rpm_limit\":7}");
        assertThat(ADMIN.get("/key/info?key=" + key).at("/info/temp_budget_expiry").asText())
                .isEqualTo(until);
        unused =
                ADMIN.post(
                        "/key/update",
                        "{\"key\":\""
                                + key
                                + "\",\"temp_budget_increase\":null,"
                                + "\"temp_budget_expiry\":null}");
        assertThat(ADMIN.get("/key/info?key=" + key).at("/info/temp_budget_increase").isNull())
                .isTrue();
        assertThat(raised(key, "2001-01-01")).isEqualTo("null");
    }

    private static String raised(String key, String until) {
        JsonNode unused =
                ADMIN.post(
                        "/key/update",
                        "{\"key\":\""
                                + key
                                + "\",\"temp_budget_increase\":2,\"temp_budget_expiry\":\""
                                + until
                                + "\"}");
        return ADMIN.get("/key/info?key=" + key).at("/info/temp_budget_expiry").asText();
    }

    @Test
    void aKeySaysWhoMadeItAndWhoChangedItLast() {
        String ute = ADMIN.post("/user/new", "{\"user_id\":\"ute\"}").get("key").asText();
        String boss =
                ADMIN.post("/user/new", "{\"user_id\":\"boss\",\"user_role\":\"proxy_admin\"}")
                        .get("key")
                        .asText();
        assertMakers("default_user_id", "default_user_id", ADMIN.get("/key/info?key=" + boss));
        // Only administrators are believed whom they act for.
        JsonNode made =
                ADMIN.ok(
                        ADMIN.as(
                                ute,
                                "/key/generate",
                                "{\"metadata\":{\"a\":1}}",
                                "litellm-changed-by",
                                "boss"));
        assertThat(made.get("created_by").asText()).isEqualTo("ute");
        String key = made.get("key").asText();
        String body = "{\"key\":\"" + key + "\"}";
        ADMIN.ok(ADMIN.as(boss, "/key/block", body));
        assertMakers("ute", "boss", ADMIN.get("/key/info?key=" + key));
        ADMIN.ok(ADMIN.as(boss, "/key/unblock", body, "litellm-changed-by", "the pipeline"));
        assertMakers("ute", "the pipeline", ADMIN.get("/key/info?key=" + key));
        String rotated = ADMIN.ok(ADMIN.as(ute, "/key/regenerate", body)).get("key").asText();
        JsonNode info = ADMIN.get("/key/info?key=" + rotated);
        assertMakers("ute", "ute", info);
        assertThat(info.at("/info/metadata/a").asInt()).isEqualTo(1);
        ADMIN.error(
                400,
                ADMIN.as(
                        ute,
                        "/key/update",
                        "{\"key\":\"" + rotated + "\",\"created_by\":\"boss\"}"));
    }

    private static void assertMakers(String creator, String changer, JsonNode answer) {
        assertThat(answer.at("/info/created_by").asText()).isEqualTo(creator);
        assertThat(answer.at("/info/updated_by").asText()).isEqualTo(changer);
    }

    @Test
    void aKeyIsNamedByItselfOrItsHashEverywhere() {
        JsonNode made = ADMIN.post("/key/generate", "{}");
        String hash = made.get("token").asText();
        assertThat(
                        ADMIN.post("/key/block", "{\"key\":\"" + hash + "\"}")
                                .get("blocked")
                                .asBoolean())
                .isTrue();
        assertThat(status(made.get("key").asText())).isEqualTo(401);
        ADMIN.post("/key/unblock", "{\"key\":\"" + hash + "\"}");
        assertThat(status(made.get("key").asText())).isEqualTo(200);
        assertThat(ADMIN.get("/key/info?key=" + hash).get("key").asText()).isEqualTo(hash);
        JsonNode some =
                ADMIN.post(
                        "/v2/key/info",
                        "{\"keys\":[\"" + hash + "\",\"" + made.get("key").asText() + "\"]}");
        assertThat(some.get("info")).hasSize(2);
    }

    @Test
    void keysAreDeletedByTheirAliasesToo() {
        String one = ADMIN.key("{\"key_alias\":\"bulk-1\"}");
        String two = ADMIN.key("{\"key_alias\":\"bulk-2\"}");
        ADMIN.error(
                404,
                ADMIN.as(
                        RunningHouse.MASTER,
                        "/key/delete",
                        "{\"key_aliases\":[\"bulk-1\",\"no-such\"]}"));
        assertThat(status(one)).isEqualTo(200);
        JsonNode gone = ADMIN.post("/key/delete", "{\"key_aliases\":[\"bulk-1\",\"bulk-2\"]}");
        assertThat(gone.get("deleted_keys")).hasSize(2);
        assertThat(status(one)).isEqualTo(401);
        assertThat(status(two)).isEqualTo(401);
        ADMIN.error(422, ADMIN.as(RunningHouse.MASTER, "/key/delete", "{}"));
    }

    @Test
    void aRotatedKeyKeepsEverythingButItsSecret() {
        String old = ADMIN.key("{\"key_alias\":\"rot\",\"models\":[\"eu\"],\"rpm_limit\":3}");
        JsonNode before = ADMIN.get("/key/info?key=" + old).get("info");
        JsonNode rotated = ADMIN.post("/key/regenerate", "{\"key\":\"" + old + "\"}");
        String fresh = rotated.get("key").asText();
        assertThat(fresh).isNotEqualTo(old);
        assertThat(status(old)).isEqualTo(401);
        assertThat(status(fresh)).isEqualTo(200);
        JsonNode after = ADMIN.get("/key/info?key=" + fresh).get("info");
        for (String field :
                List.of("key_alias", "models", "rpm_limit", "public_id", "created_at")) {
            assertThat(after.get(field)).as(field).isEqualTo(before.get(field));
        }
        ADMIN.error(
                404, ADMIN.as(RunningHouse.MASTER, "/key/regenerate", "{\"key\":\"" + old + "\"}"));
    }

    @Test
    void withAGracePeriodTheOldSecretWorksOnForAWhile() {
        String old = ADMIN.key("{}");
        JsonNode rotated = ADMIN.post("/key/" + old + "/regenerate", "{\"grace_period\":\"1h\"}");
        String fresh = rotated.get("key").asText();
        assertThat(Instant.parse(rotated.get("former_key_until").asText()))
                .isBetween(
                        Instant.now().plus(Duration.ofMinutes(59)),
                        Instant.now().plus(Duration.ofMinutes(61)));
        assertThat(status(old)).isEqualTo(200);
        assertThat(status(fresh)).isEqualTo(200);
        ADMIN.post("/key/block", "{\"key\":\"" + fresh + "\"}");
        assertThat(status(old)).isEqualTo(401);
        ADMIN.post("/key/unblock", "{\"key\":\"" + fresh + "\"}");
        ADMIN.post("/key/delete", "{\"keys\":[\"" + fresh + "\"]}");
        assertThat(status(old)).isEqualTo(401);
        String brief = ADMIN.key("{}");
        ADMIN.post("/key/regenerate", "{\"key\":\"" + brief + "\",\"grace_period\":\"1s\"}");
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> status(brief) == 401);
    }

    @Test
    void listsComePageByPageAndFiltered() {
        String team = ADMIN.team("{}");
        List<String> hashes = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            hashes.add(
                    ADMIN.post(
                                    "/key/generate",
                                    "{\"team_id\":\"" + team + "\",\"key_alias\":\"l" + i + "\"}")
                            .get("token")
                            .asText());
        }
        JsonNode first = ADMIN.get("/key/list?team_id=" + team);
        assertThat(first.get("keys")).hasSize(10);
        assertThat(first.get("total_count").asInt()).isEqualTo(12);
        assertThat(first.get("current_page").asInt()).isEqualTo(1);
        assertThat(first.get("total_pages").asInt()).isEqualTo(2);
        JsonNode second = ADMIN.get("/key/list?page=2&team_id=" + team);
        assertThat(second.get("keys")).hasSize(2);
        List<String> all = new ArrayList<>();
        first.get("keys").forEach(key -> all.add(key.asText()));
        second.get("keys").forEach(key -> all.add(key.asText()));
        assertThat(all).containsExactlyInAnyOrderElementsOf(hashes);
        JsonNode named = ADMIN.get("/key/list?key_alias=l3&return_full_object=true");
        assertThat(named.at("/keys/0/key_alias").asText()).isEqualTo("l3");
        assertThat(ADMIN.get("/key/list?key_hash=" + hashes.get(4)).get("keys")).hasSize(1);
        for (String wrong : List.of("page=0", "size=101", "size=x", "sort_by=secret")) {
            ADMIN.error(422, ADMIN.as(RunningHouse.MASTER, "/key/list?" + wrong, null));
        }
    }

    @Test
    void aServicesKeyIsOfATeamAndOfNoUser() {
        String team = ADMIN.team("{}");
        ADMIN.error(422, ADMIN.as(RunningHouse.MASTER, "/key/service-account/generate", "{}"));
        JsonNode key =
                ADMIN.post(
                        "/key/service-account/generate",
                        "{\"team_id\":\"" + team + "\",\"key_alias\":\"robot\"}");
        assertThat(key.get("user_id").isNull()).isTrue();
        assertThat(
                        ADMIN.ok(ADMIN.as(key.get("key").asText(), "/key/health", ""))
                                .get("key")
                                .asText())
                .isEqualTo("healthy");
    }

    @Test
    void whatIsTheServersOwnCannotBeSet() {
        for (String field : List.of("spend", "created_at", "token", "expires", "public_id")) {
            JsonNode error =
                    ADMIN.error(
                            400,
                            ADMIN.as(
                                    RunningHouse.MASTER, "/key/generate", "{\"" + field + "\":1}"));
            assertThat(error.get("param").asText()).isEqualTo(field);
            assertThat(error.get("message").asText()).contains("cannot be set");
        }
    }

    @Test
    void whatIsTakenAndNotServedYetStandsInAHeader() {
        HttpResponse<String> made =
                ADMIN.as(
                        RunningHouse.MASTER,
                        "/key/generate",
                        "{\"guardrails\":[\"x\"],\"policies\":[\"p\"],\"soft_budget\":1}");
        assertThat(RunningHouse.header(made, "x-signalbox-unserved"))
                .contains("guardrails, policies");
        assertThat(
                        RunningHouse.header(
                                ADMIN.as(RunningHouse.MASTER, "/key/generate", "{}"),
                                "x-signalbox-unserved"))
                .isEmpty();
    }

    @Test
    void whoChangesWhatOthersChangedMeanwhileIsToldSo() {
        String key = ADMIN.key("{}");
        HttpResponse<String> seen = ADMIN.as(RunningHouse.MASTER, "/key/info?key=" + key, null);
        String tag = RunningHouse.header(seen, "etag").orElseThrow();
        String change = "{\"key\":\"" + key + "\",\"rpm_limit\":1}";
        ADMIN.ok(ADMIN.as(RunningHouse.MASTER, "/key/update", change, "If-Match", tag));
        JsonNode refused =
                ADMIN.error(
                        412,
                        ADMIN.as(
                                RunningHouse.MASTER,
                                "/key/update",
                                "{\"key\":\"" + key + "\",\"rpm_limit\":2}",
                                "If-Match",
                                tag));
        assertThat(refused.get("message").asText()).contains("changed since");
        assertThat(ADMIN.get("/key/info?key=" + key).at("/info/rpm_limit").asInt()).isEqualTo(1);
    }

    @Test
    void ofManyRotationsAtOnceExactlyOneSecretIsLeft() throws Exception {
        String key = ADMIN.key("{\"key_alias\":\"race\"}");
        String hash = ADMIN.get("/key/list?key_alias=race").at("/keys/0").asText();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            threads.add(
                    Thread.startVirtualThread(
                            () ->
                                    ADMIN.as(
                                            RunningHouse.MASTER,
                                            "/key/regenerate",
                                            "{\"key\":\"" + hash + "\"}")));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(status(key)).isEqualTo(401);
        assertThat(ADMIN.get("/key/list?key_alias=race").get("total_count").asInt()).isEqualTo(1);
    }
}
