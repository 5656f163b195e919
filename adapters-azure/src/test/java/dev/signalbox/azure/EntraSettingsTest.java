package dev.signalbox.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.application.driven.UpstreamProvider.BadSetting;
import dev.signalbox.azure.entra.Identity;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

class EntraSettingsTest {

    private static final Map<String, String> CLIENT = Map.of("tenant_id", "t", "client_id", "c");
    private static final Identity.Client USUAL =
            new Identity.Client(URI.create("https://login.microsoftonline.com"), "t", "c");

    private static @Nullable Identity identity(Map<String, String> words, String... more) {
        Map<String, String> all = new HashMap<>(words);
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return new EntraSettings(all).identity(Map.of("AZURE_FEDERATED_TOKEN_FILE", "/var/token"));
    }

    @Test
    void everyWayToSignInIsUnderstood() {
        String scope = "https://cognitiveservices.azure.com/.default";
        Path file = Path.of("/var/token");

        assertThat(identity(CLIENT, "client_secret", "s"))
                .isEqualTo(new Identity.WithSecret(USUAL, scope, "s"));
        assertThat(identity(CLIENT, "azure_federated_token_file", "/var/token"))
                .isEqualTo(new Identity.Federated(USUAL, scope, file));
        assertThat(identity(CLIENT, "azure_ad_token", "oidc/file//var/token"))
                .isEqualTo(new Identity.Federated(USUAL, scope, file));
        assertThat(identity(CLIENT, "azure_ad_token", "oidc/azure/api"))
                .isEqualTo(new Identity.Federated(USUAL, scope, file));
        assertThat(identity(Map.of(), "azure_managed_identity", "true"))
                .isEqualTo(new Identity.Managed(scope, null));
        assertThat(identity(CLIENT, "azure_managed_identity", "true"))
                .isEqualTo(new Identity.Managed(scope, "c"));
        assertThat(identity(Map.of(), "azure_managed_identity", "false")).isNull();
        assertThat(identity(CLIENT, "azure_ad_token", "Bearer a.b.c")).isNull();
        assertThat(identity(Map.of())).isNull();
    }

    @Test
    void theWordsAreNotPrinted() {
        assertThat(new EntraSettings(Map.of("client_secret", "hidden")).toString())
                .doesNotContain("hidden");
    }

    @Test
    void theSecretIsUsedFirst() {
        EntraSettings all =
                new EntraSettings(
                        Map.of(
                                "client_secret", "s",
                                "azure_federated_token_file", "/f",
                                "azure_ad_token", "t",
                                "azure_managed_identity", "true"));

        assertThat(all.ways())
                .containsExactly(
                        "client_secret",
                        "azure_federated_token_file",
                        "azure_ad_token",
                        "azure_managed_identity");
    }

    @Test
    void scopeAndAuthorityCanBeOthers() {
        Identity identity =
                identity(
                        CLIENT,
                        "client_secret",
                        "s",
                        "azure_scope",
                        "https://ai.azure.com/.default",
                        "azure_authority_host",
                        "https://login.microsoftonline.us/");

        assertThat(identity)
                .isEqualTo(
                        new Identity.WithSecret(
                                new Identity.Client(
                                        URI.create("https://login.microsoftonline.us"), "t", "c"),
                                "https://ai.azure.com/.default",
                                "s"));
    }

    @ParameterizedTest(name = "{1} = {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    client_secret              | client_secret              | ''
                    client_secret              | client_secret              | sec ret
                    tenant_id                  | tenant_id                  | ../hidden
                    client_id                  | client_id                  | hidden/..
                    azure_scope                | azure_scope                | ''
                    azure_authority_host       | azure_authority_host       | http://hidden.example
                    azure_authority_host       | azure_authority_host       | https://a:hidden@h
                    azure_authority_host       | azure_authority_host       | https://h?hidden
                    azure_authority_host       | azure_authority_host       | hidden.example
                    azure_managed_identity     | azure_managed_identity     | hidden
                    """)
    void whatCannotBeUsedIsRefusedWithoutRepeatingIt(String key, String name, String value) {
        Map<String, String> words = new HashMap<>(CLIENT);
        words.put("client_secret", "s");
        assertThatThrownBy(() -> identity(words, name, value))
                .isInstanceOfSatisfying(BadSetting.class, it -> assertThat(it.key()).isEqualTo(key))
                .message()
                .doesNotContain("hidden")
                .doesNotContain("sec ret");
    }

    @Test
    void whatIsMissingIsAskedFor() {
        assertMissing("tenant_id", "os.environ/AZURE_TENANT_ID", "client_secret", "s");
        assertMissing(
                "client_id", "os.environ/AZURE_CLIENT_ID", "client_secret", "s", "tenant_id", "t");
        assertMissing("client_secret", "azure_managed_identity", "tenant_id", "t");
        assertMissing("azure_ad_token", "oidc/file/", "azure_ad_token", "oidc/google/x");
        assertThatThrownBy(() -> identity(CLIENT, "azure_federated_token_file", "a/b"))
                .hasMessageContaining("from the root");
        assertThatThrownBy(
                        () ->
                                new EntraSettings(Map.of("azure_ad_token", "oidc/azure"))
                                        .identity(Map.of()))
                .hasMessageContaining("AZURE_FEDERATED_TOKEN_FILE");
    }

    private static void assertMissing(String key, String remedy, String... words) {
        assertThatThrownBy(() -> identity(Map.of(), words))
                .isInstanceOfSatisfying(BadSetting.class, it -> assertThat(it.key()).isEqualTo(key))
                .hasMessageContaining(remedy);
    }
}
