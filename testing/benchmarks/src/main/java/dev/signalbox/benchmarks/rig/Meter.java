package dev.signalbox.benchmarks.rig;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** Reads what the gateway, its database, the simulator and everybody else use. */
public final class Meter {

    private final long gateway;
    private final long simulator;
    private final long self = ProcessHandle.current().pid();
    private final String folder;

    /**
     * @param folder the database's processes name it, or are below one that does
     */
    Meter(long gateway, long simulator, String folder) {
        this.gateway = gateway;
        this.simulator = simulator;
        this.folder = folder;
    }

    /**
     * Processor time so far, in seconds.
     *
     * @param gateway the gateway's process alone
     * @param database all of the embedded database's processes
     * @param machine everything on this machine
     */
    public record Cpu(
            double gateway, double database, double simulator, double load, double machine) {

        /** What was used since an earlier reading. */
        public Cpu since(Cpu earlier) {
            return new Cpu(
                    gateway - earlier.gateway,
                    database - earlier.database,
                    simulator - earlier.simulator,
                    load - earlier.load,
                    machine - earlier.machine);
        }

        /** What is used by nobody of ours. */
        public double foreign() {
            return Math.max(0, machine - gateway - database - simulator - load);
        }
    }

    /**
     * Memory now, in KiB.
     *
     * @param gateway resident, the gateway's process alone
     * @param gatewayPeak the most that it ever had
     * @param database the proportional sets of the embedded database's processes together: its
     *     resident sets hold the same shared pages again and again
     */
    public record Memory(long gateway, long gatewayPeak, long database) {}

    /** Reads the clocks of all processors and processes. */
    public Cpu cpu() throws IOException {
        return new Cpu(
                ProcFs.cpuSeconds(gateway),
                database().stream().mapToDouble(ProcFs::cpuSeconds).sum(),
                ProcFs.cpuSeconds(simulator),
                ProcFs.cpuSeconds(self),
                ProcFs.busySeconds());
    }

    /** Reads how much memory is taken. */
    public Memory memory() throws IOException {
        return new Memory(
                ProcFs.residentKib(gateway),
                ProcFs.peakResidentKib(gateway),
                database().stream().mapToLong(ProcFs::proportionalKib).sum());
    }

    /** The postmaster names our folder; its children do not, and may have come since. */
    private List<Long> database() throws IOException {
        return ProcFs.naming(folder).stream()
                .filter(pid -> pid != gateway && pid != simulator && pid != self)
                .flatMap(Meter::withDescendants)
                .distinct()
                .toList();
    }

    private static Stream<Long> withDescendants(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(handle -> Stream.concat(Stream.of(handle), handle.descendants()))
                .map(ProcessHandle::pid);
    }
}
