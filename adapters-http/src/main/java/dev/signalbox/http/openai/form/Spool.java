package dev.signalbox.http.openai.form;

import dev.signalbox.application.call.form.FormStore;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * Bytes in a file that has no name any more: whatever becomes of this process, nothing of them is
 * left. They lie in the folder for temporary files ({@code java.io.tmpdir}). Safe for many threads
 * once it is filled.
 */
final class Spool implements FormStore, AutoCloseable {

    private static final int AT_ONCE = 16 * 1024;

    private final FileChannel file;
    private final long length;

    private Spool(FileChannel file, long length) {
        this.file = file;
        this.length = length;
    }

    /** What came could not be kept: there is no room, or no folder. */
    static final class NoRoom extends Exception {
        private static final long serialVersionUID = 1L;

        NoRoom(IOException cause) {
            super("a form cannot be kept", cause);
        }
    }

    /**
     * Takes so many bytes.
     *
     * @throws IOException if they do not all come
     * @throws NoRoom if they cannot be kept
     */
    static Spool of(InputStream in, long length) throws IOException, NoRoom {
        FileChannel file = opened();
        boolean kept = false;
        try {
            fill(file, in, length);
            kept = true;
            return new Spool(file, length);
        } finally {
            if (!kept) {
                file.close();
            }
        }
    }

    private static void fill(FileChannel file, InputStream in, long length)
            throws IOException, NoRoom {
        byte[] piece = new byte[AT_ONCE];
        long left = length;
        while (left > 0) {
            int count = in.readNBytes(piece, 0, (int) Math.min(left, piece.length));
            if (count == 0) {
                throw new IOException("a body is shorter than announced");
            }
            write(file, ByteBuffer.wrap(piece, 0, count));
            left -= count;
        }
        if (in.read() >= 0) {
            throw new IOException("a body is longer than announced");
        }
    }

    private static FileChannel opened() throws NoRoom {
        try {
            Path path = Files.createTempFile("signalbox-", ".form");
            try {
                return FileChannel.open(
                        path,
                        Set.of(
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE,
                                StandardOpenOption.DELETE_ON_CLOSE));
            } finally {
                unname(path);
            }
        } catch (IOException e) {
            throw new NoRoom(e);
        }
    }

    private static void unname(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // Where open files keep their names it is deleted when it is closed.
        }
    }

    private static void write(FileChannel file, ByteBuffer bytes) throws NoRoom {
        try {
            while (bytes.hasRemaining()) {
                var unused = file.write(bytes);
            }
        } catch (IOException e) {
            throw new NoRoom(e);
        }
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public int read(long at, byte[] into, int offset, int length) throws IOException {
        int filled = 0;
        while (filled < length) {
            int count =
                    file.read(ByteBuffer.wrap(into, offset + filled, length - filled), at + filled);
            if (count < 0) {
                break;
            }
            filled += count;
        }
        return filled;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            // It has no name: with the process it is gone in any case.
        }
    }
}
