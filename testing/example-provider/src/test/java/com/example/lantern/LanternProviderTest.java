package com.example.lantern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.application.call.Outcome.Ending;
import dev.signalbox.application.driven.Upstream;
import dev.signalbox.application.driven.UpstreamProvider;
import dev.signalbox.application.driven.UpstreamProvider.BadSetting;
import dev.signalbox.application.driven.UpstreamProvider.Settings;
import dev.signalbox.application.testkit.RecordingSink;
import dev.signalbox.application.testkit.ScriptedHost.Request;
import dev.signalbox.application.testkit.UpstreamContract;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** It keeps the whole contract of an upstream, and what is particular to it. */
class LanternProviderTest extends UpstreamContract {

    private static UpstreamProvider found() {
        return ServiceLoader.load(UpstreamProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(it -> it.name().word().equals("lantern"))
                .findFirst()
                .orElseThrow();
    }

    @Override
    protected Upstream upstreamAt(String address) {
        return found().connect(
                        new Settings(
                                "bright",
                                Map.of("api_base", address + "/", "api_key", "secret-key"),
                                List.of()))
                .upstream();
    }

    @Test
    void itAsksBehindItsOwnPathWithItsOwnHeader() {
        host.always(it -> it.answer(200, "application/json", "{}"));

        assertThat(relayed(false, new RecordingSink())).isEqualTo(Ending.WHOLE);

        Request request = host.requests().getFirst();
        assertThat(request.line()).isEqualTo("POST /serve/2/chat/completions HTTP/1.1");
        assertThat(request.header("x-lantern-key")).contains("secret-key");
        assertThat(request.header("x-lantern-request-id")).contains("call-7");
        assertThat(request.header("authorization")).isEmpty();
        assertThat(request.text()).contains("\"model\":\"bright\"");
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatThrownBy(
                        () -> found().connect(new Settings("m", Map.of("api_key", "k"), List.of())))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining("api_base");
    }
}
