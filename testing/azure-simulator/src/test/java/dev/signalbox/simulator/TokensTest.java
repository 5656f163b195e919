package dev.signalbox.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.signalbox.simulator.resource.ResourceSettings;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** A resource gives out the tokens that it accepts. */
class TokensTest {

    private static final String GRANT =
            "grant_type=client_credentials&scope=https%3A%2F%2Fcognitiveservices.azure.com%2F.default";

    private final Simulator simulator =
            Simulator.start(
                    SimulatorSettings.of(
                            ResourceSettings.named("eu")
                                    .withClient("app", "app secret")
                                    .withDeployment(Caller.DEPLOYMENT, "gpt-35-turbo")));
    private final Caller caller = new Caller(simulator);

    @AfterEach
    void stop() {
        simulator.close();
    }

    private HttpResponse<String> asked(String form) throws Exception {
        return caller.send(caller.post("/tenant/oauth2/v2.0/token", form));
    }

    private int status(String token) throws Exception {
        return caller.send(
                        caller.post(Caller.chatPath(Caller.DEPLOYMENT), Caller.chatBody("Hi"))
                                .header("authorization", "Bearer " + token))
                .statusCode();
    }

    private static String token(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Caller.json(answer).path("access_token").asText();
    }

    @Test
    void aClientGetsATokenThatIsAccepted() throws Exception {
        HttpResponse<String> answer = asked(GRANT + "&client_id=app&client_secret=app+secret");

        assertThat(Caller.json(answer).path("expires_in").isInt()).isTrue();
        assertThat(status(token(answer))).isEqualTo(200);
        assertThat(status(token(answer) + "x")).isEqualTo(401);
    }

    @Test
    void anAssertionServesAsWell() throws Exception {
        HttpResponse<String> answer =
                asked(
                        GRANT
                                + "&client_id=app&client_assertion=a.b.c&client_assertion_type="
                                + "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer");

        assertThat(status(token(answer))).isEqualTo(200);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "client_id=app&client_secret=wrong, 401, AADSTS7000215: Invalid client secret",
        "client_id=other&client_secret=x, 400, AADSTS700016: Application",
        "client_id=app, 401, AADSTS7000215: Invalid client secret"
    })
    void aStrangerIsRefusedInEntrasWords(String form, int status, String words) throws Exception {
        HttpResponse<String> answer = asked(GRANT + "&" + form);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(Caller.json(answer).path("error_description").asText()).startsWith(words);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"/metadata/identity/oauth2/token, Metadata", "/msi/token, X-IDENTITY-HEADER"})
    void aMachineGetsATokenForItself(String path, String header) throws Exception {
        String query = path + "?resource=https%3A%2F%2Fcognitiveservices.azure.com";

        HttpResponse<String> answer = caller.send(caller.get(query).header(header, "true"));

        JsonNode body = Caller.json(answer);
        assertThat(body.path("expires_on").isTextual()).isTrue();
        assertThat(status(token(answer))).isEqualTo(200);
        assertThat(caller.send(caller.get(query)).statusCode()).isEqualTo(400);
        HttpRequest.Builder other = caller.get(query + "&client_id=other").header(header, "true");
        assertThat(caller.send(other).body()).contains("Identity not found");
    }

    @Test
    void aTokenForSomebodyElseIsNotAccepted() throws Exception {
        String other = GRANT.replace("cognitiveservices", "management");

        assertThat(status(token(asked(other + "&client_id=app&client_secret=app+secret"))))
                .isEqualTo(401);
    }

    @Test
    void tokensExpireWhenItIsSaid() throws Exception {
        String form = GRANT + "&client_id=app&client_secret=app+secret";
        String before = token(asked(form));

        assertThat(control("DELETE", "")).isEqualTo(204);
        assertThat(control("PUT", "{\"seconds\":7}")).isEqualTo(204);

        assertThat(status(before)).isEqualTo(401);
        assertThat(Caller.json(asked(form)).path("expires_in").asInt()).isEqualTo(7);
        assertThat(control("PUT", "{\"minutes\":7}")).isEqualTo(400);
        assertThat(control("PUT", "{\"seconds\":0}")).isEqualTo(400);
    }

    private int control(String method, String body) throws Exception {
        URI uri =
                URI.create(
                        "http://127.0.0.1:"
                                + simulator.controlPort()
                                + "/_sim/resources/eu/tokens");
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri)
                                .method(method, HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
