package dev.signalbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.signalbox.http.origin.Throttling;
import dev.signalbox.http.surface.Policy;
import dev.signalbox.http.surface.Service;
import dev.signalbox.http.surface.Side;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * Every route, asked over HTTP by every role about a team, a key and a user that exist; what comes
 * back is what {@code docs/reference/route-policy.md} says.
 */
class RoutePolicyTest {

    private static final Path PAGE = Path.of("../docs/reference/route-policy.md");
    private static final String HEAD =
            "| route | policy | anonymous | key of the team | member of the team | viewer"
                    + " | its admin | another team's admin | admin | master key |";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CALL =
            "{'model':'eu','messages':[],'input':'x','prompt':'x'}".replace('\'', '"');

    /** What a request is about: $T a team, $K a key of it, $U one of its members. */
    private static final Map<String, String> ABOUT =
            Map.ofEntries(
                    Map.entry("/team/update", "{'team_id':'$T','model_aliases':{}}"),
                    Map.entry("/team/delete", "{'team_ids':['$T']}"),
                    Map.entry("/team/block", "{'team_id':'$T'}"),
                    Map.entry("/team/unblock", "{'team_id':'$T'}"),
                    Map.entry("/team/model/add", "{'team_id':'$T','models':['eu']}"),
                    Map.entry("/team/model/delete", "{'team_id':'$T','models':['eu']}"),
                    Map.entry("/team/aliases/rollback", "{'team_id':'$T','revision':$R}"),
                    Map.entry(
                            "/team/aliases/schedule",
                            "{'team_id':'$T','model_aliases':{},'effective_at':'$S'}"),
                    Map.entry("/team/aliases/schedules", "?team_id=$T"),
                    Map.entry("/team/aliases/schedule/cancel", "{'schedule_id':'none'}"),
                    Map.entry(
                            "/team/member_add",
                            "{'team_id':'$T','member':{'role':'user','user_id':'new-$U'}}"),
                    Map.entry(
                            "/team/member_update", "{'team_id':'$T','user_id':'$U','role':'user'}"),
                    Map.entry("/team/member_delete", "{'team_id':'$T','user_id':'$U'}"),
                    Map.entry("/team/info", "?team_id=$T"),
                    Map.entry("/team/aliases/history", "?team_id=$T"),
                    Map.entry("/key/generate", "{'team_id':'$T','models':['eu']}"),
                    Map.entry("/key/service-account/generate", "{'team_id':'$T','models':['eu']}"),
                    Map.entry("/key/update", "{'key':'$K','metadata':{}}"),
                    Map.entry("/key/regenerate", "{'key':'$K'}"),
                    Map.entry("/key/{key}/regenerate", "{}"),
                    Map.entry("/key/delete", "{'keys':['$K']}"),
                    Map.entry("/key/block", "{'key':'$K'}"),
                    Map.entry("/key/unblock", "{'key':'$K'}"),
                    Map.entry("/key/info", "?key=$K"),
                    Map.entry("/v2/key/info", "{'keys':['$K']}"),
                    Map.entry("/user/update", "{'user_id':'$U'}"),
                    Map.entry("/user/delete", "{'user_ids':['$U']}"),
                    Map.entry("/user/info", "?user_id=$U"),
                    Map.entry(
                            "/model/new",
                            "{'model_name':'stored','litellm_params':{'model':'azure/x'}}"),
                    Map.entry("/model/update", "{'id':'none'}"),
                    Map.entry("/model/delete", "{'id':'none'}"),
                    Map.entry("/spend/logs", "?team_id=$T"),
                    Map.entry("/spend/logs/v2", "?team_id=$T"),
                    Map.entry("/spend/logs/ui", "?team_id=$T"),
                    Map.entry("/spend/keys", "?api_key=$K"),
                    Map.entry("/spend/users", "?user_id=$U"),
                    Map.entry("/spend/tags", "?team_id=$T"),
                    Map.entry(
                            "/global/spend/report",
                            "?team_id=$T&start_date=2026-01-01&end_date=2026-01-31"),
                    Map.entry(
                            "/team/daily/activity",
                            "?team_ids=$T&start_date=2026-01-01&end_date=2026-01-31"),
                    Map.entry(
                            "/user/daily/activity",
                            "?user_id=$U&start_date=2026-01-01&end_date=2026-01-31"),
                    Map.entry("/spend/calculate", "{'model':'world','messages':[]}"),
                    Map.entry(
                            "/spend/rerate", "{'start_date':'2026-01-01','end_date':'2026-01-31'}"),
                    Map.entry(
                            "/spend/rerate/apply",
                            "{'start_date':'2026-01-01','end_date':'2026-01-31','page':'x'}"),
                    Map.entry("/customer/new", "{'user_id':'c-$U'}"),
                    Map.entry("/customer/update", "{'user_id':'none'}"),
                    Map.entry("/customer/delete", "{'user_ids':['none']}"),
                    Map.entry("/customer/block", "{'user_ids':['c-$U']}"),
                    Map.entry("/customer/unblock", "{'user_ids':['c-$U']}"),
                    Map.entry("/customer/info", "?end_user_id=none"),
                    Map.entry("/end_user/new", "{'user_id':'c-$U'}"),
                    Map.entry("/end_user/update", "{'user_id':'none'}"),
                    Map.entry("/end_user/delete", "{'user_ids':['none']}"),
                    Map.entry("/end_user/block", "{'user_ids':['c-$U']}"),
                    Map.entry("/end_user/unblock", "{'user_ids':['c-$U']}"),
                    Map.entry("/end_user/info", "?end_user_id=none"),
                    Map.entry("/budget/new", "{'max_budget':1}"),
                    Map.entry("/budget/update", "{'budget_id':'none'}"),
                    Map.entry("/budget/delete", "{'id':'none'}"),
                    Map.entry("/budget/info", "{'budgets':['none']}"),
                    Map.entry("/tag/new", "{'name':'t-$U'}"),
                    Map.entry("/tag/update", "{'name':'none'}"),
                    Map.entry("/tag/delete", "{'name':'none'}"),
                    Map.entry("/tag/info", "{'names':['none']}"),
                    Map.entry("/audit/diff", "?from=1&to=2"));

    /** Strangers ask for every route here, and are not to be slowed down for it. */
    private static final RunningHouse HOUSE =
            new RunningHouse(settings -> settings.withThrottling(new Throttling(10_000, 1)));

    private static String viewer;
    private static String rival;
    private static String admin;

    /** What is asked about by those who are about nothing in particular. */
    private static World untouched;

    @BeforeAll
    static void settle() throws Exception {
        viewer = personalKey("the-viewer", "proxy_admin_viewer");
        admin = personalKey("the-admin", "proxy_admin");
        rival = personalKey("the-rival", "internal_user");
        made("/team/new", "{'members_with_roles':[{'role':'admin','user_id':'the-rival'}]}");
        untouched = new World();
    }

    @AfterAll
    static void stop() {
        HOUSE.close();
    }

    @Test
    void everyRouteAnswersEveryRoleAsThePageSays() throws Exception {
        List<String> rows = new ArrayList<>();
        for (Service service : services()) {
            rows.add(row(service));
        }
        List<String> written =
                Files.readAllLines(PAGE).stream()
                        .filter(line -> line.matches("\\| `(GET|POST|PATCH|DELETE) .*"))
                        .toList();
        Files.writeString(
                Path.of("target/route-policy.md"),
                HEAD + "\n|" + "---|".repeat(10) + "\n" + String.join("\n", rows) + "\n");
        assertThat(written)
                .as("the page; target/route-policy.md has the table as it really is")
                .containsExactlyElementsOf(rows);
    }

    @Test
    void aRouteThatManagersMayAskForIsAskedAboutSomethingThatExists() {
        assertThat(services())
                .filteredOn(service -> service.policy() == Policy.MANAGER)
                .extracting(Service::path)
                .isSubsetOf(ABOUT.keySet());
    }

    @Test
    void nobodyButThePublicRoutesAnswersAStranger() throws Exception {
        for (Service service : services()) {
            String stranger = answer(service, untouched, "sk-of-nobody-at-all");
            assertThat(stranger.equals("401"))
                    .as(service.toString())
                    .isEqualTo(service.policy() != Policy.PUBLIC);
        }
    }

    private static List<Service> services() {
        return Routes.withListing(Routes.to(HOUSE.doors, HttpSettings.defaults())).services();
    }

    private static String row(Service service) throws Exception {
        StringBuilder row =
                new StringBuilder("| `%s %s` | ".formatted(service.method(), service.path()))
                        .append(service.policy().name().toLowerCase(Locale.ROOT))
                        .append(" |");
        for (int role = 0; role < 8; role++) {
            World world = ABOUT.containsKey(service.path()) ? new World() : untouched;
            row.append(' ').append(answer(service, world, world.key(role))).append(" |");
        }
        return row.toString();
    }

    /** What comes back: a status that refuses, or yes for everything else. */
    private static String answer(Service service, World world, @Nullable String key)
            throws Exception {
        String about = ABOUT.getOrDefault(service.path(), "{}");
        String wish = world.filledIn(about.startsWith("?") ? "{}" : about);
        boolean form = CallForm.isFor(service.path());
        String body = service.side() == Side.CALLS ? form ? CallForm.BODY : CALL : wish;
        String path =
                service.path()
                                .replace("{model}", "eu")
                                .replace("{key}", world.target)
                                .replace("{id}", "none")
                        + (about.startsWith("?") ? world.filledIn(about) : "");
        HttpRequest.Builder request =
                HttpRequest.newBuilder(HOUSE.uri(path)).timeout(Duration.ofSeconds(20));
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        if (form) {
            request.header("Content-Type", CallForm.TYPE);
        }
        HttpResponse<String> answer =
                HOUSE.send(
                        service.method().equals("GET")
                                ? request.GET().build()
                                : request.method(service.method(), BodyPublishers.ofString(body))
                                        .build());
        assertThat(answer.statusCode()).as(answer.body()).isNotIn(422, 500, 503);
        return switch (answer.statusCode()) {
            case 401, 403, 404 -> Integer.toString(answer.statusCode());
            default -> "yes";
        };
    }

    private static JsonNode made(String path, String wish) throws IOException {
        HttpResponse<String> answer = HOUSE.post(path, wish.replace('\'', '"'));
        assertThat(answer.statusCode()).as(path + " " + answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static String personalKey(String user, String role) throws IOException {
        made(
                "/user/new",
                "{'user_id':'%s','user_role':'%s','auto_create_key':false}".formatted(user, role));
        return made("/key/generate", "{'user_id':'%s'}".formatted(user)).get("key").asText();
    }

    /** A team with a member, an admin and two keys, all of it new. */
    private static final class World {
        private final String id = UUID.randomUUID().toString();
        private final String member = personalKey("member-" + id, "internal_user");
        private final String leader = personalKey("leader-" + id, "internal_user");
        private final String team =
                made(
                                "/team/new",
                                ("{'models':['eu','world'],'members_with_roles':["
                                                + "{'role':'user','user_id':'member-%s'},"
                                                + "{'role':'admin','user_id':'leader-%s'}]}")
                                        .formatted(id, id))
                        .get("team_id")
                        .asText();
        private final long revision = HOUSE.doors.revision().getAsLong();
        private final String own = teamKey();
        private final String target = teamKey();

        World() throws IOException {}

        private String teamKey() throws IOException {
            return made("/key/generate", "{'team_id':'%s','models':['eu']}".formatted(team))
                    .get("key")
                    .asText();
        }

        @Nullable String key(int role) {
            return switch (role) {
                case 0 -> null;
                case 1 -> own;
                case 2 -> member;
                case 3 -> viewer;
                case 4 -> leader;
                case 5 -> rival;
                case 6 -> admin;
                default -> RunningHouse.MASTER;
            };
        }

        String filledIn(String text) {
            return text.replace('\'', '"')
                    .replace("$T", team)
                    .replace("$K", target)
                    .replace("$U", "member-" + id)
                    .replace("$R", Long.toString(revision))
                    .replace("$S", Instant.now().plus(Duration.ofDays(1)).toString());
        }
    }
}
