package dev.signalbox.bootstrap.running;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A file system of its own with little room, where one may be mounted. */
record SmallDisk(Path folder) implements AutoCloseable {

    private static final int SECONDS = 10;

    /** Null: this machine, or this user, mounts nothing. */
    static @Nullable SmallDisk of(Path folder, int megabytes) throws Exception {
        Files.createDirectories(folder);
        String size = "size=" + megabytes + "m";
        return runs("mount", "-t", "tmpfs", "-o", size, "none", folder.toString())
                ? new SmallDisk(folder)
                : null;
    }

    /** Takes what is left of the room. */
    void fill() {
        byte[] piece = new byte[4096];
        try (OutputStream ballast = Files.newOutputStream(ballast())) {
            while (true) {
                ballast.write(piece);
            }
        } catch (IOException e) {
            // Now it is full.
            if (folder.toFile().getUsableSpace() >= piece.length) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Gives it back. */
    void free() {
        try {
            Files.deleteIfExists(ballast());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path ballast() {
        return folder.resolve("ballast");
    }

    @Override
    public void close() throws Exception {
        if (!runs("umount", "-l", folder.toString())) {
            throw new AssertionError(folder + " is still mounted");
        }
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return process.waitFor(SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
