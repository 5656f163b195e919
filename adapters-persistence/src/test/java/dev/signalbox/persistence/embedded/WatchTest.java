package dev.signalbox.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.persistence.contact.DatabaseUnreachable;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

class WatchTest {

    private final Patient server = new Patient();

    /** A server that starts well only now and then. */
    private static final class Patient implements Watch.Watched {

        final AtomicBoolean lives = new AtomicBoolean(true);
        final AtomicBoolean unclear = new AtomicBoolean();
        final AtomicInteger looks = new AtomicInteger();
        final AtomicInteger failing = new AtomicInteger();
        final List<Long> starts = new CopyOnWriteArrayList<>();

        @Override
        public boolean isGone() throws IOException {
            looks.incrementAndGet();
            if (unclear.get()) {
                throw new IOException("too many open files");
            }
            return !lives.get();
        }

        @Override
        public boolean startAgain() {
            starts.add(System.nanoTime());
            if (failing.getAndDecrement() > 0) {
                throw new DatabaseUnreachable("no space left on device", null);
            }
            lives.set(true);
            return true;
        }

        Duration pauseBefore(int attempt) {
            return Duration.ofNanos(starts.get(attempt) - starts.get(attempt - 1));
        }
    }

    @Test
    void whoEndsIsStartedAgainSoonAndOnce() {
        try (Watch watch = Watch.over(server)) {
            long start = System.nanoTime();
            server.lives.set(false);
            await().until(server.lives::get);
            assertThat(server.starts.getFirst() - start)
                    .isLessThan(Duration.ofSeconds(2).toNanos());
            int looks = server.looks.get();
            await().until(() -> server.looks.get() > looks + 2);
            assertThat(server.starts).hasSize(1);
            assertThat(watch).isNotNull();
        }
    }

    @Test
    void whoDoesNotStartIsTriedEverMoreRarely() {
        server.failing.set(3);
        server.lives.set(false);
        try (Watch watch = Watch.over(server)) {
            await().until(server.lives::get);
            assertThat(server.starts).hasSize(4);
            assertThat(server.pauseBefore(1)).isGreaterThanOrEqualTo(Duration.ofMillis(250));
            assertThat(server.pauseBefore(2)).isGreaterThanOrEqualTo(Duration.ofMillis(500));
            assertThat(server.pauseBefore(3)).isGreaterThanOrEqualTo(Duration.ofMillis(1000));
            assertThat(watch).isNotNull();
        }
    }

    @Test
    void whoEndsAgainSoonIsNotStartedAtOnce() {
        server.lives.set(false);
        try (Watch watch = Watch.over(server)) {
            await().until(server.lives::get);
            server.lives.set(false);
            await().until(server.lives::get);
            assertThat(server.pauseBefore(1)).isGreaterThanOrEqualTo(Duration.ofMillis(250));
            assertThat(watch).isNotNull();
        }
    }

    @Test
    void whoseStateCannotBeSaidIsLeftAlone() {
        server.unclear.set(true);
        server.lives.set(false);
        try (Watch watch = Watch.over(server)) {
            await().until(() -> server.looks.get() > 2);
            assertThat(server.starts).isEmpty();
            server.unclear.set(false);
            await().until(server.lives::get);
            assertThat(watch).isNotNull();
        }
    }

    @Test
    void onceItIsClosedNothingIsStartedAndNobodyLooks() {
        server.failing.set(Integer.MAX_VALUE);
        server.lives.set(false);
        Watch watch = Watch.over(server);
        await().until(() -> server.starts.size() == 3);
        watch.close();
        int looks = server.looks.get();
        await().during(Duration.ofSeconds(2)).until(() -> server.starts.size() == 3);
        assertThat(server.looks.get()).isLessThanOrEqualTo(looks + 1);
    }
}
