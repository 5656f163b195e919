package dev.signalbox.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.call.Outcome.Ending;
import dev.signalbox.application.driven.Upstream;
import dev.signalbox.application.driven.UpstreamProvider.Settings;
import dev.signalbox.application.testkit.RecordingSink;
import dev.signalbox.application.testkit.ScriptedHost.Request;
import dev.signalbox.application.testkit.UpstreamContract;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class OpenAiUpstreamTest extends UpstreamContract {

    private final OpenAiProvider provider = new OpenAiProvider();

    @Override
    protected Upstream upstreamAt(String address) {
        return provider.connect(
                        new Settings(
                                "gpt-4o",
                                Map.of(
                                        "api_base", address + "/v1/",
                                        "api_key", "sk-secret",
                                        "organization", "org-1"),
                                List.of()))
                .upstream();
    }

    @Test
    void theKeyGoesUpAsABearerToken() {
        host.always(it -> it.answer(200, "application/json", "{}"));

        assertThat(relayed(false, new RecordingSink())).isEqualTo(Ending.WHOLE);

        Request request = host.requests().get(0);
        assertThat(request.line()).isEqualTo("POST /v1/chat/completions HTTP/1.1");
        assertThat(request.header("authorization")).contains("Bearer sk-secret");
        assertThat(request.header("openai-organization")).contains("org-1");
        assertThat(request.text()).contains("\"model\":\"gpt-4o\"");
    }
}
