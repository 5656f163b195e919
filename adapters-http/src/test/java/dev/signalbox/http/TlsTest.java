package dev.signalbox.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.application.call.Outcome;
import dev.signalbox.application.call.Outcome.Ending;
import dev.signalbox.application.call.ReplySink.Form;
import dev.signalbox.http.RunningHouse.Wire;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

class TlsTest {

    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String STREAM = "{\"model\":\"eu\",\"messages\":[],\"stream\":true}";

    @TempDir Path folder;

    private Path certificate() {
        return folder.resolve("server.crt");
    }

    private Path key() {
        return folder.resolve("server.key");
    }

    /** Writes a new self-signed certificate and its key; returns the certificate. */
    private Certificate issue(String algorithm, String name) throws Exception {
        Path store = folder.resolve(name + ".p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-keyalg",
                                algorithm,
                                "-alias",
                                "a",
                                "-dname",
                                "CN=" + name,
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                new String(PASSWORD))
                        .inheritIO()
                        .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
        Certificate issued = keys.getCertificate("a");
        write(key(), "PRIVATE KEY", keys.getKey("a", PASSWORD).getEncoded());
        write(certificate(), "CERTIFICATE", issued.getEncoded());
        return issued;
    }

    private static void write(Path file, String kind, byte[] content) throws Exception {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        Files.writeString(
                file, "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    }

    private static Wire wire(RunningHouse house, Certificate... trusted) throws Exception {
        return wire(house.port(), trusted);
    }

    private static Wire wire(int port, Certificate... trusted) throws Exception {
        KeyStore known = KeyStore.getInstance("PKCS12");
        known.load(null, null);
        for (int i = 0; i < trusted.length; i++) {
            known.setCertificateEntry("c" + i, trusted[i]);
        }
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(known);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return new Wire(port, context.getSocketFactory());
    }

    private static Certificate shown(Wire wire) throws Exception {
        SSLSocket socket = (SSLSocket) wire.socket;
        socket.startHandshake();
        return socket.getSession().getPeerCertificates()[0];
    }

    private RunningHouse house() {
        return new RunningHouse(
                settings ->
                        settings.withTls(new HttpSettings.Tls(certificate(), key()))
                                .withHeads(64 * 1024, Duration.ofMillis(1500)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void aCallerIsServedWithEveryKindOfKey(String algorithm) throws Exception {
        Certificate issued = issue(algorithm, "first");
        try (RunningHouse house = house();
                Wire wire = wire(house, issued)) {
            for (int i = 0; i < 3; i++) {
                wire.sendChat(RunningHouse.CHAT);
                assertThat(wire.readUntil("}")).startsWith("HTTP/1.1 200");
            }
        }
    }

    @Test
    void aTrustedProxyIsKnownByItsAddressWhateverItsName() throws Exception {
        Certificate issued = issue("EC", "first");
        List<String> logged = new CopyOnWriteArrayList<>();
        Handler log =
                new StreamHandler() {
                    @Override
                    public void publish(LogRecord line) {
                        logged.add(line.getMessage());
                    }
                };
        Logger logger = Logger.getLogger(Reception.class.getName());
        logger.addHandler(log);
        try (RunningHouse house =
                        new RunningHouse(
                                settings ->
                                        settings.withTls(new HttpSettings.Tls(certificate(), key()))
                                                .withTrustedProxies(List.of("127.0.0.0/8")));
                Wire wire = wire(house, issued)) {
            house.relaying(
                    (call, sink) -> {
                        throw new IllegalStateException("planted");
                    });
            wire.sendChat(RunningHouse.CHAT, "X-Forwarded-For: 203.0.113.9");
            assertThat(wire.readUntil("}}")).startsWith("HTTP/1.1 500");
            assertThat(logged).anyMatch(line -> line.contains("from 203.0.113.9 failed"));
        } finally {
            logger.removeHandler(log);
        }
    }

    @Test
    void aListenerForAdministrationSpeaksTlsWithTheSameCertificate() throws Exception {
        Certificate first = issue("EC", "first");
        try (RunningHouse house =
                new RunningHouse(
                        settings ->
                                settings.withTls(new HttpSettings.Tls(certificate(), key()))
                                        .withAdmin(new HttpSettings.Address("127.0.0.1", 0)))) {
            int admin = house.server.adminPort();
            try (Wire wire = wire(admin, first)) {
                assertThat(shown(wire)).isEqualTo(first);
                assertThat(wire.send(ask("/team/list")).readUntil("\r\n"))
                        .startsWith("HTTP/1.1 200");
            }
            try (Wire wire = wire(house, first)) {
                assertThat(wire.send(ask("/team/list")).readUntil("\r\n"))
                        .startsWith("HTTP/1.1 404");
            }
            // In clear nobody is answered.
            try (Wire wire = new Wire(admin)) {
                assertThat(wire.send(ask("/team/list")).readToTheEnd()).doesNotContain("200");
            }
            Certificate second = issue("EC", "second");
            Awaitility.await()
                    .untilAsserted(
                            () -> {
                                try (Wire wire = wire(admin, first, second)) {
                                    assertThat(shown(wire)).isEqualTo(second);
                                }
                            });
        }
    }

    private static String ask(String path) {
        return "GET "
                + path
                + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + RunningHouse.MASTER
                + "\r\n\r\n";
    }

    @Test
    void aNewCertificateIsShownWithoutARestartAndABrokenOneIsNot() throws Exception {
        Certificate first = issue("EC", "first");
        try (RunningHouse house = house()) {
            try (Wire wire = wire(house, first)) {
                assertThat(shown(wire)).isEqualTo(first);
            }
            Certificate second = issue("RSA", "second");
            Awaitility.await()
                    .untilAsserted(
                            () -> {
                                try (Wire wire = wire(house, first, second)) {
                                    assertThat(shown(wire)).isEqualTo(second);
                                }
                            });
            Files.writeString(certificate(), "broken");
            Awaitility.await()
                    .during(Duration.ofMillis(1500))
                    .atMost(Duration.ofSeconds(5))
                    .untilAsserted(
                            () -> {
                                try (Wire wire = wire(house, second)) {
                                    assertThat(shown(wire)).isEqualTo(second);
                                }
                            });
        }
    }

    @Test
    void aLeaverIsNoticedUnderTlsToo() throws Exception {
        Certificate issued = issue("EC", "first");
        CompletableFuture<Long> noticed = new CompletableFuture<>();
        try (RunningHouse house = house()) {
            house.relaying(
                    (call, sink) -> {
                        sink.hangup().whenHungUp(() -> noticed.complete(System.nanoTime()));
                        sink.open(RunningHouse.head(Form.EVENTS, OptionalLong.empty()));
                        RunningHouse.event(sink, "one");
                        noticed.orTimeout(20, TimeUnit.SECONDS).join();
                        return new Outcome.Relayed(RunningHouse.served(), Ending.ABANDONED);
                    });
            long left;
            try (Wire wire = wire(house, issued)) {
                wire.sendChat(STREAM);
                wire.readUntil("data: one");
                left = System.nanoTime();
            }
            assertThat(Duration.ofNanos(noticed.get(20, TimeUnit.SECONDS) - left))
                    .isLessThan(Duration.ofSeconds(1));
        }
    }

    @Test
    void watchingCostsNoByteUnderTls() throws Exception {
        Certificate issued = issue("EC", "first");
        try (RunningHouse house = house()) {
            house.relaying(
                    (call, sink) -> {
                        var waited = new CompletableFuture<Void>();
                        try {
                            waited.get(600, TimeUnit.MILLISECONDS);
                        } catch (Exception e) {
                            return RunningHouse.document(sink, RunningHouse.ANSWER);
                        }
                        throw new IllegalStateException("nobody completes it");
                    });
            try (Wire wire = wire(house, issued)) {
                for (int i = 0; i < 3; i++) {
                    wire.send(Wire.chat(RunningHouse.CHAT) + Wire.chat(RunningHouse.CHAT));
                    assertThat(wire.readUntil("}")).startsWith("HTTP/1.1 200");
                    assertThat(wire.readUntil("}")).startsWith("HTTP/1.1 200");
                }
            }
        }
    }

    @Test
    void aHandshakeThatDoesNotComeIsNotWaitedForForEver() throws Exception {
        issue("EC", "first");
        try (RunningHouse house = house()) {
            try (Wire silent = house.wire()) {
                assertThat(silent.readToTheEnd()).isEmpty();
            }
            try (Wire half = house.wire()) {
                half.send(new byte[] {22, 3, 1, 1, 0, 1});
                assertThat(half.readToTheEnd()).isEmpty();
            }
        }
    }

    @Test
    void aKeyThatDoesNotBelongToTheCertificateStopsTheStart() throws Exception {
        issue("EC", "first");
        byte[] other = Files.readAllBytes(key());
        issue("EC", "second");
        Files.write(key(), other);
        assertThatThrownBy(this::house)
                .isInstanceOf(CannotListen.class)
                .hasMessageContaining("is not the key of");
        Files.writeString(key(), "-----BEGIN RSA PRIVATE KEY-----\n");
        assertThatThrownBy(this::house)
                .isInstanceOf(CannotListen.class)
                .hasMessageContaining("openssl pkcs8");
    }
}
