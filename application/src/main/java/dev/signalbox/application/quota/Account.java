package dev.signalbox.application.quota;

import dev.signalbox.application.driven.money.Counters.Gauge;
import dev.signalbox.application.driven.money.Counters.Given;
import dev.signalbox.domain.quota.Allowance;
import dev.signalbox.domain.quota.Count;
import dev.signalbox.domain.quota.Measure;
import dev.signalbox.domain.quota.Meter;
import dev.signalbox.domain.quota.Standing;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What this replica has of one meter. Calls take from it without a lock; whoever asks or tells the
 * counters anything about it holds {@link #talk}. Safe for many threads.
 */
final class Account {

    /** So long a no is believed: a caller who is refused a thousand times asks twenty times. */
    private static final long BELIEVED_NANOS = Duration.ofMillis(50).toNanos();

    private static final long UNKNOWN = -1;
    private static final long CLOSED = Long.MIN_VALUE;

    private final Count count;
    private final Gauge gauge;
    private final Meter meter = new Meter();
    private final ReentrantLock talk = new ReentrantLock();

    /** All that was granted and not given back; only whoever talks changes it. */
    private final AtomicLong held = new AtomicLong(UNKNOWN);

    /** What others had used or held when that was last heard of. */
    private final AtomicLong others = new AtomicLong();

    /** How many calls are under way that took from it; {@link #CLOSED} when it is put away. */
    private final AtomicLong users = new AtomicLong();

    private final AtomicLong ends;
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicBoolean telling = new AtomicBoolean();
    private final AtomicLong epoch = new AtomicLong(-1);
    private final AtomicLong lastUse = new AtomicLong();
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicReference<Quotas.@Nullable Question> question = new AtomicReference<>();
    private final AtomicReference<@Nullable No> no = new AtomicReference<>();

    /** The allowance as it was last told; null if it never was. */
    private final AtomicReference<@Nullable Allowance> told = new AtomicReference<>();

    private final AtomicReference<Appetite> appetite = new AtomicReference<>(Appetite.FIRST);
    private final Semaphore news = new Semaphore(0);

    /**
     * @param ends by the clock that only goes forward, as far as it is known before anything was
     *     granted
     */
    Account(Count count, Gauge gauge, long ends) {
        this.count = count;
        this.gauge = gauge;
        this.ends = new AtomicLong(ends);
    }

    /**
     * The last no.
     *
     * @param sure false: somebody who may have some of it unused has not answered
     */
    record No(long need, long most, long used, boolean sure, long since) {
        boolean answers(long asked, long limit, long now) {
            return asked >= need && limit <= most && now - since < BELIEVED_NANOS;
        }
    }

    Count count() {
        return count;
    }

    Gauge gauge() {
        return gauge;
    }

    Meter meter() {
        return meter;
    }

    ReentrantLock talk() {
        return talk;
    }

    boolean isOfSlots() {
        return gauge.measure() == Measure.SLOTS;
    }

    /** Whether its window still is. */
    boolean isOpen(long now) {
        return !over.get() && (gauge.span() == null || now - ends.get() < 0);
    }

    /** The counters say that its window is not the present one. */
    void turnDown() {
        over.set(true);
    }

    /** Whether they said so. */
    boolean wasTurnedDown() {
        return over.get();
    }

    /** Whether what is left was granted since this replica was last taken for dead. */
    boolean isOf(long present) {
        return !isOfSlots() || epoch.get() == present;
    }

    /** A call is about to take from it; false if it was put away. */
    boolean enter(long now) {
        long before = users.get();
        while (before != CLOSED) {
            long witness = users.compareAndExchange(before, before + 1);
            if (witness == before) {
                lastUse.lazySet(now);
                return true;
            }
            before = witness;
        }
        return false;
    }

    /** That call is over. */
    void leave() {
        users.decrementAndGet();
    }

    /** Puts it away if no call is under way that took from it. */
    boolean close() {
        return users.compareAndSet(0, CLOSED);
    }

    boolean idleFor(Duration time, long now) {
        return now - lastUse.get() > time.toNanos();
    }

    /** Takes all that is unused out of it; null if it is not known how much it ever had. */
    @Nullable Long surrendered() {
        long drained = meter.drain();
        return held.get() == UNKNOWN ? null : (Long) held.addAndGet(-drained);
    }

    /** As it is; null if it is not known how much it ever had. */
    @Nullable Long held() {
        long known = held.get();
        return known == UNKNOWN ? null : (Long) known;
    }

    /** How much more was used than granted. */
    long debt() {
        return Math.max(0, -meter.left());
    }

    /**
     * An answer came.
     *
     * @param allowance that the question named
     * @param asked when the question was sent, by the clock that only goes forward
     */
    void took(Given given, Allowance allowance, long asked, long present) {
        if (gauge.span() != null) {
            // Measured from before the question, so that it ends here before it ends there.
            ends.set(asked + Duration.between(given.at(), gauge.span().end()).toNanos());
        }
        if (given.kind() == Given.Kind.NOT_NOW) {
            turnDown();
            return;
        }
        // More is in use than may be: a replica was taken for dead and lived, or the allowance is
        // less than it was. What comes back of it is not for the next call.
        long excess = Math.min(Math.max(0, given.used() - allowance.most()), given.held());
        held.set(given.held() - excess);
        others.set(Math.max(0, given.used() - (given.held() - given.granted())));
        epoch.set(present);
        told.set(allowance);
        meter.settle(given.granted() - excess);
    }

    /**
     * Whether what is left was granted by an allowance that is no larger: what a larger one granted
     * may be more than there is now.
     */
    boolean isWithin(Allowance allowance) {
        Allowance last = told.get();
        return last == null || last.most() <= allowance.most();
    }

    /** Whether the counters know {@code allowance}. */
    boolean isTold(Allowance allowance) {
        Allowance last = told.get();
        return last != null && last.isLike(allowance);
    }

    /** Somebody is about to tell them; false if another one is. */
    boolean beginsToTell() {
        return telling.compareAndSet(false, true);
    }

    /** They were told, or were not to be reached. */
    void hasTold() {
        telling.set(false);
    }

    /**
     * How it stands with an allowance of {@code most}.
     *
     * @param now by the clock that only goes forward
     */
    Standing standing(long most, long now) {
        long used = Math.max(0, held.get()) - Math.max(0, meter.left());
        long left = Math.max(0, most - others.get() - Math.max(0, used));
        Duration pause = Duration.ofNanos(Math.max(0, ends.get() - now));
        return new Standing(count.holder(), count.measure(), most, left, pause);
    }

    /** How much of an allowance of {@code most} is used, as far as anybody here has heard. */
    long used(long most, long now) {
        No last = no.get();
        return held() == null && last != null ? last.used() : standing(most, now).used();
    }

    void refused(No answer) {
        no.set(answer);
    }

    @Nullable No no() {
        return no.get();
    }

    /** The question that is under way; null if there was none, and {@code fresh} is from now on. */
    Quotas.@Nullable Question underWay(Quotas.Question fresh) {
        return question.compareAndExchange(null, fresh);
    }

    void answered(Quotas.Question done) {
        question.compareAndSet(done, null);
    }

    void beginsToWait(long need) {
        waiting.addAndGet(need);
    }

    void waitsNoMore(long need) {
        waiting.addAndGet(-need);
    }

    /** What calls wait for. */
    long urgent() {
        return waiting.get();
    }

    AtomicReference<Appetite> appetite() {
        return appetite;
    }

    /** Somebody has given back some of it. */
    void freed() {
        news.release();
    }

    /** Waits until somebody has given back some of it, or for so long. */
    void awaitNews(long longestNanos) throws InterruptedException {
        if (news.tryAcquire(Math.max(0, longestNanos), TimeUnit.NANOSECONDS)) {
            news.drainPermits();
        }
    }

    /** Where it is kept among others; the same as that of its meter. */
    String id() {
        return gauge.id();
    }

    /** When its window ends; null for never. */
    @Nullable Instant end() {
        return gauge.span() == null ? null : gauge.span().end();
    }
}
