package dev.signalbox.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signalbox.application.call.Hangup;
import dev.signalbox.application.testkit.ScriptedHost;
import dev.signalbox.domain.routing.Patience;
import dev.signalbox.openai.connection.Origin.Habits;
import dev.signalbox.openai.connection.Proxies;
import dev.signalbox.openai.wire.UpstreamHttp.Header;
import dev.signalbox.openai.wire.UpstreamHttp.Question;
import dev.signalbox.openai.wire.UpstreamHttp.Target;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

/** The ways that are not plain: through TLS, through a proxy, through both. */
@Timeout(60)
class SafeWayTest {

    private static final ProxySelector STRAIGHT = ProxySelector.of(null);
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi".getBytes(StandardCharsets.UTF_8);

    @TempDir Path folder;

    private final ScriptedHost proxy = ScriptedHost.start();
    private SSLContext trusting;
    private ServerSocket safe;

    @BeforeEach
    void startHost() throws Exception {
        trusting = context();
        safe =
                trusting.getServerSocketFactory()
                        .createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    @AfterEach
    void stopHosts() throws IOException {
        safe.close();
        proxy.close();
    }

    @Test
    void aHostThatIsWhoItSaysIsAsked() throws Exception {
        UpstreamHttp http = http(trusting, STRAIGHT);

        assertThat(ask(http, "https://localhost:" + safe.getLocalPort())).isEqualTo("hi");
        assertThat(ask(http, "https://localhost:" + safe.getLocalPort())).isEqualTo("hi");
    }

    @Test
    void aHostOfAnotherNameIsToldNothing() {
        UpstreamHttp http = http(trusting, STRAIGHT);

        assertThatThrownBy(() -> ask(http, "https://127.0.0.1:" + safe.getLocalPort()))
                .isInstanceOf(SSLException.class);
    }

    @Test
    void aHostThatNobodyVouchesForIsToldNothing() throws Exception {
        UpstreamHttp http = http(SSLContext.getDefault(), STRAIGHT);

        assertThatThrownBy(() -> ask(http, "https://localhost:" + safe.getLocalPort()))
                .isInstanceOf(SSLException.class);
    }

    @Test
    void aHostThatNeverShakesHandsIsNotWaitedForLongerThanPatience() throws Exception {
        UpstreamHttp http = http(trusting, STRAIGHT);
        try (ServerSocket mute = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Duration minute = Duration.ofMinutes(1);
            Patience patience = new Patience(Duration.ofMillis(200), minute, minute, minute);
            Question question = question("https://localhost:" + mute.getLocalPort());

            assertThatThrownBy(() -> http.send(question, patience, new Hangup()))
                    .isInstanceOf(HttpConnectTimeoutException.class);
        }
    }

    @Test
    void aProxyIsToldWhereToGo() throws Exception {
        proxy.always(it -> it.answer(200, "x/y", "from afar"));
        UpstreamHttp http = http(trusting, throughProxy());

        assertThat(ask(http, "http://far.invalid:81")).isEqualTo("from afar");

        assertThat(proxy.requests().getFirst().line())
                .isEqualTo("POST http://far.invalid:81/v1/x HTTP/1.1");
        assertThat(proxy.requests().getFirst().header("host")).contains("far.invalid:81");
    }

    @Test
    void aProxyOnTheWayToASafeHostReadsNothing() throws Exception {
        proxy.always(
                it -> {
                    int port = safe.getLocalPort();
                    try (Socket there = new Socket(InetAddress.getLoopbackAddress(), port)) {
                        it.send("HTTP/1.1 200 Connected\r\n\r\n").passOn(there);
                    }
                });
        UpstreamHttp http = http(trusting, throughProxy());

        assertThat(ask(http, "https://localhost:" + safe.getLocalPort())).isEqualTo("hi");

        assertThat(proxy.requests()).hasSize(1);
        assertThat(proxy.requests().getFirst().line())
                .isEqualTo("CONNECT localhost:" + safe.getLocalPort() + " HTTP/1.1");
        assertThat(proxy.requests().getFirst().header("api-key")).isEmpty();
    }

    @Test
    void aProxyOfTheVariablesIsShownWhoWeAreAndNobodyElseIs() throws Exception {
        proxy.once(it -> it.answer(200, "x/y", "from afar"));
        proxy.once(it -> it.answer(407, "x/y", "who are you?"));
        String said = "http://me:p%40ss@127.0.0.1:" + proxy.port();
        Proxies proxies = Proxies.usual(Map.of("http_proxy", said, "HTTPS_PROXY", said));
        UpstreamHttp http = http(trusting, proxies);

        assertThat(ask(http, "http://far.invalid:81")).isEqualTo("from afar");
        assertThatThrownBy(() -> ask(http, "https://far.invalid"))
                .isInstanceOf(ConnectException.class);

        String shown = "Basic " + Base64.getEncoder().encodeToString("me:p@ss".getBytes(UTF_8));
        assertThat(proxy.requests())
                .allSatisfy(it -> assertThat(it.header("proxy-authorization")).contains(shown));
        assertThat(proxies.toString()).doesNotContain("p@ss");
    }

    @Test
    void aProxyThatDoesNotLetUsThroughIsNoHost() {
        proxy.always(it -> it.answer(407, "x/y", "who are you?"));
        UpstreamHttp http = http(trusting, throughProxy());

        assertThatThrownBy(() -> ask(http, "https://localhost:" + safe.getLocalPort()))
                .isInstanceOf(ConnectException.class);
    }

    private ProxySelector throughProxy() {
        return ProxySelector.of(new InetSocketAddress("127.0.0.1", proxy.port()));
    }

    private static UpstreamHttp http(SSLContext trusted, ProxySelector proxies) {
        return http(trusted, Proxies.of(proxies));
    }

    private static UpstreamHttp http(SSLContext trusted, Proxies proxies) {
        Habits usual = Habits.usual();
        return new UpstreamHttp(
                new Habits(
                        usual.idle(),
                        usual.oldest(),
                        trusted::getSocketFactory,
                        () -> proxies,
                        usual.lookUp()));
    }

    private static Question question(String base) {
        Target target =
                new Target(URI.create(base + "/v1/x"), List.of(new Header("api-key", "secret")));
        return new Question(
                target,
                List.of(new Header("x-id", "7")),
                List.of(ByteBuffer.wrap(new byte[] {'q'})),
                1);
    }

    private static String ask(UpstreamHttp http, String base) throws IOException {
        byte[] piece = new byte[100];
        try (Reply reply = http.send(question(base), Patience.DEFAULT, new Hangup())) {
            int count = reply.read(piece, 0, piece.length);
            assertThat(reply.read(piece, count, piece.length - count)).isEqualTo(-1);
            return new String(piece, 0, count, StandardCharsets.UTF_8);
        }
    }

    private void serve() {
        try {
            while (true) {
                Socket socket = safe.accept();
                Thread.ofVirtual().start(() -> answer(socket));
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    private static void answer(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                // The body of the question; nothing before it has that letter.
                if (next == 'q') {
                    socket.getOutputStream().write(ANSWER);
                }
            }
        } catch (IOException e) {
            // The peer does not trust us, or is gone.
        }
    }

    /** Of a host that is called localhost, and of those who trust it. */
    private SSLContext context() throws Exception {
        Path store = folder.resolve("host.p12");
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String asked =
                "-genkeypair -keyalg EC -alias a -dname CN=localhost -storetype PKCS12 -storepass "
                        + new String(PASSWORD);
        List<String> command = new ArrayList<>(List.of(tool));
        command.addAll(List.of(asked.split(" ")));
        command.addAll(List.of("-keystore", store.toString()));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
        KeyManagerFactory own =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        KeyStore known = KeyStore.getInstance("PKCS12");
        known.load(null, null);
        known.setCertificateEntry("host", keys.getCertificate("a"));
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(known);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
