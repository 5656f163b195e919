package dev.signalbox.persistence.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** PostgreSQL's programs in a test's folder. Unpacking takes the most time, so it is done once. */
record LentPrograms(Path link) implements AutoCloseable {

    static LentPrograms to(Path home) throws IOException {
        Path unpacked = Files.createDirectories(Path.of("target", "test-programs")).toRealPath();
        Binaries binaries = Binaries.unpack(unpacked, progress -> {});
        Files.createDirectories(home);
        Path link = home.resolve(binaries.folder().getFileName());
        return new LentPrograms(Files.createSymbolicLink(link, binaries.folder()));
    }

    @Override
    public void close() throws IOException {
        Files.delete(link);
    }
}
