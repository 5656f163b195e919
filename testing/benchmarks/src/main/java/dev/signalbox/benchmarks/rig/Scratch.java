package dev.signalbox.benchmarks.rig;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A temporary folder that nobody else can read, removed with everything in it at the end. */
record Scratch(Path folder) implements AutoCloseable {

    private static final Set<PosixFilePermission> OURS =
            PosixFilePermissions.fromString("rwx------");

    static Scratch make() throws IOException {
        Path folder =
                Files.createTempDirectory(
                        "signalbox-bench", PosixFilePermissions.asFileAttribute(OURS));
        return new Scratch(folder.toRealPath());
    }

    @Override
    public void close() throws IOException {
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.deleteIfExists(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e) {
                        // Somebody was faster.
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path below, IOException e)
                            throws IOException {
                        Files.deleteIfExists(below);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
