package dev.signalbox.persistence;

import dev.signalbox.application.driven.AuditLog;
import dev.signalbox.application.driven.ChangeFeed;
import dev.signalbox.application.driven.Records;
import dev.signalbox.application.driven.Registry;
import dev.signalbox.application.driven.Registry.RegistryUnavailable;
import dev.signalbox.application.driven.money.BudgetNotices;
import dev.signalbox.application.driven.money.Counters.CountersUnavailable;
import dev.signalbox.persistence.Connections.NoConnection;
import dev.signalbox.persistence.contact.DatabaseUnreachable;
import dev.signalbox.persistence.contact.DatabaseUrl;
import dev.signalbox.persistence.contact.FirstContact;
import dev.signalbox.persistence.contact.LateContact;
import dev.signalbox.persistence.contact.Pauser;
import dev.signalbox.persistence.contact.SqlState;
import dev.signalbox.persistence.counters.PostgresCounters;
import dev.signalbox.persistence.counters.PostgresNotices;
import dev.signalbox.persistence.feed.FeedSource;
import dev.signalbox.persistence.feed.PostgresChangeFeed;

import io.helidon.dbclient.DbClient;
import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbTransaction;
import io.helidon.dbclient.jdbc.JdbcClientBuilder;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The database of this process: reached, with our schema in it, and a small pool of connections.
 * Safe for many threads. Whoever opens it closes it.
 *
 * <p>No wait is without an end: a connection is waited for two seconds at most, a statement runs
 * five seconds at most, and a connection that has fallen silent is given up after ten, or as soon
 * as the feed notices. While the feed knows that the database is away nobody waits at all.
 */
public final class Database implements AutoCloseable {

    private static final int TRIES = 3;

    private final DatabaseUrl url;
    private final Connections connections;
    private final DbClient client;
    private final Registry registry;
    private final Records records;
    private final AuditLog auditLog;
    private final ChangeFeed feed;
    private final @Nullable LateContact contact;

    private Database(DatabaseUrl url, Connections connections, @Nullable LateContact contact) {
        this.url = url;
        this.connections = connections;
        this.contact = contact;
        this.client = JdbcClientBuilder.create().connectionPool(connections).build();
        this.registry = new PostgresRegistry(this, InstantSource.system());
        this.records = new PostgresRecords(this);
        this.auditLog = new PostgresAuditLog(this);
        this.feed =
                new PostgresChangeFeed(
                        new FeedSource(url, Revision.CHANNEL, Revision.READ), new Way());
    }

    /** How much of the others' work a transaction may see. */
    enum View {
        /** Each statement sees what is committed when it begins: for changes, under their lock. */
        PRESENT("SET TRANSACTION ISOLATION LEVEL READ COMMITTED READ WRITE"),
        /** All statements see the same. */
        SNAPSHOT("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");

        private final String sql;

        View(String sql) {
            this.sql = sql;
        }
    }

    /**
     * Reaches the database and brings its schema up to date.
     *
     * @param patience for how long a database that does not answer is asked again
     * @param progress is told what is waited for, a sentence each
     * @throws DatabaseUnreachable if there is none to be used
     */
    public static Database open(DatabaseUrl url, Duration patience, Consumer<String> progress) {
        return open(url, patience, Pauser.real(), progress);
    }

    /**
     * The same, on somebody else's time.
     *
     * @param pauser lets time go by between two attempts
     */
    public static Database open(
            DatabaseUrl url, Duration patience, Pauser pauser, Consumer<String> progress) {
        new FirstContact(url, pauser, progress).make(patience);
        return new Database(url, new Connections(url, false), null);
    }

    /**
     * A database that cannot be reached yet. Until it is, and its schema is up to date, nothing can
     * be asked of it; that is tried on until it works or this is closed.
     *
     * @param progress is told how it goes, a sentence each
     */
    public static Database openLater(DatabaseUrl url, Consumer<String> progress) {
        return new Database(url, new Connections(url, true), LateContact.with(url, progress));
    }

    /** Teams and keys, as stored here. */
    public Registry registry() {
        return registry;
    }

    /** The same, looked at page by page. */
    public Records records() {
        return records;
    }

    /** What was changed in them. */
    public AuditLog auditLog() {
        return auditLog;
    }

    /** Tells what others have changed here, and whether there is contact; closed with this. */
    public ChangeFeed feed() {
        return feed;
    }

    /**
     * What replicas share of limits and budgets, as {@code replica} sees it. Whoever opens them
     * closes them.
     *
     * @param replica this run of this process; unique for ever
     * @param told whether somebody is told of budgets: only then {@link #notices} are made
     */
    public PostgresCounters counters(UUID replica, boolean told) {
        return new PostgresCounters(
                url, new PostgresCounters.Self(replica, told), this::askForCounters);
    }

    /** What somebody is to be told of budgets. */
    public BudgetNotices notices() {
        return new PostgresNotices(this::askForCounters);
    }

    /** Ends every connection. What is under way fails. */
    @Override
    public void close() {
        if (contact != null) {
            contact.close();
        }
        feed.close();
        connections.close();
    }

    /**
     * Asks one question of one statement; each sees one state of everything.
     *
     * @throws RegistryUnavailable if the database cannot be asked
     */
    <T> T ask(Function<DbExecute, T> question) {
        try {
            return question.apply(client.execute());
        } catch (RuntimeException e) {
            throw translated(e);
        }
    }

    private <T> T askForCounters(Function<DbExecute, T> question) {
        RuntimeException last = null;
        for (int i = 0; i < TRIES; i++) {
            try {
                return ask(question);
            } catch (RunAgain e) {
                last = e;
            } catch (RegistryUnavailable e) {
                throw new CountersUnavailable("the counters cannot be asked", e);
            }
        }
        throw new CountersUnavailable("the counters cannot be asked", last);
    }

    /**
     * Does {@code work} in one transaction, which ends here: committed, or rolled back if anything
     * is thrown.
     *
     * @throws RegistryUnavailable if the database cannot be asked
     * @throws RunAgain if the database wants the whole transaction once more
     */
    <T> T inTransaction(View view, Function<DbExecute, T> work) {
        DbTransaction transaction = client.transaction();
        try {
            transaction.createNamedDmlStatement("begin", view.sql).execute();
            T result = work.apply(transaction);
            transaction.commit();
            return result;
        } catch (RuntimeException e) {
            rollBack(transaction, e);
            throw translated(e);
        } catch (Error e) {
            rollBack(transaction, e);
            throw e;
        }
    }

    private static void rollBack(DbTransaction transaction, Throwable why) {
        if (why instanceof NoConnection) {
            return;
        }
        try {
            transaction.rollback();
        } catch (RuntimeException e) {
            // The connection is broken, or given back by a statement that failed; the pool has
            // rolled back by itself. What counts is the first failure.
            why.addSuppressed(e);
        }
    }

    /** Whatever does not come from the database is passed through. */
    private static RuntimeException translated(RuntimeException failure) {
        if (failure instanceof RegistryUnavailable) {
            return failure;
        }
        SqlState state = failure instanceof NoConnection ? SqlState.AWAY : SqlState.of(failure);
        return switch (state) {
            case AWAY, LOGIN_REFUSED, NO_SUCH_DATABASE ->
                    new RegistryUnavailable("the database cannot be reached", failure);
            case BUSY -> new RegistryUnavailable("the database does not answer in time", failure);
            case AGAIN -> new RunAgain(failure);
            case REFUSED_DATA ->
                    new IllegalArgumentException("the database refuses a value", failure);
            case OTHER -> failure;
        };
    }

    /** What the feed finds out serves everybody. */
    private final class Way implements PostgresChangeFeed.Reachability {

        @Override
        public boolean ready() {
            return contact == null || contact.isMade();
        }

        @Override
        public long revisionByPool() {
            connections.open();
            return ask(Revision::read).number();
        }

        @Override
        public void found() {
            connections.open();
        }

        @Override
        public void lost() {
            connections.shut();
        }
    }

    /** The database could not bring this transaction in line with another one. */
    static final class RunAgain extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RunAgain(RuntimeException cause) {
            super(cause);
        }
    }
}
