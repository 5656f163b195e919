package dev.signalbox.bootstrap.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.simulator.Simulator;
import dev.signalbox.simulator.SimulatorSettings;
import dev.signalbox.simulator.resource.ResourceSettings;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

/** Resources that accept no key, asked with tokens: over real sockets, through the started jar. */
@Timeout(300)
class EntraIT {

    private static final String SECRET = "client~secret";

    private static final String MODELS =
            """
            model_list:
              - model_name: by-secret
                litellm_params:
                  model: azure/chat
                  api_base: %1$s
                  api_version: "2024-10-21"
                  tenant_id: tenant
                  client_id: os.environ/AZURE_CLIENT_ID
                  client_secret: os.environ/AZURE_CLIENT_SECRET
                  azure_authority_host: %1$s
              - model_name: by-file
                litellm_params:
                  model: azure/chat
                  api_base: %1$s/openai/v1
                  tenant_id: tenant
                  client_id: os.environ/AZURE_CLIENT_ID
                  azure_ad_token: oidc/file/%2$s
                  azure_authority_host: %1$s
              - model_name: by-machine
                litellm_params:
                  model: azure/chat
                  api_base: %1$s
                  api_version: "2024-10-21"
                  azure_managed_identity: true
              - model_name: by-a-wrong-secret
                litellm_params:
                  model: azure/chat
                  api_base: %1$s
                  api_version: "2024-10-21"
                  tenant_id: tenant
                  client_id: os.environ/AZURE_CLIENT_ID
                  client_secret: not-the-secret
                  azure_authority_host: %1$s
            litellm_settings:
              fallbacks: [{by-a-wrong-secret: [by-secret]}]
            general_settings:
              master_key: %3$s
            """;

    @TempDir static Path folder;
    private static final Simulator AZURE =
            Simulator.start(
                    SimulatorSettings.of(
                            ResourceSettings.named("eu")
                                    .withClient("app", SECRET)
                                    .withDeployment("chat", "gpt-35-turbo")));
    private static RunningGateway gateway;

    @BeforeAll
    static void startEverything() throws Exception {
        Path assertion = Files.writeString(folder.resolve("assertion"), "a.b.c\n");
        gateway =
                RunningGateway.Order.in(folder)
                        .with("AZURE_CLIENT_ID", "app")
                        .with("AZURE_CLIENT_SECRET", SECRET)
                        .with("IDENTITY_ENDPOINT", AZURE.base("eu") + "/msi/token")
                        .with("IDENTITY_HEADER", "of-the-app")
                        .prepared()
                        .serving(
                                MODELS.formatted(
                                        AZURE.base("eu"), assertion, RunningGateway.MASTER_KEY))
                        .listen();
    }

    @AfterAll
    static void stopEverything() {
        try {
            gateway.close();
        } finally {
            AZURE.close();
        }
    }

    @AfterEach
    void forget() {
        AZURE.forget();
    }

    private static long tokensAskedFor() {
        return AZURE.requests().stream().filter(it -> it.head().path().endsWith("/token")).count();
    }

    private static void assertServed(String model) {
        HttpResponse<String> answer = Asker.master(gateway).chat(model);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void everyWayToSignInServes() {
        for (String model : new String[] {"by-secret", "by-file", "by-machine"}) {
            assertServed(model);
            assertServed(model);
        }
        assertThat(tokensAskedFor()).isLessThanOrEqualTo(3);
    }

    @Test
    void aTokenThatIsNotAcceptedAnyMoreIsExchangedUnseen() {
        assertServed("by-secret");
        AZURE.expireTokens("eu");
        AZURE.forget();

        assertServed("by-secret");

        assertThat(AZURE.requests()).hasSize(3);
        assertThat(tokensAskedFor()).isEqualTo(1);
    }

    @Test
    void whoGetsNoTokenIsPassedOver() {
        HttpResponse<String> answer = Asker.master(gateway).chat("by-a-wrong-secret");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-litellm-model-group")).contains("by-secret");
    }

    @Test
    void noSecretIsInTheLog() {
        assertServed("by-secret");
        var unused = Asker.master(gateway).chat("by-a-wrong-secret");

        assertThat(gateway.log())
                .contains("AADSTS7000215")
                .doesNotContain(SECRET)
                .doesNotContain("not-the-secret")
                .doesNotContain("simulated.");
    }
}
