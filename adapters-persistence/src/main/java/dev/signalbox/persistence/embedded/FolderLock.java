package dev.signalbox.persistence.embedded;

import dev.signalbox.persistence.contact.DatabaseUnreachable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/**
 * A folder that only one process may use, for as long as it lives: the lock goes with the process,
 * however that ends. Who holds it is written beside it, not in it, since a process that opens and
 * closes a locked file a second time loses its lock.
 */
final class FolderLock implements AutoCloseable {

    private final FileChannel channel;
    private final Path holder;

    private FolderLock(FileChannel channel, Path holder) {
        this.channel = channel;
        this.holder = holder;
    }

    /**
     * Takes the folder.
     *
     * @throws DatabaseUnreachable if another process has it; the message names both
     */
    static FolderLock take(Path folder) throws IOException {
        Path holder = folder.resolve("lock.holder");
        if (me().equals(written(holder))) {
            throw inUse(folder, holder);
        }
        FileChannel channel =
                FileChannel.open(
                        folder.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                Files.writeString(holder, me());
                return new FolderLock(channel, holder);
            }
        } catch (OverlappingFileLockException e) {
            throw inUse(folder, holder);
        }
        channel.close();
        throw inUse(folder, holder);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(holder);
        channel.close();
    }

    private static DatabaseUnreachable inUse(Path folder, Path holder) throws IOException {
        String pid = written(holder).split(" ", 2)[0];
        return new DatabaseUnreachable(
                "The data folder "
                        + folder
                        + " is in use by "
                        + (pid.isEmpty() ? "another process" : "process " + pid)
                        + ": stop that, or give another --data-dir, or a database_url.",
                null);
    }

    private static String written(Path holder) throws IOException {
        return Files.exists(holder) ? Files.readString(holder) : "";
    }

    /** The start belongs to it: a process's number is given again, in containers at once. */
    private static String me() {
        ProcessHandle me = ProcessHandle.current();
        return me.pid() + " " + me.info().startInstant().orElse(Instant.EPOCH);
    }
}
