package dev.signalbox.persistence.feed;

import dev.signalbox.persistence.contact.SqlState;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * Asks for the revision, on a connection that is kept for it and made anew when it breaks. Used by
 * one thread.
 */
final class Glance implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Glance.class.getName());

    private final FeedSource source;
    private final LongSupplier otherWay;
    private final AtomicReference<@Nullable Connection> kept = new AtomicReference<>();

    /**
     * @param otherWay asks by a connection of the pool, for when the server lives and has no
     *     further connection for us; throws if that does not work either
     */
    Glance(FeedSource source, LongSupplier otherWay) {
        this.source = source;
        this.otherWay = otherWay;
    }

    /** The revision; empty if the registry does not answer. */
    OptionalLong revision() {
        try {
            return OptionalLong.of(overKept());
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.DEBUG, "the revision is not to be had", e);
            return SqlState.of(e) == SqlState.AWAY ? OptionalLong.empty() : overPool();
        }
    }

    private long overKept() throws SQLException {
        Connection connection = kept.get();
        if (connection != null) {
            try {
                return source.ask(connection);
            } catch (SQLException e) {
                // One connection may break for reasons of its own; a new one knows more.
                LOG.log(System.Logger.Level.DEBUG, "the connection of the feed broke", e);
                close();
            }
        }
        Connection fresh = source.connect("signalbox-poll");
        kept.set(fresh);
        return source.ask(fresh);
    }

    private OptionalLong overPool() {
        try {
            return OptionalLong.of(otherWay.getAsLong());
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "nor by a connection of the pool", e);
            return OptionalLong.empty();
        }
    }

    @Override
    public void close() {
        Connection connection = kept.getAndSet(null);
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                LOG.log(System.Logger.Level.DEBUG, "a broken connection does not close", e);
            }
        }
    }
}
