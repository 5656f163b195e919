package dev.signalbox.benchmarks.report;

import dev.signalbox.benchmarks.load.Run;
import dev.signalbox.benchmarks.rig.Meter;

/**
 * One stretch of load and what it cost.
 *
 * @param number from 1; both ways of a pair have the same
 * @param run how the calls went
 * @param cpu what each process used in it, in seconds
 */
public record Round(int number, Way way, Run run, Meter.Cpu cpu) {

    private static final double MICROS_PER_SECOND = 1e6;

    /** Which way the calls went. */
    public enum Way {
        DIRECT,
        THROUGH
    }

    /** Processor time of the gateway's process for each call, in microseconds. */
    public double gatewayMicrosPerCall() {
        return perCall(cpu.gateway());
    }

    /** Processor time of the embedded database for each call, in microseconds. */
    public double databaseMicrosPerCall() {
        return perCall(cpu.database());
    }

    /** How many processors were busy with work of strangers. */
    public double foreignProcessors() {
        return cpu.foreign() / run.seconds();
    }

    private double perCall(double seconds) {
        return seconds * MICROS_PER_SECOND / run.calls();
    }
}
