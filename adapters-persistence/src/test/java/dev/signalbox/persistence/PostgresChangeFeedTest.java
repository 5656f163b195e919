package dev.signalbox.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.signalbox.application.driven.ChangeFeed;
import dev.signalbox.application.driven.Registry;
import dev.signalbox.application.driven.Registry.RegistryUnavailable;
import dev.signalbox.application.testkit.Teams;
import dev.signalbox.domain.history.Author;
import dev.signalbox.persistence.FrontDoor.State;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Another replica changes something; this one hears of it. */
class PostgresChangeFeedTest {

    private static final Duration AT_ONCE = Duration.ofMillis(300);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final TestDatabase schema = TestDatabase.fresh();
    private FrontDoor door;
    private Database there;
    private Database here;
    private Listening follower;

    @BeforeEach
    void open() throws IOException {
        door = new FrontDoor(schema.url());
        there = schema.open();
        here = Database.open(door.url(), Duration.ofSeconds(10), progress -> {});
        follower = new Listening(here.registry());
        here.feed().tell(follower);
        await().until(() -> follower.touches.get() > 0 && ears() == 1);
    }

    @AfterEach
    void close() throws IOException {
        here.close();
        there.close();
        door.close();
        schema.close();
    }

    private long change() {
        return there.registry()
                .change(
                        Author.SIGNALBOX,
                        edit -> {
                            edit.put(Teams.team("eu", Map.of()));
                            return 0L;
                        });
    }

    private int ears() {
        return schema.count(
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'signalbox-feed'"
                        + " AND query LIKE 'LISTEN%'");
    }

    private void cut(String name) {
        schema.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '"
                        + name
                        + "'");
    }

    private void isHeardWithin(Duration time) {
        long before = follower.revision();
        long start = System.nanoTime();
        change();
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> follower.revision() > before);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(time);
    }

    @Test
    void aChangeIsHeardOfAtOnce() {
        for (int i = 0; i < 5; i++) {
            isHeardWithin(AT_ONCE);
        }
    }

    @Test
    void aChangeIsHeardOfWithinASecondWhoeverCutsTheConnections() {
        for (int i = 0; i < 5; i++) {
            cut("signalbox-feed");
            isHeardWithin(SECOND);
            cut("signalbox-poll");
            isHeardWithin(SECOND);
        }
    }

    @Test
    void revisionsAreHeardInTheirOrderAndManyOfThemAtOnce() {
        for (int i = 0; i < 200; i++) {
            change();
        }
        await().until(() -> follower.revision() == 200);
        assertThat(follower.revisions).isSorted();
        assertThat(follower.catches).hasValueLessThan(200 + 20);
    }

    @Test
    void aSilentDatabaseIsNoticedAndFoundAgain() {
        door.become(State.SILENT);
        await().atMost(Duration.ofSeconds(6)).until(follower.lost::get);
        long start = System.nanoTime();
        assertThatThrownBy(() -> here.registry().contents())
                .isInstanceOf(RegistryUnavailable.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
        change();

        door.become(State.OPEN);

        await().atMost(Duration.ofSeconds(5)).until(() -> follower.revision() == 1);
        assertThat(here.registry().contents().teams()).hasSize(1);
    }

    @Test
    void whoWaitsOnACutConnectionIsReleasedWhenThatIsNoticed() {
        here.registry().contents();
        door.become(State.SILENT);
        long start = System.nanoTime();
        assertThatThrownBy(() -> here.registry().contents())
                .isInstanceOf(RegistryUnavailable.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(7));
    }

    /** Remembers what it is told. */
    private static final class Listening implements ChangeFeed.Follower {

        private final Registry registry;
        private final AtomicLong revision = new AtomicLong();
        private final AtomicInteger touches = new AtomicInteger();
        private final AtomicInteger catches = new AtomicInteger();
        private final AtomicBoolean lost = new AtomicBoolean();
        private final List<Long> revisions = new CopyOnWriteArrayList<>();

        Listening(Registry registry) {
            this.registry = registry;
        }

        @Override
        public long revision() {
            return revision.get();
        }

        @Override
        public void inTouch() {
            touches.incrementAndGet();
            lost.set(false);
        }

        @Override
        public void outOfTouch() {
            lost.set(true);
        }

        @Override
        public void refresh() {
            catches.incrementAndGet();
            revision.set(registry.changesSince(revision.get()).revision());
            revisions.add(revision.get());
        }
    }
}
