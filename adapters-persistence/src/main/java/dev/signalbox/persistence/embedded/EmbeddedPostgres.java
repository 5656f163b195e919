package dev.signalbox.persistence.embedded;

import dev.signalbox.persistence.contact.DatabaseUnreachable;
import dev.signalbox.persistence.contact.DatabaseUrl;
import dev.signalbox.persistence.contact.Pauser;
import dev.signalbox.persistence.embedded.programs.Account;
import dev.signalbox.persistence.embedded.programs.Programs;
import dev.signalbox.persistence.embedded.programs.Tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A PostgreSQL server of our own below the data folder, for whoever has none: only this machine
 * reaches it, with a password that only the folder's owner can read. One process at a time has it;
 * what a killed one leaves behind, the next one puts in order. Whoever starts it closes it.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    static final String FOLDER = "postgres";

    private final FolderLock lock;
    private final Server server;
    private final DatabaseUrl url;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Held while the server is started or stopped, so that this never happens twice at once. */
    private final ReentrantLock changing = new ReentrantLock();

    private EmbeddedPostgres(FolderLock lock, Server server, DatabaseUrl url) {
        this.lock = lock;
        this.server = server;
        this.url = url;
    }

    /**
     * Starts the server of a data folder, and makes what it needs the first time.
     *
     * @param dataDir may be used by others at the same time; only the folder {@code postgres} in it
     *     is taken
     * @param progress is told what takes a while, a sentence each
     * @throws DatabaseUnreachable if there is no PostgreSQL for this machine, if another process
     *     uses the folder, or if the server does not start
     */
    public static EmbeddedPostgres start(Path dataDir, Consumer<String> progress) {
        try {
            Path home = Files.createDirectories(dataDir.resolve(FOLDER)).toRealPath();
            FolderLock lock = FolderLock.take(home);
            try {
                return start(home, lock, progress);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new DatabaseUnreachable(
                    "The data folder " + dataDir + " cannot be used: " + e, e);
        }
    }

    /** How to reach it; good until it is closed. */
    public DatabaseUrl url() {
        return url;
    }

    /**
     * From now on a server that ends without being told to, as when it is killed, is started again
     * on the same port. Whoever closes this need not close the watch, but may do so earlier.
     */
    public Watch watch() {
        return Watch.over(
                new Watch.Watched() {
                    @Override
                    public boolean isGone() {
                        return !closed.get() && server.isGone();
                    }

                    @Override
                    public boolean startAgain() throws IOException {
                        return EmbeddedPostgres.this.startAgain();
                    }
                });
    }

    /** Ends the server and gives the folder back. A second time it does nothing. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        // A start that is under way is waited for: stopped in the middle, it might go on without
        // us.
        changing.lock();
        try (lock) {
            if (!server.stop()) {
                System.getLogger(EmbeddedPostgres.class.getName())
                        .log(System.Logger.Level.WARNING, "{0} does not end", server);
            }
        } catch (IOException e) {
            System.getLogger(EmbeddedPostgres.class.getName())
                    .log(System.Logger.Level.WARNING, "the data folder cannot be given back", e);
        } finally {
            changing.unlock();
        }
    }

    private boolean startAgain() throws IOException {
        changing.lock();
        try {
            if (closed.get() || !server.isGone()) {
                return false;
            }
            server.startAgain();
            return true;
        } finally {
            changing.unlock();
        }
    }

    private static EmbeddedPostgres start(Path home, FolderLock lock, Consumer<String> progress)
            throws IOException {
        Programs programs = new Programs(home.resolve("programs.log"));
        return start(home, lock, new Tools(Account.choose(programs), programs), progress);
    }

    /**
     * The same, as whoever is chosen.
     *
     * @param home the folder, which is ours already
     */
    static EmbeddedPostgres start(
            Path home, FolderLock lock, Tools tools, Consumer<String> progress) throws IOException {
        // Another user must get through to the data, whose own folder lets in nobody else.
        boolean another = tools.account().equals(Account.AS_NOBODY);
        Folders.permit(home, another ? "rwx--x--x" : "rwx------");
        Binaries binaries = Binaries.unpack(home, progress);
        tools.run(
                "PostgreSQL's programs in " + binaries.folder() + " cannot be run here",
                binaries.program("postgres"),
                "--version");
        Cluster cluster = Cluster.findOrMake(home, binaries, tools, progress);
        Server server = new Server(cluster, binaries, tools, Pauser.real());
        progress.accept("Starting PostgreSQL " + binaries.version() + " in " + home + ".");
        int port = server.start();
        return new EmbeddedPostgres(lock, server, url(port, cluster.password()));
    }

    static DatabaseUrl url(int port, String password) {
        return new DatabaseUrl(
                "127.0.0.1", port, "postgres", Cluster.USER, password, null, Map.of(), List.of());
    }
}
