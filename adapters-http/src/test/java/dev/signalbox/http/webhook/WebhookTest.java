package dev.signalbox.http.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.signalbox.application.driven.money.BudgetNotices.Amounts;
import dev.signalbox.application.driven.money.BudgetNotices.Event;
import dev.signalbox.application.driven.money.BudgetNotices.Names;
import dev.signalbox.application.driven.money.BudgetNotices.Notice;
import dev.signalbox.application.driven.money.NoticePost.Delivery;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.domain.quota.Holder;
import dev.signalbox.domain.quota.Holder.Level;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A real receiver on a real socket. */
class WebhookTest {

    private static final Notice NOTICE =
            new Notice(
                    UUID.fromString("00000000-0000-4000-8000-000000000001"),
                    Event.MOST,
                    Holder.of(Level.KEY, "pub"),
                    new Amounts(new NanoUsd(820_000_000), new NanoUsd(1_000_000_000), null),
                    new Names("a1b2", "nightly", "lea", "lea@example.org", "eu", "Europe"),
                    Instant.parse("2026-12-01T00:00:00Z"),
                    Instant.parse("2026-11-27T10:00:00Z"),
                    Duration.ZERO,
                    1);

    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/ok", exchange -> answer(exchange, 204));
        server.createContext("/error", exchange -> answer(exchange, 500));
        server.createContext(
                "/elsewhere",
                exchange -> {
                    exchange.getResponseHeaders().add("Location", "/ok");
                    answer(exchange, 307);
                });
        server.createContext("/endless", this::endless);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange, int status) throws IOException {
        note(exchange);
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private void note(HttpExchange exchange) throws IOException {
        heads.add(
                exchange.getRequestHeaders().getFirst(Webhook.IDEMPOTENCY_KEY)
                        + " "
                        + exchange.getRequestHeaders().getFirst(Webhook.SIGNATURE));
        bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    }

    /** An answer whose body never ends. */
    private void endless(HttpExchange exchange) throws IOException {
        note(exchange);
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            while (true) {
                out.write(new byte[8192]);
            }
        }
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private static Delivery posted(URI address) {
        return posted(address, Duration.ofSeconds(20));
    }

    private static Delivery posted(URI address, Duration patience) {
        try (Webhook hook = new Webhook(address, "s3cret", patience)) {
            return hook.deliver(NOTICE);
        }
    }

    @Test
    void aNoticeIsReadAsLiteLlmsAndSignedWithItsOwnKeyForIdempotency() throws Exception {
        assertThat(posted(at("/ok?token=hidden"))).isEqualTo(new Delivery(true, "it answers 204"));
        JsonNode body = new ObjectMapper().readTree(bodies.getFirst());
        assertThat(body)
                .isEqualTo(
                        new ObjectMapper()
                                .readTree(
                                        """
                                        {"spend": 0.82, "max_budget": 1, "soft_budget": null,
                                         "token": "a1b2", "customer_id": null, "user_id": "lea",
                                         "team_id": "eu", "team_alias": "Europe",
                                         "organization_id": null,
                                         "user_email": "lea@example.org",
                                         "key_alias": "nightly",
                                         "projected_exceeded_date": null, "projected_spend": null,
                                         "event": "threshold_crossed", "event_group": "key",
                                         "event_message": "Key Budget: 80% Threshold Crossed. 0.82 of 1 US dollars are spent (82 %); it begins anew at 2026-12-01T00:00:00Z.",
                                         "notice_id": "00000000-0000-4000-8000-000000000001",
                                         "level": "key", "id": "pub", "percent": 82,
                                         "reset_at": "2026-12-01T00:00:00Z",
                                         "at": "2026-11-27T10:00:00Z"}
                                        """));
        assertThat(heads)
                .containsExactly(
                        NOTICE.id()
                                + " sha256="
                                + Webhook.signature(
                                        "s3cret",
                                        bodies.getFirst().getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void theSignatureIsTheOneThatOthersCompute() {
        assertThat(
                        Webhook.signature(
                                "key",
                                "The quick brown fox jumps over the lazy dog"
                                        .getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8");
    }

    @Test
    void nobodyIsFollowedElsewhere() {
        assertThat(posted(at("/elsewhere"))).isEqualTo(new Delivery(false, "it answers 307"));
        assertThat(bodies).hasSize(1);
        assertThat(posted(at("/error"))).isEqualTo(new Delivery(false, "it answers 500"));
    }

    @Test
    void anEndlessAnswerIsNotRead() {
        assertThat(posted(at("/endless"))).isEqualTo(new Delivery(true, "it answers 200"));
    }

    @Test
    void whoIsSilentOrAbsentIsNotWaitedForAndNotNamed() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI address = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/hidden");
            assertThat(posted(address, Duration.ofMillis(300)).words())
                    .matches("it does not answer: Http(Connect)?TimeoutException");
        }
        int gone;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            gone = closed.getLocalPort();
        }
        assertThat(posted(URI.create("http://127.0.0.1:" + gone + "/hidden")).words())
                .isEqualTo("it does not answer: ConnectException");
    }

    @Test
    void onlyHostsByHttpAreTakenAndNobodysPassword() {
        List<String> bad =
                List.of(
                        "file:///etc/passwd",
                        "ftp://example.org/",
                        "http:///x",
                        "/x",
                        "http://a:b@example.org/",
                        "https://example.org/#x");
        assertThat(bad).map(URI::create).noneMatch(Webhook::accepts);
        assertThat(Webhook.accepts(URI.create("HTTPS://example.org:8443/a?b=c"))).isTrue();
    }

    @Test
    void everyLevelHasAGroupAndASentence() throws Exception {
        List<String> groups = new ArrayList<>();
        for (Level level : Level.values()) {
            Holder holder =
                    switch (level) {
                        case EVERYBODY -> Holder.EVERYBODY;
                        case MEMBER, KEY_MODEL -> Holder.of(level, "a", "b");
                        default -> Holder.of(level, "a");
                    };
            Notice notice =
                    new Notice(
                            NOTICE.id(),
                            Event.SOFT,
                            holder,
                            new Amounts(new NanoUsd(5), null, new NanoUsd(4)),
                            NOTICE.names(),
                            null,
                            NOTICE.at(),
                            Duration.ZERO,
                            1);
            JsonNode body = new ObjectMapper().readTree(NoticeJson.bytes(notice));
            groups.add(body.get("event_group").asText());
            assertThat(body.get("percent").isNull()).isTrue();
            assertThat(body.get("event_message").asText())
                    .contains(" Budget: Soft Budget Crossed. 0.000000005 US dollars are spent;");
        }
        assertThat(groups).contains("internal_user", "team", "proxy", "customer", "team_member");
    }
}
