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
import java.util.BitSet;

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
    private final BitSet marked;

    private JournalFile(FileChannel lock, MappedByteBuffer bytes, BitSet marked) {
        this.lock = lock;
        this.bytes = bytes;
        this.marked = marked;
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
                return mapped(lock, folder.resolve("journal"), room);
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

    /** The cells that had a mark when it was opened. */
    BitSet marked() {
        return marked;
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

    private static JournalFile mapped(FileChannel lock, Path file, long room) throws IOException {
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
            // Not by the map: what was never touched there is no memory of ours.
            BitSet marked = marked(channel);
            return new JournalFile(
                    lock, channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size()), marked);
        }
    }

    private static BitSet marked(FileChannel channel) throws IOException {
        BitSet marked = new BitSet();
        ByteBuffer piece = ByteBuffer.allocateDirect(ZEROS);
        int cell = 0;
        for (long at = HEAD; at < channel.size(); at += ZEROS) {
            piece.clear();
            while (piece.hasRemaining() && channel.read(piece, at + piece.position()) >= 0) {
                // Until the piece is full, or the file ends.
            }
            for (int of = 0; of + Cells.SIZE <= piece.position(); of += Cells.SIZE) {
                marked.set(cell++, piece.getInt(of + Integer.BYTES) != Cells.NONE);
            }
        }
        return marked;
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
