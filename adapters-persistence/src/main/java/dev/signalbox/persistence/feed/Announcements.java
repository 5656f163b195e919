package dev.signalbox.persistence.feed;

import dev.signalbox.persistence.contact.DatabaseUrl;
import dev.signalbox.persistence.contact.Pauser;

import org.postgresql.PGNotification;

import java.util.function.Consumer;

/**
 * What is announced on one channel, heard on a connection and a thread of its own. What is
 * announced while the connection is lost is not heard. Whoever begins it closes it.
 */
public final class Announcements implements AutoCloseable {

    private final Thread thread;

    private Announcements(Thread thread) {
        this.thread = thread;
    }

    /**
     * Begins to listen, and tries on when the server is away.
     *
     * @param heard is told each announcement, in their order; does not block
     */
    public static Announcements on(DatabaseUrl url, String channel, Consumer<String> heard) {
        Ear ear = new Ear(new FeedSource(url, channel, ""), new Told(heard), Pauser.real());
        return new Announcements(Thread.ofVirtual().name(channel + "-ear").start(ear));
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    /** Hands them on one by one. */
    private record Told(Consumer<String> consumer) implements Ear.Hearing {

        @Override
        public void begins() {
            // What was announced before was meant for those who were there.
        }

        @Override
        public void heard(PGNotification... announcements) {
            for (PGNotification announcement : announcements) {
                consumer.accept(announcement.getParameter());
            }
        }
    }
}
