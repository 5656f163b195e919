package dev.signalbox.http.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.access.Refusal.ModelNotAllowed.Owner;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.http.exchange.ErrorAnswer;
import dev.signalbox.http.openai.wording.FaultErrors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

class OpenAiErrorsTest {

    private static final ModelName MODEL = new ModelName("gpt");
    private static final ModelName TARGET = new ModelName("gpt-eu");

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void everyRefusalHasItsStatusAndItsWord() {
        Map.<Refusal, String>of(
                        new Refusal.KeyMissing(), "401 auth_error",
                        new Refusal.UnknownKey(), "401 token_not_found_in_db",
                        new Refusal.KeyExpired(Instant.EPOCH), "401 expired_key",
                        new Refusal.KeyBlocked(), "401 auth_error",
                        new Refusal.TeamBlocked(new Team.Id("t")), "401 auth_error",
                        new Refusal.AdministratorsOnly(), "403 auth_error",
                        new Refusal.ModelNotAllowed(Owner.KEY, MODEL, List.of("a")),
                                "403 key_model_access_denied",
                        new Refusal.ModelNotAllowed(Owner.TEAM, MODEL, List.of("a")),
                                "403 team_model_access_denied",
                        new Refusal.UnknownModel(MODEL, null), "404 model_not_found",
                        new Refusal.RegistryAway(), "503 no_db_connection")
                .forEach(
                        (refusal, expected) -> {
                            ErrorAnswer error = OpenAiErrors.of(refusal);
                            assertThat(error.status() + " " + error.type()).isEqualTo(expected);
                            assertThat(error.code()).isEqualTo(Integer.toString(error.status()));
                        });
    }

    @Test
    void whoMayNotCallIsToldWhoseListSaysSo() {
        ErrorAnswer user =
                OpenAiErrors.of(new Refusal.ModelNotAllowed(Owner.USER, MODEL, List.of("a")));
        assertThat(user.status() + " " + user.type()).isEqualTo("403 user_model_access_denied");
        ErrorAnswer route =
                OpenAiErrors.of(new Refusal.RouteNotAllowed("/key/new", List.of("/key/info")));
        assertThat(route.status() + " " + route.type()).isEqualTo("403 auth_error");
        assertThat(route.message())
                .endsWith(
                        "Virtual key is not allowed to call this route. Only allowed to call routes:"
                                + " ['/key/info']. Tried to call route: /key/new");
    }

    @Test
    void anUnknownModelIsSaidInBothOfLiteLlmsSentences() {
        assertThat(OpenAiErrors.of(new Refusal.UnknownModel(MODEL, null)).message())
                .contains("litellm.BadRequestError", "Invalid model name passed in model=gpt")
                .contains("Call `/v1/models`");
    }

    @Test
    void aDanglingAliasNamesItselfAndItsTarget() {
        assertThat(OpenAiErrors.of(new Refusal.UnknownModel(MODEL, TARGET)).message())
                .contains("alias gpt stands for gpt-eu");
    }

    @ParameterizedTest
    @CsvSource({
        "RATE_LIMITED,429",
        "UNREACHABLE,503",
        "UNAVAILABLE,503",
        "BROKEN,500",
        "TIMEOUT,408",
        "BAD_CREDENTIAL,401",
        "FORBIDDEN,403",
        "MODEL_GONE,404",
        "CONTEXT_TOO_LONG,400",
        "CONTENT_POLICY,400",
        "CALLER_ERROR,400",
        "UNREADABLE,502"
    })
    void everyFaultHasItsStatus(Fault.Kind kind, int status) throws Exception {
        ErrorAnswer error = FaultErrors.brokenOff(MODEL, Fault.of(kind, "what was said"));
        assertThat(error.status()).isEqualTo(status);
        JsonNode body = json.readTree(error.json("call-7")).get("error");
        assertThat(body.get("message").asText())
                .startsWith("litellm.")
                .contains("what was said")
                .contains("Received Model Group=gpt");
        assertThat(body.get("code").asText()).isEqualTo(Integer.toString(status));
        assertThat(body.get("param").isNull()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Fault.Kind.class)
    void aTypeIsNeverNullNorTheTextNone(Fault.Kind kind) {
        for (String type : new String[] {null, "None", "null", " "}) {
            Fault fault = new Fault(kind, "m", new Fault.Wording(type, null, null, null), null);
            assertThat(FaultErrors.brokenOff(MODEL, fault).type())
                    .isNotBlank()
                    .isNotEqualTo("None")
                    .isNotEqualTo("null");
        }
    }

    @Test
    void anUpstreamsOwnWordsArePassedOn() throws Exception {
        Fault filtered =
                new Fault(
                        Fault.Kind.CONTENT_POLICY,
                        "filtered \"so\"\n\u2028",
                        new Fault.Wording(
                                "own_type",
                                "prompt",
                                "content_filter",
                                new FreeJson("{\"code\":\"ResponsibleAIPolicyViolation\"}")),
                        null);
        JsonNode body =
                json.readTree(FaultErrors.brokenOff(MODEL, filtered).json("call-7")).get("error");
        assertThat(body.get("type").asText()).isEqualTo("own_type");
        assertThat(body.get("param").asText()).isEqualTo("prompt");
        assertThat(body.get("code").asText()).isEqualTo("content_filter");
        assertThat(body.at("/innererror/code").asText()).isEqualTo("ResponsibleAIPolicyViolation");
    }

    @Test
    void aPassportSaysWhyWhereAndWhetherToTryAgain() throws Exception {
        ErrorAnswer busy =
                OpenAiErrors.of(new Refusal.AllBusy(MODEL, "rpm", Duration.ofMillis(1500)));
        ErrorAnswer unknown = OpenAiErrors.of(new Refusal.UnknownKey());
        ErrorAnswer broken = FaultErrors.brokenOff(MODEL, Fault.of(Fault.Kind.BROKEN, "no"));

        assertThat(passport(busy).toString())
                .isEqualTo(
                        "{\"reason\":\"all_busy\",\"origin\":\"gateway\",\"retry\":true,"
                                + "\"retry_after_ms\":1500,\"request_id\":\"call-7\","
                                + "\"reference\":\"docs/reference/errors.md\"}");
        assertThat(passport(unknown).toString())
                .contains("\"reason\":\"unknown_key\"", "\"retry\":false")
                .doesNotContain("retry_after_ms");
        assertThat(passport(broken).toString())
                .contains("\"reason\":\"upstream_broken\"", "\"origin\":\"upstream\"");
        assertThat(passport(broken.notToBeTriedAgain()).get("retry").asBoolean()).isFalse();
        assertThat(passport(OpenAiErrors.noSuchPath("GET", "/x")).get("reason").asText())
                .isEqualTo("not_found");
    }

    private JsonNode passport(ErrorAnswer error) throws Exception {
        return json.readTree(error.json("call-7")).at("/error/signalbox");
    }

    @Test
    void whoeverCannotBeServedNowIsToldWhenOrWhy() {
        ErrorAnswer resting =
                OpenAiErrors.of(new Refusal.AllResting(MODEL, Duration.ofMillis(4200)));
        assertThat(resting.status() + " " + resting.type() + " " + resting.code())
                .isEqualTo("429 throttling_error 429");
        assertThat(resting.message())
                .isEqualTo(
                        "No deployments available for selected model, Try again in 5 seconds."
                                + " Passed model=gpt");
        ErrorAnswer busy =
                OpenAiErrors.of(new Refusal.AllBusy(MODEL, "rpm", Duration.ofSeconds(30)));
        assertThat(busy.status()).isEqualTo(429);
        assertThat(busy.message()).contains("No deployments available").contains("its rpm");
        ErrorAnswer tags = OpenAiErrors.of(new Refusal.NoMatchForTags(MODEL, Set.of("paid", "eu")));
        assertThat(tags.status()).isEqualTo(401);
        assertThat(tags.message())
                .isEqualTo(
                        "Not allowed to access model due to tags configuration. Passed model=gpt"
                                + " and tags=['eu', 'paid']");
        ErrorAnswer residency =
                OpenAiErrors.of(new Refusal.ResidencyUnavailable(MODEL, Set.of("eu")));
        assertThat(residency.status() + " " + residency.type())
                .isEqualTo("503 residency_unavailable");
    }

    @Test
    void aFailureEndsWithWhatWasTried() {
        Fault fault = Fault.of(Fault.Kind.BROKEN, "it broke.");
        assertThat(OpenAiErrors.of(new Refusal.UpstreamFailed(MODEL, fault)).message())
                .isEqualTo(
                        "litellm.InternalServerError: it broke. Received Model Group=gpt\n"
                                + "Available Model Group Fallbacks=None");
        Refusal.Trail trail = new Refusal.Trail(3, 2, List.of(TARGET), "it was away", false);
        assertThat(OpenAiErrors.of(new Refusal.UpstreamFailed(MODEL, fault, trail)).message())
                .endsWith(
                        " Received Model Group=gpt\nAvailable Model Group Fallbacks=['gpt-eu']\n"
                                + "Error doing the fallback: it was away"
                                + " LiteLLM Retried: 3 times, LiteLLM Max Retries: 2");
        Refusal.Trail saved = new Refusal.Trail(0, 2, List.of(), null, true);
        assertThat(OpenAiErrors.of(new Refusal.UpstreamFailed(MODEL, fault, saved)).message())
                .contains("It was not tried again", "budget of retries")
                .doesNotContain("LiteLLM Retried");
    }

    @ParameterizedTest
    @CsvSource({"0,1", "1,1", "1000,1", "1001,2", "59999,60"})
    void aWaitIsRoundedUp(long millis, long seconds) {
        assertThat(ErrorAnswer.wholeSeconds(Duration.ofMillis(millis))).isEqualTo(seconds);
    }
}
