package dev.signalbox.http;

import com.sun.management.UnixOperatingSystemMXBean;

import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;

/**
 * How many connections the process can afford. When a system has no more open files to give, the
 * server beneath stops listening for good, so it must not come to that.
 */
final class OpenFiles {

    /** For the jars, the database, the logs. */
    private static final long FOR_EVERYTHING_ELSE = 256;

    private static final long FEWEST = 16;

    private OpenFiles() {}

    /** As many of {@code wanted} as there can be, each with one towards an upstream beside it. */
    static int connections(int wanted) {
        if (!(ManagementFactory.getOperatingSystemMXBean()
                instanceof UnixOperatingSystemMXBean system)) {
            return wanted;
        }
        long affordable = affordable(system.getMaxFileDescriptorCount());
        if (affordable >= wanted) {
            return wanted;
        }
        System.getLogger(OpenFiles.class.getName())
                .log(
                        affordable < wanted / 2 ? Level.WARNING : Level.DEBUG,
                        "serves {0} connections at most instead of {1}: the limit of open files is"
                                + " too low (ulimit -n)",
                        affordable,
                        wanted);
        return (int) affordable;
    }

    static long affordable(long openFiles) {
        return Math.max(FEWEST, (openFiles - FOR_EVERYTHING_ELSE) / 2);
    }
}
