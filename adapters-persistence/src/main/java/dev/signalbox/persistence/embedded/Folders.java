package dev.signalbox.persistence.embedded;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What is done to whole folders. */
final class Folders {

    private Folders() {}

    /** Sets {@code rwxr-xr-x} and the like, where the file system knows such a thing. */
    static void permit(Path path, String permissions) throws IOException {
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
    }

    /** Deletes everything in {@code folder} whose name is one of those. */
    static void deleteIn(Path folder, Predicate<String> names) throws IOException {
        List<Path> doomed;
        try (Stream<Path> entries = Files.list(folder)) {
            doomed = entries.filter(entry -> names.test(entry.getFileName().toString())).toList();
        }
        for (Path path : doomed) {
            delete(path);
        }
    }

    /** Deletes a file, or a folder and everything in it. */
    static void delete(Path path) throws IOException {
        Files.walkFileTree(
                path,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path folder, @Nullable IOException failure) throws IOException {
                        Files.delete(folder);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
