package dev.signalbox.bootstrap.running;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Settings of the file have their effect in the started gateway. */
class SettingsIT {

    private static final String QUESTION =
            """
            {"model": "gpt-3.5-turbo", "messages": [{"role": "user", "content": "%s"}]}""";

    private static final Pattern ADMINISTRATION =
            Pattern.compile("administration is served on port (\\d+)");

    private static final String OPEN_TEAMS =
            """
            litellm_settings:
              max_end_user_budget_id: of-everybody
              default_internal_user_params:
                available_teams: [t, not-made-yet]
                user_role: internal_user
            """;

    @TempDir Path folder;

    @Test
    void settingsOfTheFileReachTheFront() throws Exception {
        try (Upstreams upstreams = new Upstreams();
                RunningGateway gateway =
                        upstreams
                                .told(RunningGateway.Order.in(folder))
                                .prepared()
                                .serving(
                                        Upstreams.config(
                                                        "response_model: requested",
                                                        "max_request_size_mb: 1",
                                                        "alerting: [slack]")
                                                + OPEN_TEAMS)
                                .listen()) {
            String key = gateway.keyOfTeam("t", "gpt-3.5-turbo", Upstreams.EU);

            String answer =
                    gateway.post("/v1/chat/completions", key, QUESTION.formatted("Hi")).body();
            assertThat(RunningGateway.member("model", answer)).isEqualTo("gpt-3.5-turbo");

            HttpResponse<String> tooLarge =
                    gateway.post(
                            "/v1/chat/completions", key, QUESTION.formatted("x".repeat(1 << 20)));
            assertThat(tooLarge.statusCode()).isEqualTo(413);

            assertThat(gateway.get("/team/available", RunningGateway.MASTER_KEY).body())
                    .isEqualTo("[{\"team_id\":\"t\",\"team_alias\":\"my-new-team_4\"}]");

            assertThat(gateway.log())
                    .contains("default_internal_user_params.user_role: is LiteLLM's and not served")
                    .contains("max_end_user_budget_id: there is no budget of-everybody")
                    .contains("general_settings.alerting: slack is LiteLLM's and not served yet");
        }
    }

    @Test
    void administrationIsServedOnItsOwnPortAndNoCallThere() throws Exception {
        try (Upstreams upstreams = new Upstreams();
                RunningGateway gateway =
                        upstreams
                                .told(RunningGateway.Order.in(folder))
                                .prepared()
                                .serving(Upstreams.config())
                                .saying("--admin-port", "0")
                                .listen()) {
            URI calls = gateway.address();
            URI administration = URI.create("http://127.0.0.1:" + adminPort(gateway));
            assertThat(administration.getPort()).isNotEqualTo(calls.getPort());

            String team = "{\"team_id\":\"t\"}";
            assertThat(post(gateway, calls, "/team/new", team).statusCode()).isEqualTo(404);
            assertThat(post(gateway, administration, "/team/new", team).statusCode())
                    .isEqualTo(200);

            String question =
                    "{\"model\":\""
                            + Upstreams.EU
                            + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
            String chat = "/v1/chat/completions";
            assertThat(post(gateway, calls, chat, question).statusCode()).isEqualTo(200);
            assertThat(post(gateway, administration, chat, question).statusCode()).isEqualTo(404);
            assertThat(upstreams.eu()).hasSize(1);
        }
    }

    private static int adminPort(RunningGateway gateway) {
        Matcher told = ADMINISTRATION.matcher(gateway.log());
        assertThat(told.find()).as(gateway.log()).isTrue();
        return Integer.parseInt(told.group(1));
    }

    private static HttpResponse<String> post(
            RunningGateway gateway, URI where, String path, String body) throws Exception {
        return gateway.client()
                .send(
                        HttpRequest.newBuilder(where.resolve(path))
                                .header("Authorization", "Bearer " + RunningGateway.MASTER_KEY)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
