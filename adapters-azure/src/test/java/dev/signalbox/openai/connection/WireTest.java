package dev.signalbox.openai.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.domain.routing.Patience;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How often a call of one wire is a call of the system: that does not vary from run to run. */
class WireTest {

    private static final byte[] HEAD = "POST / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8);

    private final Watch watch = new Watch();
    private final Origin origin =
            new Origin(URI.create("http://127.0.0.1:1"), Origin.Habits.usual(), watch);
    private final Counting socket = new Counting();
    private final Waiting waiting = new Waiting(Patience.DEFAULT);
    private final Wire wire = new Wire(origin, watch, socket);

    @BeforeEach
    void connect() throws IOException {
        wire.begin(socket, false);
    }

    @Test
    void aQuestionOfAFewKilobytesIsOneWriteWithItsHead() throws Exception {
        List<ByteBuffer> body =
                List.of(ByteBuffer.wrap(new byte[5000]), ByteBuffer.wrap(new byte[5000], 10, 90));

        wire.send(HEAD, body, waiting);

        assertThat(socket.writes).containsExactly(HEAD.length + 5090);
    }

    @Test
    void aLargeQuestionIsTwoWritesAndAlmostNothingOfItIsCopied() throws Exception {
        byte[] large = new byte[1_000_000];

        wire.send(HEAD, List.of(ByteBuffer.wrap(large)), waiting);

        assertThat(socket.writes).hasSize(2);
        assertThat(socket.last).isSameAs(large);
        assertThat(socket.out.size()).isEqualTo(HEAD.length + large.length);
    }

    @Test
    void whatIsThereAlreadyIsReadAtOnce() throws Exception {
        socket.in =
                new ByteArrayInputStream(
                        "HTTP/1.1 200 OK\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
                                .getBytes(StandardCharsets.UTF_8));
        wire.begin(socket, false);

        assertThat(wire.head(1000, waiting)).hasSize(19);
        byte[] bytes = new byte[10_000];
        assertThat(wire.readAlong(bytes, 0, 3, waiting)).isEqualTo(3);
        assertThat(wire.read(bytes, 3, 9_000, waiting)).isEqualTo(12);

        assertThat(socket.reads).isEqualTo(1);
    }

    @Test
    void muchIsReadWithoutADetour() throws Exception {
        socket.in = new ByteArrayInputStream(new byte[200_000]);
        wire.begin(socket, false);

        int count = wire.read(new byte[200_000], 0, 200_000, waiting);

        assertThat(count).isEqualTo(200_000);
        assertThat(socket.reads).isEqualTo(1);
    }

    @Test
    void nothingIsReadByWhomNoTimeIsLeft() {
        Waiting over = Waiting.atMost(Duration.ofNanos(1));

        assertThatThrownBy(() -> wire.head(1000, over)).isInstanceOf(HttpTimeoutException.class);

        assertThat(socket.reads).isZero();
    }

    /** Counts what would be calls of the system. */
    private static final class Counting extends Socket {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final List<Integer> writes = new ArrayList<>();
        private InputStream in = InputStream.nullInputStream();
        private byte[] last = {};
        private int reads;

        @Override
        public InputStream getInputStream() {
            return new InputStream() {
                @Override
                public int read() throws IOException {
                    reads++;
                    return in.read();
                }

                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    reads++;
                    return in.read(into, offset, length);
                }
            };
        }

        @Override
        public OutputStream getOutputStream() {
            return new OutputStream() {
                @Override
                public void write(int one) {
                    writes.add(1);
                    out.write(one);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) {
                    writes.add(length);
                    last = bytes;
                    out.write(bytes, offset, length);
                }
            };
        }
    }
}
