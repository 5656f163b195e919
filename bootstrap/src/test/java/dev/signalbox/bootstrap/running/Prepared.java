package dev.signalbox.bootstrap.running;

import dev.signalbox.persistence.Database;
import dev.signalbox.persistence.contact.SchemaVersion;
import dev.signalbox.persistence.embedded.EmbeddedPostgres;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * A PostgreSQL that has been started before, with our tables and nothing in them. To unpack one and
 * to make it takes longer than most tests, so it is done once for all of them, and each gets a
 * copy. That it comes to be from nothing as well, other tests show: those of the demo, of the
 * documents and of the story.
 */
final class Prepared {

    private static final Path PLACE = Path.of("target", "prepared").toAbsolutePath();
    private static final String UNFINISHED = ".unfinished";
    private static final String POSTGRES = "postgres";
    private static final String DATA = "data";

    /** A lock of a file is the whole process's: its threads need one of their own. */
    private static final ReentrantLock MAKING = new ReentrantLock();

    private Prepared() {}

    /** A database of somebody else's, running. */
    static EmbeddedPostgres postgres(Path dataDir) {
        in(dataDir);
        return EmbeddedPostgres.start(dataDir, progress -> {});
    }

    /** One in a data folder that has none, for whoever is started there. */
    static void in(Path dataDir) {
        Path home = dataDir.resolve(POSTGRES);
        if (Files.exists(home)) {
            return;
        }
        try {
            Path original = original().resolve(POSTGRES);
            Files.createDirectories(home);
            for (Path programs : programs(original)) {
                Files.createSymbolicLink(home.resolve(programs.getFileName()), programs);
            }
            copy(original.resolve(DATA), home.resolve(DATA));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> programs(Path home) throws IOException {
        try (Stream<Path> all = Files.list(home)) {
            return all.filter(it -> it.getFileName().toString().startsWith("programs-"))
                    .filter(Files::isDirectory)
                    .toList();
        }
    }

    /** Two processes run tests at once: the first one makes it. */
    private static Path original() throws IOException {
        Files.createDirectories(PLACE);
        Path original = PLACE.resolve(version() + "-" + SchemaVersion.ofThisBuild().fingerprint());
        MAKING.lock();
        try (FileChannel file =
                        FileChannel.open(
                                PLACE.resolve("lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock held = file.lock()) {
            if (held.isValid() && !Files.exists(original)) {
                make(original);
            }
        } finally {
            MAKING.unlock();
        }
        return original;
    }

    /** In a process that has the built jars and not these besides: Liquibase wants to find once. */
    private static void make(Path original) throws IOException {
        Path unfinished = PLACE.resolve(original.getFileName() + UNFINISHED);
        Path classes = Path.of("target", "test-classes").toAbsolutePath();
        Path log = PLACE.resolve("log");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                RunningGateway.JAR + File.pathSeparator + classes,
                                Prepared.class.getName(),
                                unfinished.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException(Files.readString(log));
        }
        Files.move(unfinished, original, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Makes it in a folder. */
    public static void main(String... folder) {
        try (EmbeddedPostgres postgres =
                EmbeddedPostgres.start(Path.of(folder[0]), progress -> {})) {
            Database.open(postgres.url(), Duration.ofSeconds(10), progress -> {}).close();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                // PostgreSQL insists on who may read them.
                Files.copy(
                        path,
                        to.resolve(from.relativize(path).toString()),
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static String version() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = EmbeddedPostgres.class.getResourceAsStream("postgres.properties")) {
            properties.load(in);
        }
        return properties.getProperty("version");
    }
}
