package dev.signalbox.benchmarks.rig;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import java.time.Duration;
import java.util.Arrays;

@EnabledOnOs(OS.LINUX)
class ProcFsTest {

    private final long self = ProcessHandle.current().pid();

    @Test
    void processorTimeIsWhatTheRuntimeSaysItIs() {
        double before = runtimeSaysSeconds();
        double read = ProcFs.cpuSeconds(self);
        double after = runtimeSaysSeconds();
        // Hundredths of a second, cut off.
        assertThat(read).isBetween(before - 0.02, after + 0.02).isPositive();
    }

    @Test
    void residentMemoryIsAtLeastWhatWeHold() {
        byte[] held = new byte[64 * 1024 * 1024];
        Arrays.fill(held, (byte) 1);
        assertThat(ProcFs.residentKib(self)).isGreaterThan(held.length / 1024);
        assertThat(ProcFs.peakResidentKib(self))
                .isGreaterThanOrEqualTo(held.length / 1024)
                .isLessThan(64L * 1024 * 1024);
    }

    @Test
    void somebodyGoneCostsNothing() {
        long nobody = Integer.MAX_VALUE;
        assertThat(ProcFs.cpuSeconds(nobody)).isZero();
        assertThat(ProcFs.residentKib(nobody)).isZero();
    }

    private static double runtimeSaysSeconds() {
        Duration total = ProcessHandle.current().info().totalCpuDuration().orElseThrow();
        return total.toNanos() / 1e9;
    }
}
