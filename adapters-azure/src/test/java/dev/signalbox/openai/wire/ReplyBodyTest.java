package dev.signalbox.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.domain.routing.Patience;

import org.junit.jupiter.api.Test;

import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

class ReplyBodyTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    private final ReplyBody body = new ReplyBody(new IdleConnections());
    private final Waiting overdue =
            new Waiting(new Patience(LONG, LONG, LONG, Duration.ofNanos(1)));

    @Test
    void anUpstreamThatNeverPausesOutstaysNobodysPatience() {
        body.onNext(List.of(ByteBuffer.wrap(new byte[] {1})));

        assertThatThrownBy(() -> body.piece(overdue)).isInstanceOf(HttpTimeoutException.class);
    }

    @Test
    void whatHasComeWholeIsNotLate() throws Exception {
        body.onNext(List.of(ByteBuffer.wrap(new byte[] {1})));
        body.onComplete();

        ByteBuffer piece = body.piece(overdue);

        assertThat(piece).isNotNull();
        assertThat(piece.get()).isEqualTo((byte) 1);
        assertThat(body.piece(overdue)).isNull();
    }
}
