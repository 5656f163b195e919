package dev.signalbox.bootstrap.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

class ClosingTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final List<String> closed = new ArrayList<>();

    @Test
    void theLastOpenedIsClosedFirst() {
        Closing closing = new Closing(Thread.currentThread());
        closing.atEnd(() -> closed.add("first"));
        closing.atEnd(() -> closed.add("second"));
        assertThat(closing.startIsOver()).isFalse();

        closing.end(LONG);

        assertThat(closed).containsExactly("second", "first");
        closing.awaitEnd();
    }

    @Test
    void oneThatFailsDoesNotKeepTheOthersOpen() {
        Closing closing = new Closing(Thread.currentThread());
        closing.atEnd(() -> closed.add("first"));
        closing.atEnd(
                () -> {
                    throw new IllegalStateException("does not close");
                });
        closing.startIsOver();

        closing.end(LONG);

        assertThat(closed).containsExactly("first");
    }

    @Test
    void theEndIsHeardOnce() {
        Closing closing = new Closing(Thread.currentThread());
        closing.atEnd(() -> closed.add("it"));
        closing.startIsOver();

        closing.end(LONG);
        closing.end(LONG);

        assertThat(closed).containsExactly("it");
    }

    @Test
    void aStartUnderWayIsInterruptedAndWhatItStillOpensIsClosed() throws InterruptedException {
        CountDownLatch opening = new CountDownLatch(1);
        AtomicBoolean toldToStop = new AtomicBoolean();
        Closing[] closing = new Closing[1];
        Thread starter =
                new Thread(
                        () -> {
                            closing[0].atEnd(() -> closed.add("early"));
                            opening.countDown();
                            try {
                                new CountDownLatch(1).await();
                            } catch (InterruptedException e) {
                                assertThatThrownBy(() -> closing[0].atEnd(() -> closed.add("late")))
                                        .isInstanceOf(Closing.EndedEarly.class);
                            }
                            toldToStop.set(closing[0].startIsOver());
                        });
        closing[0] = new Closing(starter);
        starter.start();
        opening.await();

        closing[0].end(LONG);

        starter.join();
        assertThat(closed).containsExactly("late", "early");
        assertThat(toldToStop).isTrue();
    }
}
