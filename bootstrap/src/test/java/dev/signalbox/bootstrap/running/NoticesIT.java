package dev.signalbox.bootstrap.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.signalbox.bootstrap.running.RunningGateway.Order;
import dev.signalbox.persistence.contact.DatabaseUrl;
import dev.signalbox.persistence.embedded.EmbeddedPostgres;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Gateways on one database, and somebody who is told by a webhook. */
@Timeout(600)
class NoticesIT {

    private static final String SECRET = "signs-what-is-posted";
    private static final String HIDDEN = "hidden-part-of-the-address";
    private static final Duration LONG = Duration.ofSeconds(60);

    private final List<String> notices = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private volatile boolean up = true;
    private HttpServer receiver;

    @TempDir Path folder;

    @BeforeEach
    void listen() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        receiver.createContext("/" + HIDDEN, this::receive);
        receiver.start();
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
    }

    private void receive(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String signature = exchange.getRequestHeaders().getFirst("X-Signalbox-Signature");
        boolean taken = up && signature.equals("sha256=" + hmac(body));
        (taken ? notices : refused).add(new String(body, StandardCharsets.UTF_8));
        exchange.sendResponseHeaders(taken ? 200 : 503, -1);
        exchange.close();
    }

    private static String hmac(byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private RunningGateway start(String name, Fleet fleet, DatabaseUrl url, String more)
            throws IOException {
        String hook =
                "alert_webhook: {url: \"http://127.0.0.1:%d/%s\", secret: %s}, "
                        .formatted(receiver.getAddress().getPort(), HIDDEN, SECRET);
        return Order.in(Files.createDirectories(folder.resolve(name)))
                .with("DATABASE_URL", RunningGateway.text(url))
                .serving(
                        fleet.config("")
                                .replace(
                                        "general_settings: {", "general_settings: {" + hook + more))
                .start();
    }

    private static Fleet twoCents() {
        return new Fleet()
                .serves(
                        "flat",
                        "flat-1",
                        "input_cost_per_request: 0.02",
                        "input_cost_per_token: 0",
                        "output_cost_per_token: 0");
    }

    private static void served(Asker asker) {
        HttpResponse<String> answer = asker.chat("flat", "\"max_tokens\": 5");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private void awaitNotices(int count) {
        await().atMost(LONG).until(() -> notices.size() >= count);
    }

    @Test
    void eachCrossingIsToldOnceHoweverManyGatewaysThereAre() throws Exception {
        try (Fleet fleet = twoCents();
                EmbeddedPostgres database = Prepared.postgres(folder.resolve("external"));
                RunningGateway first = start("a", fleet, database.url(), "");
                RunningGateway second =
                        start("b", fleet, database.url(), "budget_exceeded_status: 400, ")) {
            first.listening();
            second.listening();
            Asker one =
                    Asker.withKey(
                            first,
                            "\"key_alias\": \"nightly\", \"soft_budget\": 0.05,"
                                    + " \"max_budget\": 0.10, \"budget_duration\": \"30d\"");
            Asker other = new Asker(second, one.key());
            served(one);
            served(other);
            assertThat(notices).isEmpty();
            served(other);
            awaitNotices(1);
            served(one);
            awaitNotices(2);
            served(other);
            awaitNotices(3);
            assertThat(one.chat("flat").statusCode()).isEqualTo(429);
            HttpResponse<String> former = other.chat("flat");
            assertThat(former.statusCode()).isEqualTo(400);
            assertThat(former.body()).contains("budget_exceeded");
            assertThat(notices.get(0))
                    .contains(
                            "\"event\":\"soft_budget_crossed\"",
                            "\"event_group\":\"key\"",
                            "\"spend\":0.06,",
                            "\"soft_budget\":0.05,",
                            "\"key_alias\":\"nightly\"",
                            "\"percent\":60")
                    .doesNotContain(one.key());
            assertThat(notices.get(1)).contains("\"event\":\"threshold_crossed\"");
            assertThat(notices.get(2)).contains("\"event\":\"budget_crossed\"");
            raisesTheBudget(one);
            served(one);
            served(other);
            assertThat(notices).hasSize(3);
            await().atMost(LONG).until(() -> metric(first) + metric(second) == 3);
            assertThat(first.log() + second.log()).doesNotContain(HIDDEN, SECRET);
        }
    }

    private static void raisesTheBudget(Asker asker) {
        HttpResponse<String> raised =
                asker.gateway()
                        .post(
                                "/key/update",
                                RunningGateway.MASTER_KEY,
                                """
                                {"key": "%s", "temp_budget_increase": 1,
                                 "temp_budget_expiry": "10d"}"""
                                        .formatted(asker.key()));
        assertThat(raised.statusCode()).as(raised.body()).isEqualTo(200);
    }

    private static long metric(RunningGateway gateway) {
        return gateway.get("/metrics", RunningGateway.MASTER_KEY)
                .body()
                .lines()
                .filter(line -> line.startsWith("signalbox_budget_notices_sent_total "))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1)))
                .sum();
    }

    @Test
    void whatNobodyTookBeforeAGatewayWasKilledIsToldByTheNext() throws Exception {
        up = false;
        try (Fleet fleet = twoCents();
                EmbeddedPostgres database = Prepared.postgres(folder.resolve("external"))) {
            try (RunningGateway killed = start("a", fleet, database.url(), "").listening()) {
                served(Asker.withKey(killed, "\"soft_budget\": 0.01"));
                served(Asker.withKey(killed, "\"max_budget\": 0.02"));
                await().atMost(LONG).until(() -> refused.size() >= 2);
                served(Asker.withKey(killed, ""));
                assertThat(killed.log())
                        .contains("Notices of budgets are not taken")
                        .doesNotContain(HIDDEN, SECRET);
                killed.process().destroyForcibly().waitFor();
            }
            assertThat(notices).isEmpty();
            up = true;
            try (RunningGateway next = start("a", fleet, database.url(), "").listening()) {
                awaitNotices(3);
                assertThat(String.join("", notices))
                        .contains("soft_budget_crossed", "threshold_crossed", "\"budget_crossed\"");
                assertThat(next.log()).doesNotContain(HIDDEN, SECRET);
            }
        }
    }
}
