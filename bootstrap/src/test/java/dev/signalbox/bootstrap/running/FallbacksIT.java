package dev.signalbox.bootstrap.running;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpResponse;
import java.nio.file.Path;

/** Where calls go whose group could not serve them: over real sockets, through the started jar. */
@Timeout(300)
class FallbacksIT {

    private static final String POLICY =
            """
            router_settings:
              timeout: 10
              continue_streams: true
              fallbacks:
                - configured: [second]
                - n1: [n2]
                - n2: [n3]
                - n3: [n4]
                - n4: [n5]
                - n5: [n6]
                - n6: [n7]
                - m1: [m2]
                - m2: [m3]
              context_window_fallbacks: [{long: [second]}]
              content_policy_fallbacks: [{filtered: [second]}]
            """;

    /** Refused for good, so that a group is done with it after one attempt. */
    private static final String FIREWALL = "F23";

    @TempDir static Path folder;
    private static final Fleet FLEET = new Fleet();
    private static RunningGateway gateway;
    private static Asker caller;

    @BeforeAll
    static void startEverything() {
        for (String group :
                new String[] {
                    "broken",
                    "second",
                    "third",
                    "configured",
                    "long",
                    "filtered",
                    "n1",
                    "n2",
                    "n3",
                    "n4",
                    "n5",
                    "n6",
                    "n7",
                    "m1",
                    "m2",
                    "m3"
                }) {
            FLEET.serves(group, group + "-1");
        }
        FLEET.embeds("vectors", "vectors-1").embeds("more-vectors", "more-vectors-1");
        gateway = RunningGateway.Order.in(folder).prepared().serving(FLEET.config(POLICY)).listen();
        caller = Asker.master(gateway);
    }

    @AfterAll
    static void stopEverything() {
        try {
            gateway.close();
        } finally {
            FLEET.close();
        }
    }

    @BeforeEach
    void onlyTheFirstIsBroken() {
        FLEET.forget();
        FLEET.failsAlways("broken-1", FIREWALL);
    }

    @Test
    void aNameInTheBodyIsAskedInstead() {
        HttpResponse<String> answer = caller.chat("broken", "\"fallbacks\": [\"second\"]");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(Asker.by(answer)).isEqualTo("second-1");
        assertThat(Asker.header(answer, "x-litellm-model-group")).isEqualTo("second");
        assertThat(Asker.fallbacks(answer)).isEqualTo("1");
        assertThat(RunningGateway.member("model", answer.body())).startsWith("gpt-3.5-turbo");
        assertThat(FLEET.count("broken-1")).isEqualTo(1);
        assertThat(FLEET.asked("second-1").getFirst().text())
                .doesNotContain("fallbacks")
                .contains(Asker.USUAL);
    }

    @Test
    void namesAreAskedInTheirOrder() {
        FLEET.failsAlways("second-1", FIREWALL);

        HttpResponse<String> answer =
                caller.chat("broken", "\"fallbacks\": [\"second\", \"third\"]");

        assertThat(Asker.by(answer)).isEqualTo("third-1");
        assertThat(Asker.fallbacks(answer)).isEqualTo("2");
        assertThat(FLEET.count("second-1")).isEqualTo(1);
    }

    @Test
    void anObjectBringsItsOwnMessages() {
        HttpResponse<String> answer =
                caller.chat(
                        "broken",
                        """
                        "temperature": 1, "fallbacks": [{"model": "second", "temperature": 0.25,
                         "messages": [{"role": "user", "content": "only for the second"}]}]""");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("only for the second").doesNotContain(Asker.USUAL);
        assertThat(FLEET.asked("second-1").getFirst().text())
                .contains("only for the second")
                .containsPattern("\"temperature\"\\s*:\\s*0\\.25")
                .doesNotContain(Asker.USUAL)
                .doesNotContain("fallbacks");
        assertThat(FLEET.asked("broken-1").getFirst().text()).contains(Asker.USUAL);
    }

    @Test
    void whatAnObjectChangesStaysChangedForTheNext() {
        FLEET.failsAlways("second-1", FIREWALL);

        HttpResponse<String> answer =
                caller.chat(
                        "broken",
                        """
                        "fallbacks": [{"model": "second", "max_tokens": 7,
                         "messages": [{"role": "user", "content": "from the second on"}]},
                         {"model": "third"}]""");

        assertThat(Asker.by(answer)).as(answer.body()).isEqualTo("third-1");
        assertThat(FLEET.asked("third-1").getFirst().text())
                .contains("from the second on")
                .containsPattern("\"max_tokens\"\\s*:\\s*7");
    }

    @Test
    void aStreamFallsBackBeforeItsFirstEvent() {
        HttpResponse<String> answer =
                caller.chat("broken", "\"stream\": true, \"fallbacks\": [\"second\"]");

        assertThat(Asker.by(answer)).as(answer.body()).isEqualTo("second-1");
        assertThat(answer.body()).contains("data: [DONE]");
    }

    @Test
    void aFallbackGoesOnWithAStreamThatBrokeOff() {
        FLEET.failsAlways("configured-1", "F51");

        HttpResponse<String> answer = caller.chat("configured", "\"stream\": true");

        assertThat(Asker.by(answer)).as("the head was that of the first").isEqualTo("configured-1");
        assertThat(answer.body()).contains("data: [DONE]").doesNotContain("event: error");
        assertThat(FLEET.asked("second-1").getFirst().text())
                .contains(Asker.USUAL)
                .contains("\"prefix\":true")
                .contains("was interrupted");
    }

    @Test
    void aStreamIsNotGoneOnWithWhereNobodyIsNamed() {
        FLEET.failsAlways("third-1", "F51");

        HttpResponse<String> answer = caller.chat("third", "\"stream\": true");

        assertThat(answer.body()).contains("event: error").doesNotContain("[DONE]");
    }

    @Test
    void embeddingsFallBackToo() {
        FLEET.failsAlways("vectors-1", FIREWALL);

        HttpResponse<String> answer =
                caller.post(
                        "/v1/embeddings",
                        """
                        {"model": "vectors", "input": "first", "fallbacks":
                         [{"model": "more-vectors", "input": "another text"}]}""");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(Asker.by(answer)).isEqualTo("more-vectors-1");
        assertThat(FLEET.asked("more-vectors-1").getFirst().text()).contains("another text");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"api_base\": \"http://127.0.0.1:1\"",
                "\"api_key\": \"sk-other\"",
                "\"extra_headers\": {\"authorization\": \"x\"}"
            })
    void nobodyChangesWhereACallGoesWithAnObject(String member) {
        HttpResponse<String> answer =
                caller.chat("broken", "\"fallbacks\": [{\"model\": \"second\", " + member + "}]");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(FLEET.simulator().requests()).isEmpty();
    }

    @Test
    void aTargetThatTheKeyMayNotAskForIsNotAsked() {
        Asker bound = Asker.withKey(gateway, "\"models\": [\"broken\", \"third\"]");

        HttpResponse<String> answer = bound.chat("broken", "\"fallbacks\": [\"second\"]");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
        assertThat(FLEET.count("second-1")).isZero();
    }

    @Test
    void whatNothingIsCalledGoesToTheFirstDefaultFallback() {
        Asker bound =
                Asker.withKey(
                        gateway,
                        """
                        "models": ["no-such-model", "second", "third"],
                        "router_settings": {"default_fallbacks": ["broken", "second", "third"]}""");

        HttpResponse<String> answer = bound.chat("no-such-model");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(Asker.by(answer)).isEqualTo("second-1");
        assertThat(Asker.header(answer, "x-litellm-model-group")).isEqualTo("second");
        assertThat(Asker.fallbacks(answer)).isEqualTo("0");
        assertThat(FLEET.count("broken-1")).as("the key may not ask for it").isZero();
        assertThat(bound.post("/v1/route/explain", "{\"model\": \"no-such-model\"}").body())
                .contains("default_fallback")
                .contains("\"served\":true");
        assertThat(bound.chat("no-such-model", "\"disable_fallbacks\": true").statusCode())
                .isEqualTo(404);

        FLEET.failsAlways("second-1", FIREWALL);
        HttpResponse<String> after = bound.chat("no-such-model");
        assertThat(Asker.by(after)).as(after.body()).isEqualTo("third-1");
        assertThat(Asker.fallbacks(after)).isEqualTo("1");
        assertThat(caller.chat("no-such-model").statusCode()).as("everybody else").isEqualTo(404);
    }

    @Test
    void aModelIsAskedForByItsOwnNameBehindWhateverGroup() {
        HttpResponse<String> answer = caller.chat("azure/second-1");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(Asker.by(answer)).isEqualTo("second-1");
        assertThat(Asker.header(answer, "x-litellm-model-group")).isEqualTo("azure/second-1");
        assertThat(caller.post("/v1/route/explain", "{\"model\": \"azure/second-1\"}").body())
                .contains("\"level\":\"model\"")
                .contains("\"served\":true");
        assertThat(Asker.by(caller.chat("broken", "\"fallbacks\": [\"azure/third-1\"]")))
                .isEqualTo("third-1");
        assertThat(Asker.withKey(gateway, "\"models\": [\"second\"]").chat("azure/second-1"))
                .returns(200, HttpResponse::statusCode);
        assertThat(Asker.withKey(gateway, "\"models\": [\"azure/*\"]").chat("azure/second-1"))
                .as("a pattern for groups of such names")
                .returns(403, HttpResponse::statusCode);
    }

    @Test
    void theConfigurationsListIsUsed() {
        FLEET.failsAlways("configured-1", FIREWALL);

        HttpResponse<String> answer = caller.chat("configured");

        assertThat(Asker.by(answer)).as(answer.body()).isEqualTo("second-1");
        assertThat(Asker.fallbacks(answer)).isEqualTo("1");
    }

    @Test
    void anAliasHasTheFallbacksOfWhatItMeans() {
        Asker member = new Asker(gateway, gateway.keyOfTeam("team-f", "gpt-4", "configured"));
        FLEET.failsAlways("configured-1", FIREWALL);

        assertThat(Asker.by(member.chat("gpt-4"))).isEqualTo("second-1");
    }

    @Test
    void theCallersListTakesThePlaceOfTheConfigurations() {
        FLEET.failsAlways("configured-1", FIREWALL);

        assertThat(Asker.by(caller.chat("configured", "\"fallbacks\": [\"third\"]")))
                .isEqualTo("third-1");
        assertThat(FLEET.count("second-1")).isZero();
    }

    @Test
    void whoeverWantsNoFallbackGetsTheError() {
        FLEET.failsAlways("configured-1", FIREWALL);

        HttpResponse<String> answer = caller.chat("configured", "\"disable_fallbacks\": true");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
        assertThat(FLEET.count("second-1")).isZero();
        assertThat(FLEET.asked("configured-1").getFirst().text())
                .doesNotContain("disable_fallbacks");
    }

    @Test
    void aKeyMayWantNoFallback() {
        Asker bound = Asker.withKey(gateway, "\"metadata\": {\"disable_fallbacks\": true}");
        FLEET.failsAlways("configured-1", FIREWALL);

        assertThat(bound.chat("configured").statusCode()).isEqualTo(403);
        assertThat(FLEET.count("second-1")).isZero();
    }

    @Test
    void whatIsTooLongHasAListOfItsOwn() {
        FLEET.failsAlways("long-1", "F18");
        assertThat(Asker.by(caller.chat("long"))).isEqualTo("second-1");
        assertThat(FLEET.count("long-1")).as("it was not tried again").isEqualTo(1);
    }

    @Test
    void whatIsFilteredHasAListOfItsOwn() {
        FLEET.failsAlways("filtered-1", "F17");
        assertThat(Asker.by(caller.chat("filtered"))).isEqualTo("second-1");
        assertThat(FLEET.count("filtered-1")).as("it was not tried again").isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"F17", "F18"})
    void aListForTheKindOfFailureThatDoesNotNameTheGroupMeansNowhere(String fault) {
        FLEET.failsAlways("configured-1", fault);

        assertThat(caller.chat("configured").statusCode()).isEqualTo(400);
        assertThat(FLEET.count("second-1")).isZero();
    }

    @Test
    void aFallbackHasFallbacksOfItsOwn() {
        FLEET.failsAlways("m1-1", FIREWALL);
        FLEET.failsAlways("m2-1", FIREWALL);

        HttpResponse<String> answer = caller.chat("m1");

        assertThat(Asker.by(answer)).as(answer.body()).isEqualTo("m3-1");
        assertThat(Asker.fallbacks(answer)).isEqualTo("2");
    }

    @Test
    void afterFiveFallbacksThereIsNoSixth() {
        for (int i = 1; i <= 6; i++) {
            FLEET.failsAlways("n" + i + "-1", FIREWALL);
        }

        HttpResponse<String> answer = caller.chat("n1");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
        assertThat(FLEET.count("n6-1")).isEqualTo(1);
        assertThat(FLEET.count("n7-1")).isZero();
        assertThat(FLEET.simulator().requests()).hasSize(6);
    }

    @Test
    void theFirstErrorIsTheOneThatIsTold() {
        FLEET.failsAlways("configured-1", FIREWALL);
        FLEET.failsAlways("second-1", "F19");

        HttpResponse<String> answer = caller.chat("configured");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
        assertThat(answer.body()).contains("Virtual Network");
    }
}
