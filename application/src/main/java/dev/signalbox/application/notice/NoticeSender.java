package dev.signalbox.application.notice;

import dev.signalbox.application.driven.money.BudgetNotices;
import dev.signalbox.application.driven.money.BudgetNotices.Notice;
import dev.signalbox.application.driven.money.Counters.CountersUnavailable;
import dev.signalbox.application.driven.money.NoticePost;
import dev.signalbox.application.driven.money.NoticePost.Delivery;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Tells somebody outside of what happened to budgets, each thing at least once: whoever takes a
 * notice and dies has it taken by another. To be run once a second, on one thread; the numbers are
 * safe for many.
 */
public final class NoticeSender implements Runnable {

    private static final System.Logger LOG = System.getLogger(NoticeSender.class.getName());

    /** So many a second, so that one that begins with thousands does not go on for ever. */
    private static final int MOST_AT_ONCE = 50;

    private final BudgetNotices notices;
    private final NoticePost post;
    private final Backoff backoff;
    private final RandomGenerator chance;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong givenUp = new AtomicLong();
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicBoolean down = new AtomicBoolean();

    /**
     * @param chance safe for many threads
     */
    public NoticeSender(
            BudgetNotices notices, NoticePost post, Backoff backoff, RandomGenerator chance) {
        this.notices = notices;
        this.post = post;
        this.backoff = backoff;
        this.chance = chance;
    }

    /**
     * What it has done since the start, and what there is to do.
     *
     * @param failed how often nobody took one
     * @param givenUp how many were given up
     * @param waiting as it was last heard of
     */
    public record State(long sent, long failed, long givenUp, long waiting) {

        /** Nobody is told of anything. */
        public static final State NONE = new State(0, 0, 0, 0);
    }

    /** How it stands. */
    public State state() {
        return new State(sent.get(), failed.get(), givenUp.get(), waiting.get());
    }

    @Override
    public void run() {
        try {
            for (int i = 0; i < MOST_AT_ONCE && takesOne(); i++) {
                // The next one.
            }
            waiting.set(notices.waiting());
        } catch (CountersUnavailable e) {
            // Others say that the database is away; the notices wait in it.
            LOG.log(System.Logger.Level.DEBUG, "notices wait for the database", e);
        }
    }

    /** False if there is none, or nobody takes one now. */
    private boolean takesOne() {
        Optional<Notice> due = notices.take();
        if (due.isEmpty()) {
            return false;
        }
        Notice notice = due.get();
        Delivery delivery = post.deliver(notice);
        if (!delivery.taken()) {
            putOff(notice, delivery);
            return false;
        }
        notices.sent(notice.id());
        sent.incrementAndGet();
        if (down.getAndSet(false)) {
            LOG.log(System.Logger.Level.INFO, "Notices of budgets are taken again.");
        }
        return true;
    }

    private void putOff(Notice notice, Delivery delivery) {
        failed.incrementAndGet();
        Duration pause = backoff.after(notice.tries(), chance);
        if (backoff.isOver(notice.age().plus(pause))) {
            notices.giveUp(notice.id());
            givenUp.incrementAndGet();
            LOG.log(
                    System.Logger.Level.ERROR,
                    "Nobody took the notice {0} ({1} of {2} {3}), and it is given up: {4}",
                    notice.id(),
                    notice.event().word(),
                    notice.holder().level().word(),
                    notice.holder().id(),
                    delivery.words());
            return;
        }
        notices.later(notice.id(), pause);
        if (!down.getAndSet(true)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Notices of budgets are not taken, and are told again later: {0}",
                    delivery.words());
        }
    }
}
