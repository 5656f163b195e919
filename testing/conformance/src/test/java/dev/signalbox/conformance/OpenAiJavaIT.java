package dev.signalbox.conformance;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;

import dev.signalbox.conformance.House.Door;

/** OpenAI's own client, which believes to talk to OpenAI. */
@Client(
        name = "openai-java",
        version = "version.openai-java",
        notes = {
            "It waits as long as `retry-after` says, be it a minute: `.maxRetries(0)` for who"
                    + " would rather be told."
        })
class OpenAiJavaIT extends OpenAiJava {

    OpenAiJavaIT(House house) {
        super(house);
    }

    @Override
    OpenAIClient client(Door door, String key, int retries) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(door.address() + "/v1")
                .apiKey(key)
                .maxRetries(retries)
                .build();
    }
}
