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
    private static final Duration LONG = Duration.ofSeconds(30);

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
    void aLongListIsAskedForToItsEnd() throws IOException {
        try (ScriptedHost host = ScriptedHost.start();
                RemoteGateway gateway = new RemoteGateway(URI.create(host.address()), "k", LONG)) {
            host.once(
                            exchange ->
                                    exchange.send(
                                            "HTTP/1.1 200 OK\r\nx-signalbox-next: b.c\r\n"
                                                    + "content-length: 3\r\n\r\n[1]"))
                    .once(exchange -> exchange.answer(200, "application/json", "[2]"));
            assertThat(gateway.pages("/list", Map.of("x", "y"))).containsExactly("[1]", "[2]");
            assertThat(host.requests())
                    .extracting(ScriptedHost.Request::line)
                    .containsExactly("GET /list?x=y HTTP/1.1", "GET /list?after=b.c&x=y HTTP/1.1");
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
