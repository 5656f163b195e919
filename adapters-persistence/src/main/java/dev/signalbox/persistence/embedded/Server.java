package dev.signalbox.persistence.embedded;

import dev.signalbox.persistence.contact.DatabaseUnreachable;
import dev.signalbox.persistence.contact.Pauser;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The server's process: started by PostgreSQL's own {@code pg_ctl}, so that it is no child of ours
 * and an interrupt from the keyboard reaches us alone, who still need it for a while.
 */
record Server(Cluster cluster, Binaries binaries, Tools tools, Pauser pauser) {

    /** A server that was killed leaves traces which the system may take seconds to remove. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** What it says when it helps to try again: a port just taken, or such traces. */
    private static final List<String> PASSES =
            List.of("lock file", "shared memory", "could not bind");

    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final int LINES_SHOWN = 5;

    /** How programs are run here. */
    record Tools(Account account, Programs programs) {

        /**
         * Runs a program that must end well.
         *
         * @throws DatabaseUnreachable if it does not: {@code failure} and what it printed
         */
        void run(String failure, String... command) throws IOException {
            if (!works(command)) {
                throw new DatabaseUnreachable(failure + ": " + programs.lastOutput().strip(), null);
            }
        }

        /** Whether the program ends well. */
        boolean works(String... command) {
            return programs.works(account.command(command));
        }
    }

    /**
     * Starts it, after ending one that an earlier process of ours left behind.
     *
     * @return the port that it listens on
     * @throws DatabaseUnreachable if it does not start; with the last lines of its log
     */
    int start() throws IOException {
        endOrphan();
        long start = pauser.now();
        while (true) {
            int port = freePort();
            cluster.configure(port);
            if (Files.exists(cluster.log())) {
                Path older = cluster.log().resolveSibling("server.log.old");
                Files.move(cluster.log(), older, StandardCopyOption.REPLACE_EXISTING);
            }
            if (control("start", "--log=" + cluster.log(), "--timeout=60")) {
                return port;
            }
            String words = lastWords();
            if (PASSES.stream().noneMatch(words::contains)
                    || pauser.since(start).compareTo(PATIENCE) > 0
                    || Thread.currentThread().isInterrupted()) {
                throw new DatabaseUnreachable(
                        "PostgreSQL does not start in " + cluster.folder() + ": " + words, null);
            }
            pauser.pause(PAUSE);
        }
    }

    /** Ends it, without waiting for its clients. Returns whether it has ended. */
    boolean stop() throws IOException {
        return !lives()
                || control("stop", "--mode=fast", "--timeout=20")
                || control("stop", "--mode=immediate", "--timeout=10")
                || !lives();
    }

    /** The lock of our folder is ours, so what still runs in it has lost its gateway. */
    private void endOrphan() throws IOException {
        if (!stop()) {
            throw new DatabaseUnreachable(
                    "A PostgreSQL that was left behind in "
                            + cluster.folder()
                            + " does not end: "
                            + tools.programs().lastOutput().strip(),
                    null);
        }
        // PostgreSQL believes this file as long as any process has that number, be it a dead one
        // that nobody has buried, or a stranger after a restart of the machine.
        Files.deleteIfExists(cluster.pidFile());
    }

    /** Whether the process that the server's file names is there, and is that server. */
    private boolean lives() throws IOException {
        String folder = cluster.folder().toString();
        return pid().flatMap(ProcessHandle::of)
                .flatMap(process -> process.info().commandLine())
                .filter(line -> line.contains("postgres") && line.contains(folder))
                .isPresent();
    }

    private Optional<Long> pid() throws IOException {
        try {
            return Files.readString(cluster.pidFile())
                    .lines()
                    .limit(1)
                    .map(String::strip)
                    .filter(line -> line.matches("[0-9]{1,18}"))
                    .map(Long::valueOf)
                    .findFirst();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private boolean control(String deed, String... options) {
        String[] command = new String[options.length + 5];
        command[0] = binaries.program("pg_ctl");
        command[1] = deed;
        command[2] = "--pgdata=" + cluster.folder();
        command[3] = "--wait";
        command[4] = "--silent";
        System.arraycopy(options, 0, command, 5, options.length);
        return tools.works(command);
    }

    private String lastWords() throws IOException {
        if (!Files.exists(cluster.log())) {
            return tools.programs().lastOutput().strip();
        }
        List<String> lines = Files.readAllLines(cluster.log());
        return String.join(
                "; ", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "PostgreSQL in %s", cluster.folder());
    }
}
