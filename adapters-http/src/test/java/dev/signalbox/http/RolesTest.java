package dev.signalbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.signalbox.domain.access.Team;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Set;

/** Admins, viewers, team admins and users: what each of them may do, and not. */
class RolesTest {

    private static final RunningHouse HOUSE = new RunningHouse(Set.of(new Team.Id("open")));
    private static final Administrators ADMIN = new Administrators(HOUSE);

    private static String leader;
    private static String user;
    private static String viewer;
    private static String manager;

    @BeforeAll
    static void people() {
        ADMIN.post(
                "/team/new",
                "{\"team_id\":\"own\",\"models\":[\"eu\"],\"members_with_roles\":"
                        + "[{\"user_id\":\"lea\",\"role\":\"admin\"},"
                        + "{\"user_id\":\"uwe\",\"role\":\"user\"}]}");
        ADMIN.post("/team/new", "{\"team_id\":\"other\"}");
        ADMIN.post("/team/new", "{\"team_id\":\"open\",\"team_alias\":\"All of us\"}");
        leader = ADMIN.post("/user/new", "{\"user_id\":\"lea\"}").get("key").asText();
        user = ADMIN.post("/user/new", "{\"user_id\":\"uwe\"}").get("key").asText();
        viewer =
                ADMIN.post(
                                "/user/new",
                                "{\"user_id\":\"vera\",\"user_role\":\"proxy_admin_viewer\"}")
                        .get("key")
                        .asText();
        manager =
                ADMIN.post("/user/new", "{\"user_id\":\"max\",\"user_role\":\"proxy_admin\"}")
                        .get("key")
                        .asText();
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
            case "manager" -> manager;
            case "ofTeam" -> ADMIN.key("{\"team_id\":\"own\",\"user_id\":\"uwe\"}");
            case "plain" -> ADMIN.key("{}");
            default -> throw new IllegalArgumentException(who);
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "leader  | /team/update       | {\"team_id\":\"own\",\"model_aliases\":{\"x\":\"eu\"}}    | 200",
                "leader  | /team/update       | {\"team_id\":\"own\",\"model_aliases\":{\"x\":\"world\"}} | 403",
                "leader  | /team/update       | {\"team_id\":\"own\",\"models\":[]}                       | 403",
                "leader  | /team/update       | {\"team_id\":\"own\",\"max_budget\":9}                    | 403",
                "leader  | /team/update       | {\"team_id\":\"own\",\"blocked\":false}                   | 403",
                "leader  | /team/update       | {\"team_id\":\"other\",\"model_aliases\":{}}              | 404",
                "leader  | /team/member_add   | {\"team_id\":\"own\",\"member\":{\"user_id\":\"z\"}}      | 403",
                "leader  | /team/delete       | {\"team_ids\":[\"own\"]}                                  | 403",
                "leader  | /team/new          | {}                                                        | 403",
                "leader  | /user/new          | {}                                                        | 403",
                "leader  | /key/generate      | {\"team_id\":\"own\"}                                     | 200",
                "leader  | /key/generate      | {\"team_id\":\"other\"}                                   | 404",
                "leader  | /key/generate      | {\"team_id\":\"own\",\"models\":[\"world\"]}              | 403",
                "leader  | /key/generate      | {\"team_id\":\"own\",\"user_id\":\"max\"}                 | 403",
                "leader  | /key/generate      | {\"team_id\":\"own\",\"user_id\":\"uwe\"}                 | 200",
                "leader  | /key/generate      | {}                                                        | 200",
                "leader  | /key/generate      | {\"user_id\":\"max\"}                                     | 403",
                "user    | /key/generate      | {\"team_id\":\"own\"}                                     | 403",
                "user    | /key/generate      | {}                                                        | 200",
                "user    | /team/update       | {\"team_id\":\"own\",\"model_aliases\":{}}                | 403",
                "viewer  | /key/generate      | {}                                                        | 403",
                "viewer  | /team/block        | {\"team_id\":\"own\"}                                     | 403",
                "viewer  | /user/delete       | {\"user_ids\":[\"uwe\"]}                                  | 403",
                "manager | /team/block        | {\"team_id\":\"other\"}                                   | 200",
                "manager | /user/update       | {\"user_id\":\"uwe\",\"user_alias\":\"U\"}                | 200",
                "plain   | /key/generate      | {}                                                        | 403",
                "plain   | /team/update       | {\"team_id\":\"own\",\"model_aliases\":{}}                | 403",
            })
    void everybodyMayDoWhatIsTheirs(String who, String path, String body, int status) {
        assertThat(ADMIN.as(keyOf(who.strip()), path.strip(), body).statusCode())
                .as("%s %s %s", who, path, body)
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "leader  | /team/info?team_id=own              | 200",
                "leader  | /team/info?team_id=other            | 404",
                "leader  | /team/aliases/history?team_id=own   | 200",
                "leader  | /team/aliases/history?team_id=other | 404",
                "leader  | /key/list?team_id=own               | 200",
                "leader  | /key/list?team_id=other             | 403",
                "leader  | /key/list?user_id=max               | 403",
                "leader  | /user/info?user_id=uwe              | 404",
                "leader  | /user/info                          | 200",
                "leader  | /user/list                          | 403",
                "leader  | /audit/log                          | 403",
                "user    | /team/info?team_id=own              | 200",
                "user    | /team/aliases/history?team_id=own   | 403",
                "user    | /team/list                          | 200",
                "user    | /key/list                           | 200",
                "viewer  | /team/info?team_id=other            | 200",
                "viewer  | /user/list                          | 200",
                "viewer  | /audit/log                          | 200",
                "viewer  | /audit/verify                       | 200",
                "manager | /audit/diff?from=0&to=5             | 200",
                "plain   | /user/info                          | 404",
                "plain   | /user/list                          | 403",
                "plain   | /audit/log                          | 403",
            })
    void everybodySeesWhatIsTheirs(String who, String path, int status) {
        assertThat(ADMIN.as(keyOf(who.strip()), path.strip(), null).statusCode())
                .as("%s %s", who, path)
                .isEqualTo(status);
    }

    @Test
    void aTeamsKeyNeverReachesBeyondItsTeam() {
        // Lea leads two teams; her key of one of them is rotated by somebody who leads that one.
        ADMIN.post(
                "/team/new",
                "{\"team_id\":\"second\",\"members_with_roles\":"
                        + "[{\"user_id\":\"lea\",\"role\":\"admin\"}]}");
        String leasKeyOfOwn = ADMIN.key("{\"team_id\":\"own\",\"user_id\":\"lea\"}");
        assertThat(ADMIN.as(leasKeyOfOwn, "/key/generate", "{\"team_id\":\"second\"}").statusCode())
                .isEqualTo(404);
        assertThat(ADMIN.as(leasKeyOfOwn, "/key/generate", "{}").statusCode()).isEqualTo(403);
        assertThat(ADMIN.as(leader, "/key/generate", "{\"team_id\":\"second\"}").statusCode())
                .isEqualTo(200);
        String adminsKeyInATeam = ADMIN.key("{\"team_id\":\"own\",\"user_id\":\"max\"}");
        assertThat(ADMIN.as(adminsKeyInATeam, "/team/new", "{}").statusCode()).isEqualTo(403);
    }

    @Test
    void anOpenTeamIsListedUntilTheUserHasJoinedIt() {
        String nele = ADMIN.post("/user/new", "{\"user_id\":\"nele\"}").get("key").asText();
        String join = "{\"team_id\":\"open\",\"member\":{\"user_id\":\"nele\",\"role\":\"user\"}}";
        assertThat(ADMIN.ok(ADMIN.as(nele, "/team/available", null)).toString())
                .isEqualTo("[{\"team_id\":\"open\",\"team_alias\":\"All of us\"}]");
        ADMIN.ok(ADMIN.as(nele, "/team/member_add", join));
        assertThat(ADMIN.ok(ADMIN.as(nele, "/team/available", null))).isEmpty();
        ADMIN.ok(ADMIN.as(nele, "/team/info?team_id=open", null));
        ADMIN.error(403, ADMIN.as(nele, "/key/generate", "{\"team_id\":\"open\"}"));
        ADMIN.error(400, ADMIN.as(nele, "/team/member_add", join));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "user   | other | {\"user_id\":\"uwe\"}",
                "user   | none  | {\"user_id\":\"uwe\"}",
                "user   | open  | {\"user_id\":\"lea\"}",
                "user   | open  | {\"user_id\":\"uwe\",\"role\":\"admin\"}",
                "user   | open  | [{\"user_id\":\"uwe\"},{\"user_id\":\"new\"}]",
                "viewer | open  | {\"user_id\":\"vera\"}",
                "plain  | open  | {\"user_id\":\"uwe\"}",
                "ofTeam | open  | {\"user_id\":\"uwe\"}",
            })
    void nobodyJoinsButThemselvesAsAPlainMemberOfAnOpenTeam(
            String who, String team, String member) {
        ADMIN.error(
                403,
                ADMIN.as(
                        keyOf(who.strip()),
                        "/team/member_add",
                        "{\"team_id\":\"" + team + "\",\"member\":" + member + "}"));
    }

    @Test
    void nobodyGivesAKeyMoreThanTheyHave() {
        String bound =
                ADMIN.key(
                        "{\"user_id\":\"lea\",\"models\":[\"eu\"],\"max_budget\":10,\"rpm_limit\":5,"
                                + "\"duration\":\"1d\"}");
        JsonNode inherited = ADMIN.ok(ADMIN.as(bound, "/key/generate", "{\"team_id\":\"own\"}"));
        assertThat(inherited.get("max_budget").asInt()).isEqualTo(10);
        assertThat(inherited.get("rpm_limit").asInt()).isEqualTo(5);
        assertThat(inherited.get("models").toString()).isEqualTo("[\"eu\"]");
        assertThat(inherited.get("expires").isNull()).isFalse();
        for (String more :
                new String[] {
                    "\"max_budget\":11",
                    "\"duration\":\"2d\"",
                    "\"rpm_limit\":6",
                    "\"models\":[\"*\"]",
                    "\"models\":[\"world\"]",
                    "\"models\":[\"all-proxy-models\"]",
                    "\"aliases\":{\"a\":\"world\"}"
                }) {
            JsonNode error =
                    ADMIN.error(
                            403,
                            ADMIN.as(bound, "/key/generate", "{\"team_id\":\"own\"," + more + "}"));
            assertThat(error.get("message").asText()).contains("more than you have");
        }
        String key = inherited.get("key").asText();
        ADMIN.error(
                403,
                ADMIN.as(bound, "/key/update", "{\"key\":\"" + key + "\",\"max_budget\":1000}"));
        String raise = "\"temp_budget_increase\":2,\"temp_budget_expiry\":\"1d\"}";
        ADMIN.error(403, ADMIN.as(bound, "/key/update", "{\"key\":\"" + key + "\"," + raise));
        JsonNode lower =
                ADMIN.ok(
                        ADMIN.as(
                                bound,
                                "/key/update",
                                "{\"key\":\"" + key + "\",\"max_budget\":8," + raise));
        assertThat(lower.get("temp_budget_increase").asInt()).isEqualTo(2);
    }

    @Test
    void aUserLooksAfterTheirOwnKeysOnly() {
        String own = ADMIN.ok(ADMIN.as(user, "/key/generate", "{}")).get("key").asText();
        String others = ADMIN.key("{\"user_id\":\"lea\"}");
        ADMIN.ok(ADMIN.as(user, "/key/regenerate", "{\"key\":\"" + own + "\"}"));
        ADMIN.error(404, ADMIN.as(user, "/key/info?key=" + others, null));
        ADMIN.error(404, ADMIN.as(user, "/key/delete", "{\"keys\":[\"" + others + "\"]}"));
        ADMIN.error(404, ADMIN.as(user, "/key/block", "{\"key\":\"" + others + "\"}"));
        String ofTeam = ADMIN.key("{\"team_id\":\"own\",\"user_id\":\"uwe\"}");
        ADMIN.ok(ADMIN.as(user, "/key/info?key=" + ofTeam, null));
        ADMIN.error(403, ADMIN.as(user, "/key/block", "{\"key\":\"" + ofTeam + "\"}"));
    }

    @Test
    void aRoleThatIsTakenAwayIsGoneAtOnce() {
        ADMIN.post("/user/new", "{\"user_id\":\"temp\",\"user_role\":\"proxy_admin\"}");
        String key = ADMIN.key("{\"user_id\":\"temp\"}");
        ADMIN.ok(ADMIN.as(key, "/user/list", null));
        ADMIN.post("/user/update", "{\"user_id\":\"temp\",\"user_role\":\"internal_user\"}");
        ADMIN.error(403, ADMIN.as(key, "/user/list", null));
        assertThat(ADMIN.post("/user/delete", "{\"user_ids\":[\"temp\"]}").asInt()).isEqualTo(1);
        assertThat(ADMIN.as(key, "/v1/models", null).statusCode()).isEqualTo(401);
    }

    @Test
    void modelsAreShownToWhoeverMayCallThem() {
        ADMIN.post(
                "/team/new",
                "{\"team_id\":\"seeing\",\"models\":[\"eu\"],\"model_aliases\":{\"m\":\"world\"}}");
        String key = ADMIN.key("{\"team_id\":\"seeing\",\"models\":[\"eu\"]}");
        assertThat(names(ADMIN.ok(ADMIN.as(key, "/model/info", null)), "model_name"))
                .containsExactly("eu");
        String both = ADMIN.key("{\"team_id\":\"seeing\"}");
        assertThat(names(ADMIN.ok(ADMIN.as(both, "/model_group/info", null)), "model_group"))
                .containsExactly("eu", "world");
        assertThat(names(ADMIN.ok(ADMIN.as(viewer, "/model/info", null)), "model_name"))
                .contains("eu", "world", "a/b");
        String bound = ADMIN.key("{\"allowed_routes\":[\"llm_api_routes\"]}");
        ADMIN.error(403, ADMIN.as(bound, "/key/info", null));
        assertThat(ADMIN.as(bound, "/v1/models", null).statusCode()).isEqualTo(200);
    }

    private static List<String> names(JsonNode answer, String field) {
        return answer.get("data").findValuesAsText(field);
    }
}
