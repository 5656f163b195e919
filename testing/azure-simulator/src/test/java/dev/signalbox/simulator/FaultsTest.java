package dev.signalbox.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.simulator.catalogue.Scenarios;
import dev.signalbox.simulator.catalogue.StatusFault;
import dev.signalbox.simulator.catalogue.StreamFault;
import dev.signalbox.simulator.fault.FaultOrder;
import dev.signalbox.simulator.fault.Scenario;
import dev.signalbox.simulator.wire.Ending;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Faults meet the requests that they are ordered for, and say what they should. */
class FaultsTest extends SimulatorTest {

    private static final String BODY = Caller.chatBody("Hi");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "F17|400|\"content_filter_result\":{\"hate\":{\"filtered\":true|",
                "F17B|400|\"content_filter_results\":{\"hate\":{\"filtered\":true|",
                "F17C|400|\"code\":\"content_filter\",\"status\":400}}|",
                "F18|400|This model's maximum context length is 128000 tokens|",
                "F18B|400|Input tokens exceed the configured limit of 272000 tokens|",
                "F19|400|\"code\":\"unsupported_parameter\"|",
                "F19B|400|\"param\":\"stream\",\"code\":\"unsupported_value\"|",
                "F19C|400|Unrecognized request argument supplied: surprise|",
                "F20|401|{\"error\":{\"code\":\"401\"|",
                "F20B|401|{\"error\":{\"code\":\"Unauthorized\"|",
                "F21|401|{\"statusCode\":401,\"message\":\"Access denied|",
                "F22|401|Access token is missing, invalid, audience is incorrect|",
                "F23|403|Virtual Network/Firewall rules|policy-id: ThrowExceptionDueToTrafficDenied",
                "F23B|403|AuthenticationTypeDisabled|",
                "F23C|403|Public access is disabled|",
                "F23D|401|PermissionDenied|",
                "F24|404|DeploymentNotFound|",
                "F25|404|Resource not found|",
                "F26|408|The operation was timeout.|",
                "F27|429|ChatCompletions_Create Operation|retry-after: 1",
                "F27B|429|RateLimitReached|retry-after: 45",
                "F27C|429|{\"statusCode\":429|retry-after: 2",
                "F28|429|token rate limit|retry-after-ms: 150",
                "F30|429|retry after 86400 seconds|retry-after: 86400",
                "F31|429|token rate limit|",
                "F31B|429|token rate limit|x-ratelimit-remaining-tokens: -1",
                "F32|429|experiencing high demand|x-ratelimit-remaining-tokens: 119900",
                "F32B|429|experiencing high demand|retry-after-ms: 800",
                "F33|431|too large|",
                "F34|500|\"type\":\"server_error\",\"param\":null,\"code\":null|",
                "F34B|500|InternalServerError|",
                "F35|502|<h1>502 Bad Gateway</h1>|content-type: text/html",
                "F35B|503|<h1>503 Service Unavailable</h1>|content-type: text/html",
                "F35C|503|upstream connect error|content-type: text/plain",
                "F36|504|<h1>504 Gateway Time-out</h1>|",
                "F37|503|ServiceUnavailable|x-should-retry: false",
                "F38|307||location: https://elsewhere.invalid/openai/deployments/chatgpt-v-2"
            })
    void aStatusFaultSaysItsWordsOnce(String id, int status, String words, String header)
            throws Exception {
        simulator.order("eu", Caller.DEPLOYMENT, FaultOrder.once(Scenarios.named(id)));

        HttpResponse<String> answer = caller.chat(BODY);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains(words == null ? "" : words);
        assertThat(answer.headers().firstValue("apim-request-id")).isPresent();
        if (header != null) {
            String[] parts = header.split(": ");
            assertThat(answer.headers().firstValue(parts[0]).orElse("")).startsWith(parts[1]);
        }
        assertThat(caller.chat(BODY).statusCode()).isEqualTo(200);
        assertThat(simulator.requests().getFirst().scenario())
                .isEqualTo(Scenarios.named(id).label());
        assertThat(simulator.requests().getFirst().status()).isEqualTo(status);
        assertThat(simulator.requests().getFirst().ending())
                .extracting(Ending::kind)
                .isEqualTo(Ending.Kind.FAULTED);
    }

    @Test
    void aLimitMayBeDated() throws Exception {
        simulator.order("eu", Caller.DEPLOYMENT, FaultOrder.once(StatusFault.RATE_LIMIT_DATE));

        String date = caller.chat(BODY).headers().firstValue("retry-after").orElseThrow();

        Instant until = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        assertThat(Duration.between(Instant.now(), until))
                .isBetween(Duration.ofSeconds(-20), Duration.ofSeconds(2));
    }

    @Test
    void aSilentLimitSaysNothingOfWhen() throws Exception {
        simulator.order("eu", Caller.DEPLOYMENT, FaultOrder.once(StatusFault.RATE_LIMIT_SILENT));

        assertThat(caller.chat(BODY).headers().map().keySet())
                .noneMatch(name -> name.contains("retry") || name.contains("ratelimit"));
    }

    @ParameterizedTest
    @EnumSource
    void streamsMeetStatusFaultsToo(StatusFault fault) throws Exception {
        simulator.order("eu", Caller.DEPLOYMENT, FaultOrder.once(fault));

        assertThat(caller.chat(Caller.streamBody("Hi")).statusCode()).isGreaterThanOrEqualTo(300);
    }

    @Test
    void theNextThreeAreMet() throws Exception {
        simulator.order("eu", Caller.DEPLOYMENT, FaultOrder.next(StatusFault.SERVER_ERROR, 3));

        assertThat(statuses(5)).containsExactly(500, 500, 500, 200, 200);
    }

    @Test
    void oneInThreeIsMet() throws Exception {
        simulator.order("eu", Caller.DEPLOYMENT, FaultOrder.every(StatusFault.SERVER_ERROR, 3));

        assertThat(statuses(6)).containsExactly(200, 200, 500, 200, 200, 500);
    }

    @Test
    void allAreMetUntilFaultsAreCleared() throws Exception {
        simulator.order("eu", Caller.DEPLOYMENT, FaultOrder.untilCleared(StatusFault.SERVER_ERROR));
        assertThat(statuses(3)).containsOnly(500);

        simulator.clearFaults("eu");

        assertThat(statuses(2)).containsOnly(200);
    }

    @Test
    void ordersAreMetOneAfterTheOther() throws Exception {
        simulator.order("eu", Caller.DEPLOYMENT, FaultOrder.once(StatusFault.RATE_LIMIT));
        simulator.order("eu", Caller.DEPLOYMENT, FaultOrder.once(StatusFault.TIMEOUT));

        assertThat(statuses(3)).containsExactly(429, 408, 200);
    }

    @Test
    void aFaultOfTheResourceMeetsAllItsDeployments() throws Exception {
        simulator.order("eu", FaultOrder.untilCleared(StatusFault.SERVER_ERROR));

        int other =
                caller.send(
                                caller.post(
                                                "/openai/deployments/vectors/embeddings?api-version="
                                                        + Caller.VERSION,
                                                "{\"input\":\"x\"}")
                                        .header("api-key", Caller.KEY))
                        .statusCode();

        assertThat(other).isEqualTo(500);
        assertThat(statuses(1)).containsExactly(500);
    }

    @Test
    void clearingADeploymentLeavesTheResourcesFaults() throws Exception {
        simulator.order("eu", FaultOrder.untilCleared(StatusFault.SERVER_ERROR));
        simulator.order("eu", Caller.DEPLOYMENT, FaultOrder.once(StatusFault.TIMEOUT));

        simulator.clearFaults("eu", Caller.DEPLOYMENT);

        assertThat(statuses(1)).containsExactly(500);
    }

    @Test
    void aFaultOfStreamsWaitsForAStream() throws Exception {
        simulator.order("eu", Caller.DEPLOYMENT, FaultOrder.once(StreamFault.ERROR_FIRST));

        assertThat(statuses(1)).containsExactly(200);
        assertThat(caller.chat(Caller.streamBody("Hi")).body()).startsWith("data: {\"error\"");
    }

    @Test
    void theSecondDoorMeetsFaultsToo() throws Exception {
        simulator.order("eu", Caller.DEPLOYMENT, FaultOrder.once(StatusFault.TIMEOUT));
        String body = BODY.replaceFirst("\\{", "{\"model\":\"chatgpt-v-2\",");

        int status =
                caller.send(
                                caller.post("/openai/v1/chat/completions", body)
                                        .header("api-key", Caller.KEY))
                        .statusCode();

        assertThat(status).isEqualTo(408);
    }

    @Test
    void aResetForgetsFaultsAndTheJournal() throws Exception {
        simulator.order("eu", Caller.DEPLOYMENT, FaultOrder.untilCleared(StatusFault.SERVER_ERROR));
        assertThat(statuses(1)).containsOnly(500);

        simulator.reset();

        assertThat(simulator.requests()).isEmpty();
        assertThat(statuses(1)).containsOnly(200);
    }

    @Test
    void everyScenarioHasANumberAndANameOfItsOwn() {
        Set<String> names = new HashSet<>();
        for (Scenario scenario : Scenarios.all()) {
            assertThat(names.add(scenario.id())).as(scenario.id()).isTrue();
            assertThat(names.add(scenario.title())).as(scenario.title()).isTrue();
            assertThat(Scenarios.named(scenario.label())).isSameAs(scenario);
            assertThat(Scenarios.named(scenario.title())).isSameAs(scenario);
        }
        assertThatThrownBy(() -> Scenarios.named("F999"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("F999");
    }

    private List<Integer> statuses(int calls) throws Exception {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            statuses.add(caller.chat(BODY).statusCode());
        }
        return statuses;
    }
}
