package dev.signalbox.persistence.feed;

import dev.signalbox.application.driven.ChangeFeed;
import dev.signalbox.application.driven.Registry.RegistryUnavailable;
import dev.signalbox.persistence.contact.Pauser;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Hears of changes by LISTEN, and asks for the revision twice a second besides. Three threads, none
 * of which waits for another: one listens, one asks, one lets the follower catch up. So a follower
 * that is stuck on a dead connection does not keep us from noticing that it is dead.
 */
public final class PostgresChangeFeed implements ChangeFeed {

    private static final System.Logger LOG = System.getLogger(PostgresChangeFeed.class.getName());

    private static final long INTERVAL_MILLIS = 400;

    private final FeedSource source;
    private final Reachability way;
    private final Semaphore news = new Semaphore(0);
    private final AtomicBoolean lost = new AtomicBoolean();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    /** What the feed finds out about the way to the registry, for those who go it. */
    public interface Reachability {

        /** Whether the registry may be asked at all yet. */
        boolean ready();

        /** Asks for the revision by a connection of the pool. Throws if that does not work. */
        long revisionByPool();

        /** The registry answers. Told with every answer; does not block. */
        void found();

        /** The registry does not answer. Told as long as that is so; does not block. */
        void lost();
    }

    public PostgresChangeFeed(FeedSource source, Reachability way) {
        this.source = source;
        this.way = way;
    }

    @Override
    public void tell(Follower follower) {
        begin("feed-ear", new Ear(source, Ear.Hearing.hint(news::release), Pauser.real()));
        begin("feed-glance", () -> glance(follower));
        begin("feed-news", () -> bring(follower));
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
    }

    private void begin(String name, Runnable work) {
        threads.add(Thread.ofVirtual().name(name).start(work));
    }

    private void glance(Follower follower) {
        try (Glance glance = new Glance(source, way::revisionByPool)) {
            while (!Thread.currentThread().isInterrupted()) {
                OptionalLong revision = way.ready() ? glance.revision() : OptionalLong.empty();
                if (revision.isPresent()) {
                    found(follower, revision.getAsLong());
                } else if (!Thread.currentThread().isInterrupted()) {
                    lost(follower);
                }
                TimeUnit.MILLISECONDS.sleep(INTERVAL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void lost(Follower follower) {
        say("The database does not answer; what is known here is served on.", true);
        way.lost();
        follower.outOfTouch();
    }

    private void found(Follower follower, long revision) {
        say("The database answers again.", false);
        way.found();
        if (revision == follower.revision()) {
            follower.inTouch();
        } else {
            news.release();
        }
    }

    /** Many news in a row are brought at once. */
    private void bring(Follower follower) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                news.acquire();
                news.drainPermits();
                catchUp(follower);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void catchUp(Follower follower) {
        try {
            follower.refresh();
        } catch (RegistryUnavailable e) {
            // The next comparison finds the same difference.
            LOG.log(System.Logger.Level.DEBUG, "changes cannot be read now", e);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "changes are not understood", e);
        }
    }

    /** Once for each time that it goes, and each time that it comes back. */
    private void say(String sentence, boolean nowLost) {
        if (lost.getAndSet(nowLost) != nowLost) {
            LOG.log(nowLost ? System.Logger.Level.WARNING : System.Logger.Level.INFO, sentence);
        }
    }
}
