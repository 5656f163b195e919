package dev.signalbox.http.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.access.Refusal.ModelNotAllowed.Holder;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.http.exchange.ErrorAnswer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Instant;
import java.util.List;
import java.util.Map;

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
                        new Refusal.ModelNotAllowed(Holder.KEY, MODEL, List.of("a")),
                                "403 key_model_access_denied",
                        new Refusal.ModelNotAllowed(Holder.TEAM, MODEL, List.of("a")),
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
                OpenAiErrors.of(new Refusal.ModelNotAllowed(Holder.USER, MODEL, List.of("a")));
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
        ErrorAnswer error = OpenAiErrors.upstream(MODEL, Fault.of(kind, "what was said"));
        assertThat(error.status()).isEqualTo(status);
        JsonNode body = json.readTree(error.json()).get("error");
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
            assertThat(OpenAiErrors.upstream(MODEL, fault).type())
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
        JsonNode body = json.readTree(OpenAiErrors.upstream(MODEL, filtered).json()).get("error");
        assertThat(body.get("type").asText()).isEqualTo("own_type");
        assertThat(body.get("param").asText()).isEqualTo("prompt");
        assertThat(body.get("code").asText()).isEqualTo("content_filter");
        assertThat(body.at("/innererror/code").asText()).isEqualTo("ResponsibleAIPolicyViolation");
    }
}
