package dev.signalbox.persistence.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/**
 * PostgreSQL's programs in a test's folder, and data for whoever does not look at how that is made.
 * To unpack the ones and to make the other takes the most time, so it is done once.
 *
 * @param home where they lie
 * @param link to the programs
 * @param original where data lies that nobody uses
 */
record LentPrograms(Path home, Path link, Path original) implements AutoCloseable {

    private static final String DATA = "data";

    static LentPrograms to(Path home) throws IOException {
        Path unpacked = Files.createDirectories(Path.of("target", "test-programs")).toRealPath();
        // Tests run in several processes at once: the first one makes it all.
        try (FileChannel file =
                        FileChannel.open(
                                unpacked.resolve("lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock held = file.lock()) {
            if (!held.isValid()) {
                throw new IOException("the folder " + unpacked + " cannot be locked");
            }
            Binaries binaries = Binaries.unpack(unpacked, progress -> {});
            Path original = unpacked.resolve("data-of-" + binaries.version());
            if (!Files.exists(original)) {
                make(original, binaries);
            }
            return new LentPrograms(home, link(home, binaries), original);
        }
    }

    /** An empty database, as it is after a first start. */
    void withData() throws IOException {
        Path from = original.resolve(EmbeddedPostgres.FOLDER).resolve(DATA);
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Path to = home.resolve(DATA).resolve(from.relativize(path).toString());
                Files.copy(path, to, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static void make(Path original, Binaries binaries) throws IOException {
        Path unfinished = original.resolveSibling(original.getFileName() + ".unfinished");
        Path link = link(unfinished.resolve(EmbeddedPostgres.FOLDER), binaries);
        EmbeddedPostgres.start(unfinished, progress -> {}).close();
        Files.delete(link);
        Files.move(unfinished, original, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path link(Path home, Binaries binaries) throws IOException {
        Files.createDirectories(home);
        Path link = home.resolve(binaries.folder().getFileName());
        Files.deleteIfExists(link);
        return Files.createSymbolicLink(link, binaries.folder());
    }

    @Override
    public void close() throws IOException {
        Files.delete(link);
    }
}
