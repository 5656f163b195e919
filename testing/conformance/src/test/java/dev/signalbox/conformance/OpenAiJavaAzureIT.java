package dev.signalbox.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.azure.AzureOpenAIServiceVersion;
import com.openai.azure.AzureUrlPathMode;
import com.openai.azure.credential.AzureApiKeyCredential;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;

import dev.signalbox.conformance.House.Door;

import org.junit.jupiter.api.Test;

/** OpenAI's own client, which believes to talk to Azure: deployments in paths, {@code api-key}. */
@Client(
        name = "openai-java for Azure",
        version = "version.openai-java",
        notes = {
            "A host whose name is none of Azure's is Azure to it only with"
                    + " `.azureUrlPathMode(AzureUrlPathMode.LEGACY)` (deployments in paths), or"
                    + " with `UNIFIED` and `/openai/v1` behind the address."
        })
class OpenAiJavaAzureIT extends OpenAiJava {

    OpenAiJavaAzureIT(House house) {
        super(house);
    }

    @Override
    OpenAIClient client(Door door, String key, int retries) {
        return builder(door, key)
                .azureServiceVersion(AzureOpenAIServiceVersion.fromString("2024-10-21"))
                .azureUrlPathMode(AzureUrlPathMode.LEGACY)
                .maxRetries(retries)
                .build();
    }

    private static OpenAIOkHttpClient.Builder builder(Door door, String key) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(door.address().toString())
                .credential(AzureApiKeyCredential.create(key));
    }

    @Test
    @Shows(Feature.CHAT)
    void aChatIsAnsweredByTheNewerPathToo() {
        OpenAIClient client =
                builder(house().plain(), house().plain().key())
                        .baseUrl(house().plain().address() + "/openai/v1")
                        .azureUrlPathMode(AzureUrlPathMode.UNIFIED)
                        .build();

        assertThat(said(client.chat().completions().create(question(House.CHAT, "hello"))))
                .isEqualTo("hello");
    }
}
