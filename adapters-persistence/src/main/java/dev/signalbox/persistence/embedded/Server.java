package dev.signalbox.persistence.embedded;

import dev.signalbox.persistence.contact.DatabaseUnreachable;
import dev.signalbox.persistence.contact.Pauser;
import dev.signalbox.persistence.embedded.programs.Tools;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * The server's process: started by PostgreSQL's own {@code pg_ctl}, so that it is no child of ours
 * and an interrupt from the keyboard reaches us alone, who still need it for a while.
 */
final class Server {

    /** A server that was killed leaves traces which the system may take seconds to remove. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** What it says when it helps to try again: a port just taken, or such traces. */
    private static final List<String> PASSES =
            List.of("lock file", "shared memory", "could not bind");

    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration SHORT_PAUSE = Duration.ofMillis(20);
    private static final int LINES_SHOWN = 5;
    private static final int BYTES_SHOWN = 4096;

    /** Whoever starts again and again must not fill the disk with what it says. */
    private static final long LARGE_LOG = 1 << 20;

    private final Cluster cluster;
    private final Binaries binaries;
    private final Tools tools;
    private final Pauser pauser;

    /** Who was started last. Empty before, and if that could not be found out. */
    private final AtomicReference<Optional<Postmaster>> postmaster =
            new AtomicReference<>(Optional.empty());

    Server(Cluster cluster, Binaries binaries, Tools tools, Pauser pauser) {
        this.cluster = cluster;
        this.binaries = binaries;
        this.tools = tools;
        this.pauser = pauser;
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
                putLogAside();
            }
            if (begins()) {
                return port;
            }
            String words = lastWords();
            if (PASSES.stream().noneMatch(words::contains)
                    || pauser.since(start).compareTo(PATIENCE) > 0
                    || Thread.currentThread().isInterrupted()) {
                throw doesNotStart(words);
            }
            pauser.pause(PAUSE);
        }
    }

    /**
     * Starts it once more on the port that it had, after it has ended by itself.
     *
     * @throws DatabaseUnreachable if it does not start; with the last lines of its log
     */
    void startAgain() throws IOException {
        endOrphan();
        // A small one is kept: it says why the server has ended.
        if (Files.exists(cluster.log()) && Files.size(cluster.log()) > LARGE_LOG) {
            putLogAside();
        }
        // Its configuration stands; written again on a full disk it would be lost.
        if (!begins()) {
            throw doesNotStart(lastWords());
        }
    }

    /** Ends it and all of it, without waiting for its clients. Returns whether it has ended. */
    boolean stop() throws IOException {
        endWithoutFile();
        boolean ended =
                !lives()
                        || control("stop", "--mode=fast", "--timeout=20")
                        || control("stop", "--mode=immediate", "--timeout=10")
                        || !lives();
        if (ended) {
            endBackends();
            // PostgreSQL believes this file as long as any process has that number, be it a dead
            // one that nobody has buried, or a stranger after a restart of the machine.
            Files.deleteIfExists(cluster.pidFile());
        }
        return ended;
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
    }

    /**
     * What worked for a server that was killed may not have noticed yet, in the middle of a long
     * question; no other server starts beside it. Where we may not look, PostgreSQL itself refuses
     * to start until it is gone.
     */
    private void endBackends() {
        long start = pauser.now();
        List<ProcessHandle> left = backends();
        while (!left.isEmpty() && pauser.since(start).compareTo(PATIENCE) < 0) {
            left.forEach(ProcessHandle::destroyForcibly);
            pauser.pause(SHORT_PAUSE);
            left = backends();
        }
    }

    /** The processes of PostgreSQL that work in this folder: their titles do not name it. */
    private List<ProcessHandle> backends() {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(
                            process ->
                                    process.info()
                                            .command()
                                            .filter(path -> path.endsWith("/postgres"))
                                            .isPresent())
                    .filter(process -> worksHere(process.pid()))
                    .toList();
        }
    }

    private boolean worksHere(long pid) {
        try {
            return Path.of("/proc", Long.toString(pid), "cwd")
                    .toRealPath()
                    .equals(cluster.folder());
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether it has certainly ended. If that cannot be said, it has not. */
    boolean isGone() {
        return postmaster.get().map(Postmaster::isGone).orElse(false);
    }

    /**
     * Whether the process that the server's file names is there, and is a server of this folder.
     */
    private boolean lives() throws IOException {
        String folder = cluster.folder().toString();
        return Postmaster.pidIn(cluster.pidFile())
                .flatMap(ProcessHandle::of)
                .flatMap(process -> process.info().commandLine())
                .filter(line -> line.contains("postgres") && line.contains(folder))
                .isPresent();
    }

    /** Without its file {@code pg_ctl} does not find it, but we know who it is. */
    private void endWithoutFile() throws IOException {
        Optional<Postmaster> known = postmaster.get().filter(process -> !process.isGone());
        if (known.isEmpty() || lives()) {
            return;
        }
        String pid = Long.toString(known.get().pid());
        if (!tools.works(binaries.program("pg_ctl"), "kill", "INT", pid)) {
            return;
        }
        long start = pauser.now();
        while (!isGone() && pauser.since(start).compareTo(PATIENCE) < 0) {
            pauser.pause(SHORT_PAUSE);
        }
    }

    private boolean begins() throws IOException {
        boolean begun = control("start", "--log=" + cluster.log(), "--timeout=60");
        if (begun) {
            postmaster.set(Postmaster.namedIn(cluster.pidFile()));
        }
        return begun;
    }

    private void putLogAside() throws IOException {
        Path older = cluster.log().resolveSibling("server.log.old");
        Files.move(cluster.log(), older, StandardCopyOption.REPLACE_EXISTING);
    }

    private DatabaseUnreachable doesNotStart(String words) {
        return new DatabaseUnreachable(
                "PostgreSQL does not start in " + cluster.folder() + ": " + words, null);
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
        List<String> lines = end(cluster.log()).lines().toList();
        return String.join(
                "; ", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
    }

    /** Whatever bytes are in it, and however long it is. */
    private static String end(Path log) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(log)) {
            channel.position(Math.max(0, channel.size() - BYTES_SHOWN));
            byte[] bytes = Channels.newInputStream(channel).readNBytes(BYTES_SHOWN);
            return new String(bytes, StandardCharsets.UTF_8);
        }
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
