package dev.signalbox.persistence.embedded;

import dev.signalbox.persistence.contact.DatabaseUnreachable;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Properties;
import java.util.function.Consumer;

/**
 * PostgreSQL's programs, as this version of Signalbox brings them: unpacked once for each version,
 * and all of them or none.
 *
 * @param folder where {@code bin}, {@code lib} and {@code share} are
 * @param version of PostgreSQL
 */
record Binaries(Path folder, String version) {

    private static final String PREFIX = "programs-";
    private static final String UNFINISHED = ".unfinished";
    private static final int OWNER_MAY_RUN = 0100;

    /**
     * Unpacks the programs below {@code home}, unless they are there, and removes those of other
     * versions.
     *
     * @throws DatabaseUnreachable if there are none for this machine
     */
    static Binaries unpack(Path home, Consumer<String> progress) throws IOException {
        URL archive = Binaries.class.getResource("/" + archiveName());
        if (archive == null) {
            throw new DatabaseUnreachable(
                    "This build of Signalbox has no PostgreSQL for "
                            + System.getProperty("os.name")
                            + " on "
                            + System.getProperty("os.arch")
                            + ": give it a database_url.",
                    null);
        }
        String version = versionBrought();
        Path folder = home.resolve(PREFIX + version);
        Folders.deleteIn(
                home,
                name -> name.startsWith(PREFIX) && !name.equals(folder.getFileName().toString()));
        if (!Files.isDirectory(folder)) {
            progress.accept("Unpacking PostgreSQL " + version + " in " + home + ".");
            Path unfinished = home.resolve(PREFIX + version + UNFINISHED);
            try (InputStream in = archive.openStream()) {
                unpack(in, unfinished);
            }
            // Whoever finds the folder under its name finds all of it.
            Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        }
        return new Binaries(folder, version);
    }

    /** The path of one of the programs. */
    String program(String name) {
        return folder.resolve("bin").resolve(name).toString();
    }

    /** The version whose data these programs can read. */
    String major() {
        return version.substring(0, version.indexOf('.'));
    }

    private static void unpack(InputStream archive, Path target) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(
                        new XZCompressorInputStream(new BufferedInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("the archive of PostgreSQL leaves its folder");
                }
                write(entry, tar, path);
            }
        }
    }

    private static void write(TarArchiveEntry entry, InputStream content, Path path)
            throws IOException {
        if (entry.isDirectory()) {
            folder(path);
            return;
        }
        folder(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, path);
        boolean runs = (entry.getMode() & OWNER_MAY_RUN) != 0;
        Folders.permit(path, runs ? "rwxr-xr-x" : "rw-r--r--");
    }

    /** Readable for all whatever this process's mask: the programs may run as somebody else. */
    private static void folder(@Nullable Path folder) throws IOException {
        if (folder != null && !Files.isDirectory(folder)) {
            folder(folder.getParent());
            Files.createDirectory(folder);
            Folders.permit(folder, "rwxr-xr-x");
        }
    }

    private static String versionBrought() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Binaries.class.getResourceAsStream("postgres.properties")) {
            properties.load(in);
        }
        return properties.getProperty("version");
    }

    private static String archiveName() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String os = system.startsWith("mac") ? "darwin" : system.split(" ", 2)[0];
        String arch =
                switch (System.getProperty("os.arch")) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64", "arm64" -> "arm_64";
                    default -> "unknown";
                };
        return "postgres-" + os + "-" + arch + ".txz";
    }
}
