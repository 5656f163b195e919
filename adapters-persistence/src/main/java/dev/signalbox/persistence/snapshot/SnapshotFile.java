package dev.signalbox.persistence.snapshot;

import dev.signalbox.application.driven.Snapshots;
import dev.signalbox.persistence.contact.DatabaseUrl;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Keeps snapshots in one file, which is replaced as a whole: whoever reads it finds the old one or
 * the new one. Only its owner can read it. Safe for many threads, and for several processes in one
 * folder: the last one to write wins.
 */
public final class SnapshotFile implements Snapshots {

    private static final System.Logger LOG = System.getLogger(SnapshotFile.class.getName());

    /** What changes in the meantime is kept together. */
    private static final Duration GATHERING = Duration.ofSeconds(1);

    /** For every second of writing so many without: a few percent of the time. */
    private static final int REST = 20;

    private final Path file;
    private final InstantSource clock;
    private final AtomicLong kept = new AtomicLong(-1);
    private final AtomicReference<String> state = new AtomicReference<>("none");
    private final AtomicReference<@Nullable Keeping> keeping = new AtomicReference<>();

    private final CountDownLatch closing = new CountDownLatch(1);

    /** Whose knowledge is kept, and the thread that does it. */
    private record Keeping(Source source, Thread thread) {}

    /**
     * @param clock says when a snapshot was taken
     */
    SnapshotFile(Path file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    /**
     * The snapshots of one gateway; nothing is opened yet.
     *
     * @param folder made when it is missing
     * @param url the database that they are of
     * @param port where the gateway listens: others may use the folder as well
     */
    public static SnapshotFile in(Path folder, DatabaseUrl url, int port) {
        String name = url.describe() + "?schema=" + url.schema() + "&port=" + port;
        return new SnapshotFile(
                folder.resolve("snapshot-" + fingerprint(name) + ".bin"), InstantSource.system());
    }

    @Override
    public Optional<Kept> last() {
        try {
            Kept last = SnapshotForm.read(Files.readAllBytes(file));
            state.set(phrase(last));
            // Whoever begins with it knows nothing newer.
            kept.set(0);
            return Optional.of(last);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the snapshot {0} cannot be used and is passed over: {1}",
                    file,
                    e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void keep(Source source) {
        Thread thread = Thread.ofVirtual().name("snapshot").unstarted(() -> keepOn(source));
        keeping.set(new Keeping(source, thread));
        thread.start();
    }

    @Override
    public String describe() {
        return state.get();
    }

    @Override
    public void close() {
        Keeping ended = keeping.getAndSet(null);
        if (ended == null) {
            return;
        }
        closing.countDown();
        try {
            ended.thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        keepIfNew(ended.source);
    }

    private void keepOn(Source source) {
        try {
            long rest = 0;
            while (!closing.await(GATHERING.toNanos() + rest, TimeUnit.NANOSECONDS)) {
                long start = System.nanoTime();
                keepIfNew(source);
                rest = (System.nanoTime() - start) * REST;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keepIfNew(Source source) {
        long version = source.version();
        if (version == kept.get()) {
            return;
        }
        Kept next = new Kept(clock.instant(), source.snapshot());
        try {
            write(next);
            kept.set(version);
            state.set(phrase(next));
        } catch (IOException e) {
            String failure = "cannot be written: " + e;
            if (!failure.equals(state.getAndSet(failure))) {
                LOG.log(System.Logger.Level.WARNING, "the snapshot {0} {1}", file, failure);
            }
        }
    }

    private void write(Kept next) throws IOException {
        Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
        // Made such that only its owner can read it.
        Path unfinished = Files.createTempFile(folder, "snapshot-", ".unfinished");
        try {
            try (FileChannel out = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                SnapshotForm.write(next, Channels.newOutputStream(out));
                out.force(true);
            }
            Files.move(
                    unfinished,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private static String phrase(Kept kept) {
        Snapshot snapshot = kept.snapshot();
        return "revision "
                + snapshot.revision()
                + " with "
                + snapshot.teams().size()
                + " teams and "
                + snapshot.keys().size()
                + " keys, taken at "
                + kept.taken();
    }

    private static String fingerprint(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
