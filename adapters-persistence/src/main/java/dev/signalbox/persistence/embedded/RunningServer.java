package dev.signalbox.persistence.embedded;

import dev.signalbox.persistence.contact.DatabaseUnreachable;
import dev.signalbox.persistence.contact.DatabaseUrl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The embedded server that another process of ours has started, for whoever wants to read along.
 */
public final class RunningServer {

    /** Which line of the server's own file says what, counted from 0. */
    private static final int PID = 0;

    private static final int PORT = 3;

    private RunningServer() {}

    /**
     * How to reach the one of a data folder.
     *
     * @return empty if none runs there
     * @throws DatabaseUnreachable if the folder cannot be read
     */
    public static Optional<DatabaseUrl> in(Path dataDir) {
        Path home = dataDir.resolve(EmbeddedPostgres.FOLDER);
        try {
            if (!exists(dataDir)) {
                return Optional.empty();
            }
            Cluster cluster = Cluster.below(home.toRealPath());
            if (!Files.exists(cluster.pidFile())) {
                return Optional.empty();
            }
            List<String> lines = Files.readAllLines(cluster.pidFile());
            return lines.size() > PORT && lives(lines.get(PID))
                    ? Optional.of(
                            EmbeddedPostgres.url(
                                    Integer.parseInt(lines.get(PORT).strip()), cluster.password()))
                    : Optional.empty();
        } catch (IOException | NumberFormatException e) {
            throw new DatabaseUnreachable(
                    "The data folder " + dataDir + " cannot be read: " + e, e);
        }
    }

    /** Whether the folder holds a database, running or not. */
    public static boolean exists(Path dataDir) {
        return Files.exists(
                Cluster.below(dataDir.resolve(EmbeddedPostgres.FOLDER))
                        .folder()
                        .resolve("PG_VERSION"));
    }

    private static boolean lives(String pid) {
        return ProcessHandle.of(Long.parseLong(pid.strip()))
                .flatMap(process -> process.info().commandLine())
                .filter(line -> line.contains("postgres"))
                .isPresent();
    }
}
