package dev.signalbox.application.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.driven.money.BudgetNotices;
import dev.signalbox.application.driven.money.Counters.CountersUnavailable;
import dev.signalbox.application.driven.money.NoticePost.Delivery;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.domain.quota.Holder;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

class NoticeSenderTest {

    private final Box box = new Box();
    private final List<UUID> posted = new ArrayList<>();
    private boolean up = true;

    private final NoticeSender sender =
            new NoticeSender(
                    box,
                    notice -> {
                        posted.add(notice.id());
                        return new Delivery(up, "it answers " + (up ? 200 : 500));
                    },
                    Backoff.USUAL,
                    new Random(7));

    private static BudgetNotices.Notice notice(Duration age, int tries) {
        return new BudgetNotices.Notice(
                UUID.randomUUID(),
                BudgetNotices.Event.ALL,
                Holder.EVERYBODY,
                new BudgetNotices.Amounts(NanoUsd.ZERO, null, null),
                new BudgetNotices.Names(null, null, null, null, null, null),
                null,
                Instant.EPOCH,
                age,
                tries);
    }

    @Test
    void allThatIsDueIsToldAtOnce() {
        for (int i = 0; i < 3; i++) {
            box.due.add(notice(Duration.ZERO, 1));
        }
        box.waiting = 0;
        sender.run();
        assertThat(posted).hasSize(3);
        assertThat(box.sent).isEqualTo(posted);
        assertThat(sender.state()).isEqualTo(new NoticeSender.State(3, 0, 0, 0));
    }

    @Test
    void oneThatIsNotTakenIsPutOffAndTheOthersWait() {
        box.due.add(notice(Duration.ZERO, 3));
        box.due.add(notice(Duration.ZERO, 1));
        box.waiting = 2;
        up = false;
        sender.run();
        assertThat(posted).hasSize(1);
        assertThat(box.later.get(posted.getFirst()))
                .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(8));
        assertThat(sender.state()).isEqualTo(new NoticeSender.State(0, 1, 0, 2));
        up = true;
        sender.run();
        assertThat(box.sent).hasSize(1);
    }

    @Test
    void whatNobodyTakesForADayIsTriedOnceMoreAndGivenUp() {
        box.due.add(notice(Duration.ofDays(9), 1));
        up = false;
        sender.run();
        assertThat(posted).hasSize(1);
        assertThat(box.givenUp).isEqualTo(posted);
        assertThat(sender.state().givenUp()).isEqualTo(1);
        assertThat(box.later).isEmpty();
    }

    @Test
    void withoutTheDatabaseNothingIsToldAndNothingFails() {
        box.away = true;
        sender.run();
        assertThat(sender.state()).isEqualTo(NoticeSender.State.NONE);
    }

    @Test
    void thousandsAreNotToldAllInOneSecond() {
        for (int i = 0; i < 2000; i++) {
            box.due.add(notice(Duration.ZERO, 1));
        }
        sender.run();
        assertThat(posted).hasSize(50);
    }

    @Test
    void thePauseGrowsToAnEndAndIsNeverTheSame() {
        Random chance = new Random(3);
        List<Duration> first = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            first.add(Backoff.USUAL.after(1, chance));
            assertThat(Backoff.USUAL.after(5, chance))
                    .isBetween(Duration.ofSeconds(16), Duration.ofSeconds(32));
            assertThat(Backoff.USUAL.after(4000, chance))
                    .isBetween(Duration.ofMinutes(5), Duration.ofMinutes(10));
        }
        assertThat(first)
                .allMatch(pause -> pause.toMillis() >= 1000 && pause.toMillis() <= 2000)
                .doesNotHaveDuplicates();
    }

    /** Notices in memory, given in their order. */
    private static final class Box implements BudgetNotices {

        private final Deque<Notice> due = new ArrayDeque<>();
        private final List<UUID> sent = new ArrayList<>();
        private final List<UUID> givenUp = new ArrayList<>();
        private final Map<UUID, Duration> later = new HashMap<>();
        private long waiting;
        private boolean away;

        @Override
        public Optional<Notice> take() {
            if (away) {
                throw new CountersUnavailable("away", null);
            }
            return Optional.ofNullable(due.poll());
        }

        @Override
        public void sent(UUID id) {
            sent.add(id);
        }

        @Override
        public void later(UUID id, Duration pause) {
            later.put(id, pause);
        }

        @Override
        public void giveUp(UUID id) {
            givenUp.add(id);
        }

        @Override
        public long waiting() {
            return waiting;
        }
    }
}
