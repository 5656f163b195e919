package dev.signalbox.persistence.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * The process that is the server, as it was when it was started: its file may be lost while it
 * lives, and its number may be another's when it has ended.
 *
 * @param started empty if the system does not say
 */
record Postmaster(long pid, Optional<Instant> started) {

    /** The one that a file names, if that is there. */
    static Optional<Postmaster> namedIn(Path pidFile) throws IOException {
        return pidIn(pidFile)
                .flatMap(ProcessHandle::of)
                .map(process -> new Postmaster(process.pid(), process.info().startInstant()));
    }

    /** The number in a file, if there is one. */
    static Optional<Long> pidIn(Path pidFile) throws IOException {
        try {
            return Files.readString(pidFile)
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

    /** Whether it has certainly ended. */
    boolean isGone() {
        Optional<ProcessHandle> there = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        return there.isEmpty() || isAnother(there.get()) || isDead();
    }

    private boolean isAnother(ProcessHandle process) {
        Optional<Instant> now = process.info().startInstant();
        return started.isPresent() && now.isPresent() && !now.equals(started);
    }

    /** Dead, and nobody has buried it: in many containers nobody ever does. */
    private boolean isDead() {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.substring(stat.lastIndexOf(')') + 1).strip().startsWith("Z");
        } catch (IOException e) {
            return false;
        }
    }
}
