package dev.signalbox.persistence.journal;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The file of a journal, which one process has for as long as it lives. Every byte of it is written
 * when it is made: a disk that is full refuses that, and not a call later on.
 */
final class JournalFile implements AutoCloseable {

    /** What lies before the cells. */
    static final int HEAD = 4096;

    /** As much as one map can show. */
    private static final long MOST = Integer.MAX_VALUE - (long) HEAD;

    /** "sgnljrn1" in ASCII: what the file begins with. */
    private static final long MAGIC = 0x73676E6C6A726E31L;

    private static final int ZEROS = 1 << 16;

    private final FileChannel lock;
    private final MappedByteBuffer bytes;

    private JournalFile(FileChannel lock, MappedByteBuffer bytes) {
        this.lock = lock;
        this.bytes = bytes;
    }

    /**
     * Opens the journal in {@code folder}, or makes one there.
     *
     * @param room how many bytes a new one has for cells; one that is there keeps its own
     * @throws JournalUnusable if there is no room for it, or another process has it
     */
    static JournalFile open(Path folder, long room) {
        try {
            Files.createDirectories(folder);
            FileChannel lock = lock(folder);
            try {
                return new JournalFile(lock, map(folder.resolve("journal"), room));
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new JournalUnusable(
                    "There can be no journal of "
                            + room
                            + " bytes in "
                            + folder
                            + ": "
                            + e.getMessage(),
                    e,
                    false);
        }
    }

    /** The whole of it. */
    MappedByteBuffer bytes() {
        return bytes;
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            System.getLogger(JournalFile.class.getName())
                    .log(System.Logger.Level.DEBUG, "the lock of a journal does not close", e);
        }
    }

    /** A file of its own: closing a locked file a second time would unlock it. */
    private static FileChannel lock(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        folder.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw inUse(folder, e);
        }
        channel.close();
        throw inUse(folder, null);
    }

    private static JournalUnusable inUse(Path folder, @Nullable Exception cause) {
        return new JournalUnusable(
                "The journal in "
                        + folder
                        + " belongs to another gateway that runs: stop that, or give each a"
                        + " --data-dir of its own.",
                cause,
                true);
    }

    private static MappedByteBuffer map(Path file, long room) throws IOException {
        if (Files.exists(file) && !isOurs(file)) {
            Path aside = file.resolveSibling("journal.unreadable");
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            System.getLogger(JournalFile.class.getName())
                    .log(
                            System.Logger.Level.ERROR,
                            "{0} is no journal; it was moved to {1}, and what it held is not in"
                                    + " the ledger.",
                            file,
                            aside);
        }
        if (!Files.exists(file)) {
            make(file, Math.min(Math.max(room, Cells.SIZE), MOST) / Cells.SIZE * Cells.SIZE);
        }
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer mapped =
                    channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size());
            // So that no call is the first to touch a page.
            return mapped.load();
        }
    }

    private static boolean isOurs(Path file) throws IOException {
        long size = Files.size(file);
        if (size < HEAD + Cells.SIZE || (size - HEAD) % Cells.SIZE != 0 || size > MOST + HEAD) {
            return false;
        }
        ByteBuffer magic = ByteBuffer.allocate(Long.BYTES);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.read(magic) == Long.BYTES && magic.getLong(0) == MAGIC;
        }
    }

    /** Under another name until it is whole. */
    private static void make(Path file, long room) throws IOException {
        Path draft = file.resolveSibling("journal.new");
        try (FileChannel channel =
                FileChannel.open(
                        draft,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer zeros = ByteBuffer.allocateDirect(ZEROS);
            zeros.putLong(0, MAGIC);
            long left = HEAD + room;
            while (left > 0) {
                zeros.position(0).limit((int) Math.min(left, ZEROS));
                while (zeros.hasRemaining()) {
                    left -= channel.write(zeros);
                }
                zeros.putLong(0, 0);
            }
            channel.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(draft);
            throw e;
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
