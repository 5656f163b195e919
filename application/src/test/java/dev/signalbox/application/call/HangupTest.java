package dev.signalbox.application.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicInteger;

class HangupTest {

    private final Hangup hangup = new Hangup();
    private final AtomicInteger heard = new AtomicInteger();

    @Test
    void itIsHeardOnceHoweverOftenItIsSaid() {
        hangup.whenHungUp(heard::incrementAndGet);
        assertThat(hangup.happened()).isFalse();
        hangup.hangUp();
        hangup.hangUp();
        assertThat(heard).hasValue(1);
        assertThat(hangup.happened()).isTrue();
    }

    @Test
    void whoListensTooLateHearsItAtOnce() {
        hangup.hangUp();
        hangup.whenHungUp(heard::incrementAndGet);
        assertThat(heard).hasValue(1);
    }

    @Test
    void onlyTheLastThingSaidIsDone() {
        hangup.whenHungUp(() -> heard.addAndGet(100));
        hangup.whenHungUp(heard::incrementAndGet);
        hangup.hangUp();
        assertThat(heard).hasValue(1);
    }
}
