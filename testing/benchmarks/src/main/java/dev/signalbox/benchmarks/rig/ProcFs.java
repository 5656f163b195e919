package dev.signalbox.benchmarks.rig;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What Linux says about processes, below {@code /proc}. Somebody gone costs nothing. */
final class ProcFs {

    private static final Path PROC = Path.of("/proc");

    /** Linux shows times to programs in hundredths of a second, whatever its kernel counts in. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int UTIME = 11;
    private static final int STIME = 12;

    private ProcFs() {}

    /** User and system time of a process so far, its ended threads included, in seconds. */
    static double cpuSeconds(long pid) {
        String stat = read(pid, "stat");
        // The program's name stands in brackets and may hold anything.
        int behindName = stat.lastIndexOf(')') + 2;
        if (behindName < 2) {
            return 0;
        }
        String[] words = stat.substring(behindName).split(" ", -1);
        return (Long.parseLong(words[UTIME]) + Long.parseLong(words[STIME])) / TICKS_PER_SECOND;
    }

    /** Resident memory, in KiB: what the process has in RAM, shared pages counted in full. */
    static long residentKib(long pid) {
        return status(pid, "VmRSS:");
    }

    /** The most that it ever had resident, in KiB. */
    static long peakResidentKib(long pid) {
        return status(pid, "VmHWM:");
    }

    private static long status(long pid, String name) {
        for (String line : read(pid, "status").lines().toList()) {
            if (line.startsWith(name)) {
                return Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        return 0;
    }

    /** The private share of what a process has in RAM, shared pages divided, in KiB. */
    static long proportionalKib(long pid) {
        for (String line : read(pid, "smaps_rollup").lines().toList()) {
            if (line.startsWith("Pss:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        return 0;
    }

    /** The processor time that this machine has spent at work, all processors together. */
    static double busySeconds() {
        String[] words = read(PROC.resolve("stat")).lines().findFirst().orElse("").split(" +", -1);
        // user nice system (idle iowait) irq softirq steal
        long ticks = 0;
        for (int i : new int[] {1, 2, 3, 6, 7, 8}) {
            ticks += Long.parseLong(words[i]);
        }
        return ticks / TICKS_PER_SECOND;
    }

    /** The processes whose command line names {@code word}. */
    static List<Long> naming(String word) throws IOException {
        List<Long> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path entry : entries) {
                long pid = Long.parseLong(entry.getFileName().toString());
                if (read(pid, "cmdline").contains(word)) {
                    found.add(pid);
                }
            }
        }
        return found;
    }

    private static String read(long pid, String file) {
        return read(PROC.resolve(Long.toString(pid)).resolve(file));
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            // It has ended between two looks.
            return "";
        }
    }
}
