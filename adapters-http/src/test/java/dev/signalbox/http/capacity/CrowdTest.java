package dev.signalbox.http.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.stream.IntStream;

class CrowdTest {

    @Test
    void noMoreComeInThanMay() {
        Crowd crowd = new Crowd(2);
        assertThat(crowd.enter()).isTrue();
        assertThat(crowd.enter()).isTrue();
        assertThat(crowd.enter()).isFalse();

        crowd.leave();

        assertThat(crowd.enter()).isTrue();
        assertThat(crowd.enter()).isFalse();
    }

    @Test
    void ofManyAtOnceNoMoreComeInThanMay() {
        Crowd crowd = new Crowd(100);

        long inside = IntStream.range(0, 10_000).parallel().filter(i -> crowd.enter()).count();

        assertThat(inside).isEqualTo(100);
    }

    @Test
    void whereNobodySaidHowManyAConnectionIsLeftForRefusals() {
        Crowd crowd = Crowd.of(null, 10);

        assertThat(IntStream.range(0, 10).filter(i -> crowd.enter()).count()).isEqualTo(9);
    }
}
