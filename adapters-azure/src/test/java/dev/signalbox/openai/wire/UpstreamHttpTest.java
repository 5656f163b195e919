package dev.signalbox.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.signalbox.application.call.Hangup;
import dev.signalbox.application.testkit.ScriptedHost;
import dev.signalbox.application.testkit.ScriptedHost.Script;
import dev.signalbox.domain.routing.Patience;
import dev.signalbox.openai.connection.Origin.Habits;
import dev.signalbox.openai.wire.UpstreamHttp.Header;
import dev.signalbox.openai.wire.UpstreamHttp.Question;
import dev.signalbox.openai.wire.UpstreamHttp.Target;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

@Timeout(60)
class UpstreamHttpTest {

    private static final String OK = "HTTP/1.1 200 OK\r\n";

    private final ScriptedHost host = ScriptedHost.start();
    private final UpstreamHttp http = new UpstreamHttp();

    @AfterEach
    void stopHost() throws IOException {
        host.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 11\r\n\r\nhello world",
                "content-length:11\r\nContent-Length: 11 \r\n\r\nhello world",
                "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;a=b\r\n world\r\n0\r\n\r\n",
                "Transfer-Encoding: Chunked\r\n\r\n"
                        + "00B\r\nhello world\r\n0\r\nA: b\r\nC: d\r\n\r\n",
                "Transfer-Encoding: chunked\n\n5\nhello\n6\n world\n0\n\n"
            })
    void aBodyIsReadToItsEndWhereverItsBytesAreCut(String rest) throws Exception {
        byte[] all = (OK + rest).getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 1; i < all.length; i++) {
            byte[] begin = Arrays.copyOf(all, i);
            byte[] end = Arrays.copyOfRange(all, i, all.length);
            host.once(it -> it.send(begin).send(end));

            assertThat(body(ask())).as("cut at %d", i).isEqualTo("hello world");
        }
        assertThat(host.connections()).as("one is used for all").isEqualTo(1);
    }

    @Test
    void bodiesOfAllFramesAndSizesAreReadAsTheyWereSent() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            byte[] body = new byte[random.nextInt(1 << random.nextInt(18))];
            random.nextBytes(body);
            List<Integer> cuts = new ArrayList<>();
            for (int at = 0; at < body.length; at += cuts.getLast()) {
                cuts.add(Math.min(body.length - at, 1 + random.nextInt(40_000)));
            }
            host.once(
                    random.nextBoolean() ? chunked(body, cuts) : it -> it.answer(200, "x/y", body));

            assertThat(bytes(ask())).as("seed %d, body %d", seed, i).isEqualTo(body);
        }
        assertThat(host.connections()).isEqualTo(1);
    }

    private static Script chunked(byte[] body, List<Integer> cuts) {
        return exchange -> {
            exchange.begin("x/y");
            int at = 0;
            for (int cut : cuts) {
                exchange.chunk(Arrays.copyOfRange(body, at, at + cut));
                at += cut;
            }
            exchange.end();
        };
    }

    @Test
    void aBodyWithoutALengthEndsWithItsConnection() throws Exception {
        host.always(it -> it.send(OK + "\r\nhello").hangUp());

        assertThat(body(ask())).isEqualTo("hello");
        assertThat(body(ask())).isEqualTo("hello");

        assertThat(host.connections()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 204 No Content\r\n\r\n",
                "HTTP/1.0 200\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n"
            })
    void anAnswerWithoutABodyLeavesTheConnectionFree(String answer) throws Exception {
        host.always(it -> it.send(answer));

        assertThat(body(ask())).isEmpty();
        assertThat(body(ask())).isEmpty();

        assertThat(host.connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi",
                "HTTP/1.1 200 OK\r\nConnection: x, Close\r\nContent-Length: 2\r\n\r\nhi",
                "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi",
                // Somebody on the way may have seen its end elsewhere.
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n"
                        + "2\r\nhi\r\n0\r\n\r\n",
                "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "2\r\nhi\r\n0\r\n\r\n",
                // What comes behind the end would be taken for the next answer.
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhiHTTP/1.1 200 OK\r\n\r\nforged"
            })
    void aConnectionThatCannotBeTrustedIsNotUsedAgain(String answer) throws Exception {
        host.always(it -> it.send(answer));

        assertThat(body(ask())).isEqualTo("hi");
        assertThat(body(ask())).isEqualTo("hi");

        assertThat(host.connections()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ICY 200 OK\r\n\r\n",
                "HTTP/2 200\r\n\r\n",
                "HTTP/1.1 2000 OK\r\n\r\n",
                "HTTP/1.1 20x OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\n: no name\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Type: a\r\n /b\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 0x10\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 9999999999999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding : chunked\r\nContent-Length: 2\r\n\r\nhi",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nhello\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1111111111111111\r\nab\r\n",
                "HTTP/1.1 101 Switching\r\n\r\n"
            })
    void whatIsNoAnswerIsRefused(String answer) {
        host.always(it -> it.send(answer));

        assertThatThrownBy(() -> body(ask())).isInstanceOf(ProtocolException.class);
    }

    @Test
    void aHeadWithoutEndIsNotKeptWithoutEnd() {
        host.always(it -> it.send(OK + ("x-filler: " + "y".repeat(1000) + "\r\n").repeat(100)));

        assertThatThrownBy(() -> ask())
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("too long");
    }

    @Test
    void aLongHeadIsReadWhole() throws Exception {
        String filler = ("x-filler: " + "y".repeat(1000) + "\r\n").repeat(50);
        host.always(it -> it.send(OK + filler + "Last: one\r\nContent-Length: 2\r\n\r\nhi"));

        Reply reply = ask();

        assertThat(reply.header("last")).isEqualTo("one");
        assertThat(body(reply)).isEqualTo("hi");
    }

    @Test
    void whatComesBeforeAnAnswerIsPassedOver() throws Exception {
        host.always(
                it ->
                        it.send("HTTP/1.1 100 Continue\r\n\r\n")
                                .send("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n")
                                .answer(200, "x/y", "hi"));

        assertThat(body(ask())).isEqualTo("hi");
    }

    @Test
    void aConnectionThatIsCutInItsBodyIsNoEnd() {
        host.once(it -> it.send(OK + "Content-Length: 5\r\n\r\nhi").hangUp());
        host.once(it -> it.begin("x/y").chunk("hi").hangUp());

        assertThatThrownBy(() -> body(ask())).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> body(ask())).isInstanceOf(IOException.class);
    }

    @Test
    void whoeverDoesNotReadTheQuestionMayStillSayWhy() throws Exception {
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> refuseUnread(deaf));

            Reply reply = ask(deaf.getLocalPort(), new byte[50_000_000], Patience.DEFAULT);

            assertThat(reply.status()).isEqualTo(413);
        }
    }

    private static void refuseUnread(ServerSocket listening) {
        try (Socket socket = listening.accept()) {
            var unused = socket.getInputStream().readNBytes(1000);
            socket.getOutputStream()
                    .write(
                            "HTTP/1.1 413 Large\r\nContent-Length: 0\r\n\r\n"
                                    .getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aQuestionThatNobodyReadsIsNotSentForLongerThanPatience() throws Exception {
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = deaf.getLocalPort();

            assertThatThrownBy(() -> ask(port, new byte[50_000_000], patience(5000, 300)))
                    .isInstanceOf(HttpTimeoutException.class)
                    .hasMessageContaining("0.3 s");
        }
    }

    @Test
    void aHostThatDoesNotAcceptIsNotWaitedForLongerThanPatience() throws Exception {
        assertThatThrownBy(() -> askWhereNobodyAccepts(patience(200, 60_000)))
                .isInstanceOf(HttpConnectTimeoutException.class);
    }

    @Test
    void norForLongerThanTheCallItselfMayTake() {
        assertThatThrownBy(() -> askWhereNobodyAccepts(patience(60_000, 200)))
                .isInstanceOf(HttpTimeoutException.class)
                .hasMessageContaining("0.2 s");
    }

    private void askWhereNobodyAccepts(Patience patience) throws Exception {
        List<Socket> waiting = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 4; i++) {
                Socket socket = new Socket();
                waiting.add(socket);
                Thread.ofVirtual().start(() -> connect(socket, full));
            }
            await().until(() -> waiting.stream().filter(Socket::isConnected).count() >= 2);
            Reply unexpected = ask(full.getLocalPort(), new byte[0], patience);
            unexpected.close();
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    private static void connect(Socket socket, ServerSocket there) {
        try {
            socket.connect(there.getLocalSocketAddress());
        } catch (IOException e) {
            // There was no more room.
        }
    }

    @Test
    void aNameThatNobodyKnowsIsSaidToBeOne() {
        Target target = new Target(URI.create("http://no-such-host.invalid/"), List.of());

        assertThatThrownBy(() -> send(http, target, new Hangup()))
                .isInstanceOf(UnknownHostException.class);
    }

    @Test
    void aNameThatIsLookedUpForeverIsNotWaitedForLongerThanPatience() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        UpstreamHttp lost = lookingUp(never);

        assertThatThrownBy(() -> lost.send(unknown(), patience(200, 60_000), new Hangup()))
                .isInstanceOf(HttpConnectTimeoutException.class);
        assertThatThrownBy(() -> lost.send(unknown(), patience(60_000, 200), new Hangup()))
                .isInstanceOf(HttpTimeoutException.class)
                .hasMessageContaining("0.2 s");
        never.countDown();
    }

    @Test
    void norByACallerWhoHasLeft() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        UpstreamHttp lost = lookingUp(never);
        Hangup hangup = new Hangup();
        CountDownLatch ended = new CountDownLatch(1);
        Thread.ofVirtual()
                .start(
                        () -> {
                            assertThatThrownBy(() -> lost.send(unknown(), Patience.DEFAULT, hangup))
                                    .isInstanceOf(IOException.class);
                            ended.countDown();
                        });
        hangup.hangUp();

        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        never.countDown();
    }

    private static UpstreamHttp lookingUp(CountDownLatch until) {
        Habits usual = Habits.usual();
        return new UpstreamHttp(
                new Habits(
                        usual.idle(),
                        usual.oldest(),
                        usual.tls(),
                        usual.proxies(),
                        host -> foundAfter(until)));
    }

    private static InetAddress foundAfter(CountDownLatch until) {
        try {
            until.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return InetAddress.getLoopbackAddress();
    }

    private static Question unknown() {
        return question(new Target(URI.create("http://somewhere/"), List.of()), new byte[0]);
    }

    @Test
    void whatWasAskedOnAKeptConnectionIsNotAskedAgainWhenItBreaksLate() throws Exception {
        CountDownLatch late = new CountDownLatch(1);
        host.once(it -> it.answer(200, "x/y", "hi"));
        host.once(it -> it.stallUntil(late).hangUp());
        host.always(it -> it.answer(200, "x/y", "twice"));
        assertThat(body(ask())).isEqualTo("hi");
        CompletableFuture.delayedExecutor(1200, TimeUnit.MILLISECONDS).execute(late::countDown);

        assertThatThrownBy(this::ask).isInstanceOf(IOException.class);

        assertThat(host.requests()).hasSize(2);
    }

    @Test
    void aConnectionThatNobodyUsesIsClosed() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        host.always(
                it -> {
                    it.answer(200, "x/y", "hi").awaitPeerGone();
                    gone.countDown();
                });
        UpstreamHttp hasty = keeping(Duration.ofMillis(50), Duration.ofMinutes(1));

        assertThat(body(send(hasty, target(), new Hangup()))).isEqualTo("hi");

        assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anOldConnectionIsNotKept() throws Exception {
        host.always(it -> it.answer(200, "x/y", "hi"));
        UpstreamHttp young = keeping(Duration.ofMinutes(1), Duration.ZERO);

        assertThat(body(send(young, target(), new Hangup()))).isEqualTo("hi");
        assertThat(body(send(young, target(), new Hangup()))).isEqualTo("hi");

        assertThat(host.connections()).isEqualTo(2);
    }

    private static UpstreamHttp keeping(Duration idle, Duration oldest) {
        Habits usual = Habits.usual();
        return new UpstreamHttp(
                new Habits(idle, oldest, usual.tls(), usual.proxies(), usual.lookUp()));
    }

    @Test
    void aCallerWhoLeavesLateDoesNotMeetTheNextOnesConnection() throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        host.once(it -> it.answer(200, "x/y", "hi"));
        host.once(it -> it.send(OK + "Content-Length: 2\r\n\r\nh").stallUntil(left).send("o"));
        Hangup first = new Hangup();
        assertThat(body(send(http, target(), first))).isEqualTo("hi");

        Reply second = ask();
        first.hangUp();
        left.countDown();

        assertThat(body(second)).isEqualTo("ho");
        assertThat(host.connections()).isEqualTo(1);
    }

    @Test
    void whatComesWhileNobodyAsksIsNobodysAnswer() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        CountDownLatch sent = new CountDownLatch(1);
        String forged = OK + "Content-Length: 6\r\n\r\nforged";
        host.once(
                it -> {
                    it.answer(200, "x/y", "hi").stallUntil(read).send(forged);
                    sent.countDown();
                });
        host.once(it -> it.answer(200, "x/y", "mine"));
        assertThat(body(ask())).isEqualTo("hi");
        read.countDown();
        assertThat(sent.await(10, TimeUnit.SECONDS)).isTrue();

        assertThat(body(ask())).isEqualTo("mine");

        assertThat(host.connections()).isEqualTo(2);
    }

    @Test
    void aCallerWhoHasLeftAsksNobody() {
        Hangup gone = new Hangup();
        gone.hangUp();

        assertThatThrownBy(() -> send(http, target(), gone)).isInstanceOf(IOException.class);

        assertThat(host.requests()).isEmpty();
    }

    @Test
    void headersThatWouldSplitTheHeadAreRefusedAndNotSaid() {
        assertThatThrownBy(() -> new Header("api-key", "secret\r\nx: y"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> new Header("a b", "c"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void manyCallsAtOnceShareConnectionsAndNeverAnswers() throws Exception {
        host.always(it -> it.answer(200, "x/y", it.request().text()));
        List<Thread> callers = new ArrayList<>();
        List<String> wrong = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 50; i++) {
            int number = i;
            callers.add(Thread.ofVirtual().start(() -> askOften(number, wrong)));
        }
        for (Thread caller : callers) {
            caller.join();
        }

        assertThat(wrong).isEmpty();
        assertThat(host.requests()).hasSize(1000);
        assertThat(host.connections()).isLessThanOrEqualTo(50);
    }

    private void askOften(int number, List<String> wrong) {
        for (int i = 0; i < 20; i++) {
            String asked = number + "/" + i;
            try {
                byte[] question = asked.getBytes(StandardCharsets.UTF_8);
                String said = body(ask(host.port(), question, Patience.DEFAULT));
                if (!said.equals(asked)) {
                    wrong.add(asked + ": " + said);
                }
            } catch (IOException e) {
                wrong.add(asked + ": " + e);
            }
        }
    }

    private Target target() {
        return target(host.port());
    }

    private static Target target(int port) {
        return new Target(
                URI.create("http://127.0.0.1:" + port + "/v1/x?y=z"),
                List.of(new Header("api-key", "k")));
    }

    private Reply ask() throws IOException {
        return send(http, target(), new Hangup());
    }

    private Reply ask(int port, byte[] body, Patience patience) throws IOException {
        return http.send(question(target(port), body), patience, new Hangup());
    }

    private static Reply send(UpstreamHttp http, Target target, Hangup hangup) throws IOException {
        return http.send(question(target, new byte[] {'q'}), Patience.DEFAULT, hangup);
    }

    private static Question question(Target target, byte[] body) {
        return new Question(
                target, List.of(new Header("x-id", "7")), List.of(ByteBuffer.wrap(body)));
    }

    private static Patience patience(long connect, long first) {
        return new Patience(
                Duration.ofMillis(connect),
                Duration.ofMillis(first),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60));
    }

    private static String body(Reply reply) throws IOException {
        return new String(bytes(reply), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(Reply reply) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] piece = new byte[3000];
        try (reply) {
            for (int count = reply.read(piece, 0, piece.length); count >= 0; ) {
                all.write(piece, 0, count);
                count = reply.read(piece, 0, piece.length);
            }
        }
        return all.toByteArray();
    }
}
