package dev.signalbox.conformance;

import com.openai.azure.AzureOpenAIServiceVersion;
import com.openai.azure.AzureUrlPathMode;
import com.openai.azure.credential.AzureApiKeyCredential;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;

import dev.signalbox.conformance.House.Door;

/** OpenAI's own client, which believes to talk to Azure: deployments in paths, {@code api-key}. */
@Client(
        name = "openai-java for Azure",
        version = "version.openai-java",
        notes = {
            "A host whose name is none of Azure's is Azure to it only with"
                    + " `.azureUrlPathMode(AzureUrlPathMode.LEGACY)` (deployments in paths) or"
                    + " `UNIFIED` (`/openai/v1`, model in the body)."
        })
class OpenAiJavaAzureIT extends OpenAiJava {

    OpenAiJavaAzureIT(House house) {
        super(house);
    }

    @Override
    OpenAIClient client(Door door, String key, int retries) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(door.address().toString())
                .credential(AzureApiKeyCredential.create(key))
                .azureServiceVersion(AzureOpenAIServiceVersion.fromString("2024-10-21"))
                .azureUrlPathMode(AzureUrlPathMode.LEGACY)
                .maxRetries(retries)
                .build();
    }
}
