package dev.signalbox.azure.entra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.application.testkit.ScriptedHost.Request;
import dev.signalbox.domain.catalog.Fault.Kind;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

@Timeout(60)
class TokenClientTest {

    private static final String JSON = "application/json";

    private final EntraHost entra = new EntraHost();
    private final Instant now = entra.clock.instant();

    @TempDir Path folder;

    @AfterEach
    void stop() throws IOException {
        entra.close();
    }

    private AccessToken fetched(Identity identity) throws TokenFailure {
        return entra.asked(Map.of()).fetch(identity);
    }

    private void assertNoToken(Identity identity, Kind kind, String words) {
        assertThatThrownBy(() -> fetched(identity))
                .isInstanceOfSatisfying(
                        TokenFailure.class,
                        it -> {
                            assertThat(it.fault().kind()).isEqualTo(kind);
                            assertThat(it.fault().message()).contains(words);
                            assertThat(it).message().doesNotContain(EntraHost.SECRET);
                        });
    }

    @Test
    void aSecretIsExchangedForAToken() throws TokenFailure {
        entra.host.once(EntraHost.token("a.b.c", 3600));

        AccessToken token = fetched(entra.withSecret());

        assertThat(token.header().value()).isEqualTo("Bearer a.b.c");
        assertThat(token.end()).isEqualTo(now.plusSeconds(3570));
        assertThat(token.renewal()).isEqualTo(now.plusSeconds(3300));
        Request request = entra.host.requests().getFirst();
        assertThat(request.line()).isEqualTo("POST /tenant/oauth2/v2.0/token HTTP/1.1");
        assertThat(request.header("content-type")).contains("application/x-www-form-urlencoded");
        assertThat(request.text())
                .isEqualTo(
                        "client_id=client&scope=https%3A%2F%2Fcognitiveservices.azure.com%2F"
                                + ".default&grant_type=client_credentials"
                                + "&client_secret=s3cr3t%7EValue");
    }

    @Test
    void aFileIsReadAnewForEveryToken() throws Exception {
        Path file = folder.resolve("assertion");
        entra.host.always(EntraHost.token("a.b.c", 3600));

        Files.writeString(file, "first\n");
        fetched(entra.federated(file));
        Files.writeString(file, "second");
        fetched(entra.federated(file));

        assertThat(entra.host.requests().get(0).text())
                .contains("&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion")
                .endsWith("&client_assertion=first")
                .doesNotContain("client_secret");
        assertThat(entra.host.requests().get(1).text()).endsWith("&client_assertion=second");
    }

    @Test
    void aFileThatIsNotThereIsAFaultOfTheCredential() throws IOException {
        assertNoToken(
                entra.federated(folder.resolve("none")), Kind.BAD_CREDENTIAL, "cannot be read");
        Path empty = Files.createFile(folder.resolve("empty"));
        assertNoToken(entra.federated(empty), Kind.BAD_CREDENTIAL, "is empty");
        Path wide = Files.write(folder.resolve("wide"), new byte[100_000]);
        assertNoToken(entra.federated(wide), Kind.BAD_CREDENTIAL, "too long");
        assertThat(entra.host.requests()).isEmpty();
    }

    @Test
    void aVirtualMachineIsAskedForItsIdentity() throws TokenFailure {
        long end = now.plusSeconds(7200).getEpochSecond();
        entra.host.once(
                it ->
                        it.answer(
                                200,
                                JSON,
                                "{\"access_token\":\"a.b.c\",\"expires_in\":\"86399\","
                                        + "\"expires_on\":\""
                                        + end
                                        + "\",\"refresh_in\":\"7000\",\"not_before\":\"1\"}"));

        AccessToken token = fetched(new Identity.Managed(EntraHost.SCOPE, null));

        assertThat(token.end()).isEqualTo(now.plusSeconds(7170));
        assertThat(token.renewal()).isEqualTo(now.plusSeconds(7000));
        Request request = entra.host.requests().getFirst();
        assertThat(request.line())
                .isEqualTo(
                        "GET /metadata/identity/oauth2/token?api-version=2018-02-01"
                                + "&resource=https%3A%2F%2Fcognitiveservices.azure.com HTTP/1.1");
        assertThat(request.header("metadata")).contains("true");
    }

    @Test
    void anAppIsAskedAtItsOwnEndpoint() throws TokenFailure {
        entra.host.once(EntraHost.token("a.b.c", 3600));
        TokenClient asked =
                entra.asked(
                        Map.of(
                                "IDENTITY_ENDPOINT",
                                entra.host.address() + "/msi/token",
                                "IDENTITY_HEADER",
                                "of-the-app"));

        asked.fetch(new Identity.Managed(EntraHost.SCOPE, "one-of-several"));

        Request request = entra.host.requests().getFirst();
        assertThat(request.line())
                .isEqualTo(
                        "GET /msi/token?api-version=2019-08-01"
                                + "&resource=https%3A%2F%2Fcognitiveservices.azure.com"
                                + "&client_id=one-of-several HTTP/1.1");
        assertThat(request.header("x-identity-header")).contains("of-the-app");
        assertThat(request.header("metadata")).isEmpty();
    }

    @Test
    void aMachineThatIsNotReadyIsAskedAgain() throws TokenFailure {
        for (int status : new int[] {404, 410, 429, 500}) {
            entra.host.once(EntraHost.error(status, "later", "not yet"));
        }
        entra.host.once(EntraHost.token("a.b.c", 3600));

        assertThat(fetched(new Identity.Managed(EntraHost.SCOPE, null)).value()).isEqualTo("a.b.c");
        assertThat(entra.pauses)
                .containsExactly(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(8));
    }

    @Test
    void aMachineIsNotAskedForEver() {
        entra.host.always(EntraHost.error(410, "gone", "is renewed"));

        assertNoToken(
                new Identity.Managed(EntraHost.SCOPE, null), Kind.UNAVAILABLE, "IMDS answers 410");
        assertThat(entra.host.requests()).hasSize(7);
    }

    @Test
    void aMachineThatDoesNotKnowTheIdentityIsNotAskedAgain() {
        entra.host.always(EntraHost.error(400, "invalid_request", "Identity not found"));

        assertNoToken(
                new Identity.Managed(EntraHost.SCOPE, "x"),
                Kind.BAD_CREDENTIAL,
                "IMDS answers 400: Identity not found");
        assertThat(entra.pauses).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "400, BAD_CREDENTIAL",
        "401, BAD_CREDENTIAL",
        "429, UNAVAILABLE",
        "503, UNAVAILABLE",
        "504, TIMEOUT"
    })
    void aRefusalIsToldByItsFirstLineWithoutSecrets(int status, Kind kind) {
        entra.host.always(
                EntraHost.error(
                        status,
                        "invalid_client",
                        "AADSTS7000215: Invalid client secret s3cr3t~Value of eyJhbGciOi.eyJzdWIi.x"
                                + "yz provided.\\r\\nTrace ID: 0815"));

        assertThatThrownBy(() -> fetched(entra.withSecret()))
                .isInstanceOfSatisfying(
                        TokenFailure.class, it -> assertThat(it.fault().kind()).isEqualTo(kind))
                .hasMessage(
                        "no token of Entra: 127.0.0.1 answers "
                                + status
                                + ": AADSTS7000215: Invalid client secret *** of *** provided.");
        assertThat(entra.host.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"access_token":"a.b.c"}
                    {"access_token":"","expires_in":3600}
                    {"access_token":"a b","expires_in":3600}
                    {"access_token":"a.b.c","expires_in":-1}
                    {"access_token":"a.b.c","expires_in":3600
                    <html>
                    """)
    void whatIsNoTokenWithAnEndIsNotTakenForOne(String body) {
        entra.host.always(it -> it.answer(200, JSON, body));

        assertNoToken(entra.withSecret(), Kind.UNREADABLE, "not a token");
    }

    @Test
    void aHostThatIsNotThereIsAFaultOfTheNetwork() throws IOException {
        entra.host.always(it -> it.reset());
        assertNoToken(entra.withSecret(), Kind.UNREACHABLE, "broke off");
        entra.close();
        // Somebody else may have its port by now.
        assertNoToken(entra.withSecret(), Kind.UNREACHABLE, "no token of Entra");
    }

    @Test
    void anAnswerWithoutEndIsCutOff() {
        entra.host.always(it -> it.answer(200, JSON, new byte[10_000_000]));

        assertNoToken(entra.withSecret(), Kind.UNREADABLE, "not a token");
    }

    @Test
    void secretsAreNotPrinted() throws TokenFailure {
        entra.host.once(EntraHost.token("a.b.c", 3600));
        Surroundings surroundings = entra.surroundings(Map.of("IDENTITY_HEADER", "hidden"));
        TokenRequest request = TokenRequest.of(entra.withSecret(), surroundings);

        assertThat(entra.withSecret().toString() + request + surroundings)
                .doesNotContain(EntraHost.SECRET)
                .doesNotContain("hidden");
        assertThat(fetched(entra.withSecret()).toString()).doesNotContain("a.b.c");
        assertThat(TokenAnswer.of(200, "{\"access_token\":\"a.b.c\"}".getBytes()).toString())
                .doesNotContain("a.b.c");
    }

    @Test
    void theMachineIsAtItsUsualAddress() {
        assertThat(Surroundings.ofProcess().imds()).isEqualTo(URI.create("http://169.254.169.254"));
    }
}
