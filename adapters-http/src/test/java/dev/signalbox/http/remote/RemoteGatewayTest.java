package dev.signalbox.http.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.application.testkit.ScriptedHost;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

class RemoteGatewayTest {

    private static final Duration SHORT = Duration.ofMillis(300);

    @Test
    void aGatewayThatFallsSilentIsGivenUp() throws IOException {
        try (ScriptedHost host = ScriptedHost.start();
                RemoteGateway gateway = new RemoteGateway(URI.create(host.address()), "k", SHORT)) {
            host.always(ScriptedHost.Exchange::awaitPeerGone);
            assertThatThrownBy(() -> gateway.get("/audit/verify", Map.of()))
                    .isInstanceOf(RemoteFailed.class)
                    .hasMessageContaining("does not answer within")
                    .matches(failure -> !((RemoteFailed) failure).answered());
        }
    }

    @Test
    void whatIsMissingIsEmptyAndNothingFails() {
        JsonView view = JsonView.of("{\"a\":{\"b\":[1,{\"c\":null}]},\"t\":\"x\\u0007y\"}");
        assertThat(view.at("a").at("b").items()).hasSize(2);
        assertThat(view.at("a").at("b").items().getLast().at("c").isEmpty()).isTrue();
        assertThat(view.at("no").at("such").text()).isEmpty();
        assertThat(view.at("no").items()).isEmpty();
        assertThat(view.firstOf("no", "t").text()).isEqualTo("x y");
        assertThat(JsonView.of("<html>").isEmpty()).isTrue();
        assertThat(JsonView.of("").isEmpty()).isTrue();
    }
}
