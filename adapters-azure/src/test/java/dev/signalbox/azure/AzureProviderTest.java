package dev.signalbox.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.application.driven.UpstreamProvider;
import dev.signalbox.application.driven.UpstreamProvider.BadSetting;
import dev.signalbox.application.driven.UpstreamProvider.Connection;
import dev.signalbox.application.driven.UpstreamProvider.Settings;
import dev.signalbox.openai.OpenAiProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

class AzureProviderTest {

    private final AzureProvider provider = new AzureProvider();

    private Connection connect(String model, Map<String, String> words) {
        return provider.connect(new Settings(model, words, List.of()));
    }

    private void assertRefused(String key, String remedy, Map<String, String> words) {
        assertThatThrownBy(() -> connect("d", words))
                .isInstanceOfSatisfying(BadSetting.class, it -> assertThat(it.key()).isEqualTo(key))
                .hasMessageContaining(remedy);
    }

    @Test
    void bothFamiliesAreFound() {
        assertThat(ServiceLoader.load(UpstreamProvider.class))
                .extracting(it -> it.name().word())
                .containsExactlyInAnyOrder("azure", "openai");
    }

    @Test
    void nothingIsTakenFromTheEnvironment() {
        assertRefused("api_base", "os.environ/AZURE_API_BASE", Map.of("api_key", "k"));
        assertRefused("api_base", "os.environ/AZURE_API_BASE", Map.of("api_base", " "));
        assertRefused("api_key", "os.environ/AZURE_API_KEY", Map.of("api_base", "https://r"));
    }

    @Test
    void aCredentialThatCannotStandInAHeaderIsRefusedAndNotRepeated() {
        assertRefused("api_key", "empty", Map.of("api_base", "https://r", "api_key", " "));
        assertThatThrownBy(
                        () -> connect("d", Map.of("api_base", "https://r", "api_key", "a\nsecret")))
                .isInstanceOf(BadSetting.class)
                .message()
                .doesNotContain("secret");
    }

    @Test
    void notEveryTokenToBeExchangedIsServed() {
        assertRefused(
                "azure_ad_token",
                "oidc/",
                Map.of("api_base", "https://r", "azure_ad_token", "oidc/google"));
    }

    @Test
    void theKeyWinsOverTheToken() {
        Connection connection =
                connect(
                        "d",
                        Map.of(
                                "api_base", "https://r",
                                "api_key", "k",
                                "azure_ad_token", "t",
                                "api_version", "2024-06-01"));

        assertThat(connection.warnings()).singleElement().asString().contains("the key is used");
    }

    @Test
    void ofSeveralWaysToSignInOneIsUsedAndTheOthersAreNamed() {
        Connection connection =
                connect(
                        "d",
                        Map.of(
                                "api_base", "https://r",
                                "azure_managed_identity", "true",
                                "azure_ad_token", "t",
                                "api_version", "2024-06-01"));

        assertThat(connection.warnings())
                .first()
                .asString()
                .isEqualTo(
                        "azure_ad_token and azure_managed_identity are set: azure_ad_token is"
                                + " used");
    }

    @ParameterizedTest
    @ValueSource(strings = {"d", "o_series/d", "gpt5_series/d", "responses/d"})
    void aMarkerBeforeTheDeploymentIsNotPartOfItsName(String model) {
        assertThat(connect(model, Map.of("api_base", "https://r", "api_key", "k")).address())
                .isEqualTo("https://r/openai/deployments/d");
    }

    @Test
    void onlyWhatIsServedIsSaidToBeKnown() {
        assertThat(provider.settings())
                .contains("api_base", "api_key", "api_version", "azure_ad_token", "mock_response")
                .contains("tenant_id", "client_id", "client_secret", "azure_managed_identity")
                .doesNotContain("azure_username", "azure_password");
    }

    @Test
    void openAiNeedsAKeyUnlessItLiesElsewhere() {
        OpenAiProvider openAi = new OpenAiProvider();

        assertThatThrownBy(() -> openAi.connect(new Settings("m", Map.of(), List.of())))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining("os.environ/OPENAI_API_KEY");
        assertThat(openAi.connect(new Settings("m", Map.of("api_key", "k"), List.of())).address())
                .isEqualTo("https://api.openai.com/v1");
        assertThat(
                        openAi.connect(
                                        new Settings(
                                                "m",
                                                Map.of("api_base", "http://localhost:9/v1/"),
                                                List.of()))
                                .address())
                .isEqualTo("http://localhost:9/v1");
    }
}
