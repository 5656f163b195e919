package dev.signalbox.bootstrap;

import dev.signalbox.application.directory.LiveDirectory;
import dev.signalbox.application.directory.ModelShelf;
import dev.signalbox.application.directory.Terms;
import dev.signalbox.application.directory.Terms.Earlier;
import dev.signalbox.application.driven.Registry.RegistryUnavailable;
import dev.signalbox.application.driven.Snapshots;
import dev.signalbox.application.driven.Snapshots.Kept;
import dev.signalbox.bootstrap.process.Closing;
import dev.signalbox.bootstrap.process.Console;
import dev.signalbox.persistence.Database;
import dev.signalbox.persistence.contact.DatabaseUnreachable;
import dev.signalbox.persistence.contact.DatabaseUrl;
import dev.signalbox.persistence.embedded.EmbeddedPostgres;
import dev.signalbox.persistence.snapshot.SnapshotFile;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/**
 * Where teams and keys come from: the database, or the snapshot while it is away. A snapshot is
 * kept of somebody else's database only; our own starts and stops with us.
 */
final class Storage {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** With a snapshot there is something to serve, so nobody needs to wait for long. */
    private static final Duration SHORT_PATIENCE = Duration.ofSeconds(3);

    private final Plan plan;
    private final Console console;
    private final @Nullable Snapshots snapshots;
    private final DatabaseUrl url;
    private final Database database;
    private final LiveDirectory directory;

    /**
     * Opens everything, and begins to follow changes.
     *
     * @param closing gets what was opened
     * @throws DatabaseUnreachable if there is neither a database nor a snapshot
     */
    Storage(Plan plan, Console console, Closing closing) {
        this.plan = plan;
        this.console = console;
        DatabaseUrl given = plan.database();
        if (given == null) {
            EmbeddedPostgres own =
                    closing.add(EmbeddedPostgres.start(plan.dataDir(), console::say));
            this.url = own.url();
            this.snapshots = null;
            this.database = closing.add(Database.open(url, PATIENCE, console::say));
            // Last, so that it ends first: what is being closed must not be started again.
            closing.atEnd(own.watch());
            this.directory = LiveDirectory.open(database.registry(), shelf(), terms());
        } else {
            this.url = given;
            Snapshots kept = SnapshotFile.in(plan.dataDir(), url, plan.http().port());
            Kept last = kept.last().orElse(null);
            this.snapshots = kept;
            this.database = closing.add(reached(url, last));
            this.directory = directory(last);
            closing.atEnd(kept);
            kept.keep(directory);
        }
        database.feed().tell(directory);
    }

    /** Where the database is. */
    DatabaseUrl url() {
        return url;
    }

    Database database() {
        return database;
    }

    LiveDirectory directory() {
        return directory;
    }

    /** How it stands with the snapshot. */
    String snapshot() {
        return snapshots == null ? "none" : snapshots.describe();
    }

    private Database reached(DatabaseUrl url, @Nullable Kept last) {
        if (last == null) {
            return Database.open(url, PATIENCE, console::say);
        }
        try {
            return Database.open(url, SHORT_PATIENCE, console::say);
        } catch (DatabaseUnreachable e) {
            if (!e.passes()) {
                throw e;
            }
            console.warn(
                    e.getMessage()
                            + ". Starting without it, from the snapshot of "
                            + last.taken()
                            + ": keys that were in use then are served, other keys and"
                            + " administration are answered 503 until the database is there.");
            return Database.openLater(url, console::warn);
        }
    }

    private LiveDirectory directory(@Nullable Kept last) {
        if (last == null) {
            return LiveDirectory.open(database.registry(), shelf(), terms());
        }
        Duration age = Duration.between(last.taken(), Instant.now());
        LiveDirectory earlier =
                LiveDirectory.from(
                        new Earlier(last.snapshot(), age.isNegative() ? Duration.ZERO : age),
                        database.registry(),
                        shelf(),
                        terms());
        try {
            earlier.refresh();
        } catch (RegistryUnavailable e) {
            System.getLogger(Storage.class.getName())
                    .log(System.Logger.Level.DEBUG, "the snapshot is not caught up with yet", e);
        }
        return earlier;
    }

    private ModelShelf shelf() {
        return ModelShelf.of(plan.models(), plan.workshop());
    }

    private Terms terms() {
        return new Terms(
                LiveDirectory.DEFAULT_CAPACITY,
                plan.staleness(),
                LiveDirectory.LOOKUP_PATIENCE,
                System::nanoTime,
                Thread.ofVirtual().name("look-up")::start);
    }
}
