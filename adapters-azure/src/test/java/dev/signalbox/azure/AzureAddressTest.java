package dev.signalbox.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.application.driven.UpstreamProvider.BadSetting;
import dev.signalbox.domain.catalog.Endpoint;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AzureAddressTest {

    /** What is pasted, the version (empty: none), and what is asked. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
        https://r.openai.azure.com|2024-06-01|https://r.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-06-01
        https://r.openai.azure.com/|2024-06-01|https://r.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-06-01
        ' https://r.openai.azure.com// '|2024-06-01|https://r.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-06-01
        HTTPS://R.openai.azure.com|2024-06-01|https://R.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-06-01
        https://r.cognitiveservices.azure.com|-|https://r.cognitiveservices.azure.com/openai/deployments/d/chat/completions?api-version=2024-10-21
        https://apim.azure-api.net/team/llm|2024-06-01|https://apim.azure-api.net/team/llm/openai/deployments/d/chat/completions?api-version=2024-06-01
        https://r.openai.azure.com/openai|2024-06-01|https://r.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-06-01
        https://r.openai.azure.com/openai/|2024-06-01|https://r.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-06-01
        https://r.openai.azure.com/openai/deployments|2024-06-01|https://r.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-06-01
        https://r.openai.azure.com/openai/deployments/d|2024-06-01|https://r.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-06-01
        https://r.openai.azure.com/openai/deployments/other/|2024-06-01|https://r.openai.azure.com/openai/deployments/other/chat/completions?api-version=2024-06-01
        https://r.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-02-01|2024-06-01|https://r.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-02-01
        https://r.openai.azure.com/openai/deployments/d/embeddings|2024-06-01|https://r.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-06-01
        https://r.openai.azure.com/openai/responses?api-version=2025-03-01-preview|-|https://r.openai.azure.com/openai/deployments/d/chat/completions?api-version=2025-03-01-preview
        https://r.openai.azure.com?api-version=2024-02-01&a=b|-|https://r.openai.azure.com/openai/deployments/d/chat/completions?a=b&api-version=2024-02-01
        https://r.openai.azure.com/openai/v1|-|https://r.openai.azure.com/openai/v1/chat/completions
        https://r.openai.azure.com/openai/v1/|2024-06-01|https://r.openai.azure.com/openai/v1/chat/completions
        https://r.openai.azure.com/openai/v1/chat/completions?api-version=preview|-|https://r.openai.azure.com/openai/v1/chat/completions?api-version=preview
        https://r.openai.azure.com|v1|https://r.openai.azure.com/openai/v1/chat/completions
        https://r.openai.azure.com|V1|https://r.openai.azure.com/openai/v1/chat/completions
        https://r.openai.azure.com|preview|https://r.openai.azure.com/openai/v1/chat/completions?api-version=preview
        https://r.openai.azure.com/openai|latest|https://r.openai.azure.com/openai/v1/chat/completions?api-version=latest
        https://r.openai.azure.com/openai/deployments/d|preview|https://r.openai.azure.com/openai/v1/chat/completions?api-version=preview
        http://localhost:8080|2024-06-01|http://localhost:8080/openai/deployments/d/chat/completions?api-version=2024-06-01
        http://[::1]:8080/|2024-06-01|http://[::1]:8080/openai/deployments/d/chat/completions?api-version=2024-06-01
        """)
    void anAddressIsUnderstoodAsItIsPasted(String base, @Nullable String version, String asked) {
        AzureAddress address = AzureAddress.of(base, version, "d");

        assertThat(address.uri(Endpoint.CHAT_COMPLETIONS)).hasToString(asked);
        assertThat(address.shown()).doesNotContain("?").startsWith("http");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
        r.openai.azure.com|-|api_base
        ftp://r.openai.azure.com|-|api_base
        https://|-|api_base
        https:///openai|-|api_base
        ''|-|api_base
        https://user:secret@r.openai.azure.com|-|api_base
        https://r.openai.azure.com/#secret|-|api_base
        https://r.openai.azure.com/a b|-|api_base
        https://r.openai.azure.com:99999|-|api_base
        https://r.openai.azure.com/../secret|-|api_base
        https://r.openai.azure.com/openai/deployments/d/secret/more|-|api_base
        https://r.openai.azure.com/openai/deployments/secret|v1|api_base
        https://r.openai.azure.com?api-version=a%20secret|-|api_base
        https://r.openai.azure.com?api-version=%zz|-|api_base
        https://r.openai.azure.com?api-version=|-|api_base
        https://r.openai.azure.com|''|api_version
        https://r.openai.azure.com|secret&x=y|api_version
        """)
    void whatCannotBeAnAddressIsRefusedWithoutRepeatingIt(
            String base, @Nullable String version, String key) {
        assertThatThrownBy(() -> AzureAddress.of(base, version, "d"))
                .isInstanceOfSatisfying(BadSetting.class, it -> assertThat(it.key()).isEqualTo(key))
                .message()
                .doesNotContain("secret");
    }

    @Test
    void aDeploymentsNameIsOneSegmentOfThePath() {
        AzureAddress address = AzureAddress.of("https://r", "2024-06-01", "a/b c?ü..");

        assertThat(address.uri(Endpoint.EMBEDDINGS))
                .hasToString(
                        "https://r/openai/deployments/a%2Fb%20c%3F%C3%BC../embeddings"
                                + "?api-version=2024-06-01");
    }

    @Test
    void aMissingDeploymentIsRefusedUnlessTheAddressNamesOne() {
        assertThatThrownBy(() -> AzureAddress.of("https://r", "2024-06-01", ""))
                .isInstanceOfSatisfying(
                        BadSetting.class, it -> assertThat(it.key()).isEqualTo("model"));
        AzureAddress named = AzureAddress.of("https://r/openai/deployments/d", "2024-06-01", "");
        assertThat(named.shown()).isEqualTo("https://r/openai/deployments/d");
        assertThat(named.deployment()).isEqualTo("d");
    }

    @Test
    void whatIsDoubtfulIsWarnedOf() {
        assertThat(AzureAddress.of("https://r", "2024-06-01", "d").warnings()).isEmpty();
        assertThat(AzureAddress.of("http://127.0.0.1:1", "2024-06-01", "d").warnings()).isEmpty();
        assertThat(AzureAddress.of("http://localhost.example", "2024-06-01", "d").warnings())
                .singleElement()
                .asString()
                .contains("not encrypted");
        assertThat(AzureAddress.of("https://r", null, "d").warnings())
                .singleElement()
                .asString()
                .contains("2024-10-21");
        assertThat(
                        AzureAddress.of("https://r?api-version=2024-06-01", "2024-02-01", "d")
                                .warnings())
                .hasSize(1);
        assertThat(AzureAddress.of("https://r/openai/v1", "2024-02-01", "d").warnings()).hasSize(1);
        assertThat(AzureAddress.of("https://r/openai/v1", null, "d").warnings()).isEmpty();
        assertThat(AzureAddress.of("https://r/openai/deployments/e", "2024-02-01", "d").warnings())
                .hasSize(1);
    }
}
