package dev.signalbox.persistence.feed;

import dev.signalbox.persistence.contact.Pauser;

import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Listens for announcements, on a connection that does nothing else. What it hears is only a hint,
 * so whatever happens to the connection, nothing is lost but a moment.
 */
final class Ear implements Runnable {

    private static final System.Logger LOG = System.getLogger(Ear.class.getName());

    /** After so long a silence the server is asked whether it is still there. */
    private static final int SILENCE_MILLIS = 2000;

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final FeedSource source;
    private final Hearing hearing;
    private final Pauser pauser;

    Ear(FeedSource source, Hearing hearing, Pauser pauser) {
        this.source = source;
        this.hearing = hearing;
        this.pauser = pauser;
    }

    /** What is done with what is heard; does not block. */
    interface Hearing {

        /** From now on nothing is missed, until the connection is lost. */
        void begins();

        /** Some announcements, in their order. */
        void heard(PGNotification... announcements);

        /** It is enough to know that there was something. */
        static Hearing hint(Runnable hint) {
            return new Hearing() {
                @Override
                public void begins() {
                    hint.run();
                }

                @Override
                public void heard(PGNotification... announcements) {
                    hint.run();
                }
            };
        }
    }

    @Override
    public void run() {
        Duration pause = SHORTEST_PAUSE;
        while (!Thread.currentThread().isInterrupted()) {
            if (listens()) {
                pause = SHORTEST_PAUSE;
            }
            pauser.pause(pause);
            Duration longer = pause.multipliedBy(2);
            pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
        }
    }

    /** Returns when the connection is lost, and whether there was one. */
    private boolean listens() {
        boolean listening = false;
        try (Connection connection = source.connect(source.listener())) {
            source.listen(connection);
            listening = true;
            // What was announced before this moment was not heard.
            hearing.begins();
            hear(connection);
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.DEBUG, "announcements of changes are not heard now", e);
        }
        return listening;
    }

    private void hear(Connection connection) throws SQLException {
        PGConnection ear = connection.unwrap(PGConnection.class);
        while (!Thread.currentThread().isInterrupted()) {
            PGNotification[] heard = ear.getNotifications(SILENCE_MILLIS);
            if (heard != null && heard.length > 0) {
                hearing.heard(heard);
            } else if (!connection.isValid(1)) {
                return;
            }
        }
    }
}
