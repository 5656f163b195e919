package dev.signalbox.application.admin;

import dev.signalbox.application.directory.Contact;
import dev.signalbox.application.directory.LiveDirectory;
import dev.signalbox.application.driven.Registry;
import dev.signalbox.application.driving.ReportHealth;

import java.util.function.Supplier;

/**
 * How this process is. Safe for many threads; whoever starts and stops the process says when it
 * serves and when it drains.
 */
public final class HealthReport implements ReportHealth {

    private final Registry registry;
    private final LiveDirectory live;
    private final Supplier<String> snapshot;
    private volatile Stage stage = Stage.STARTING;

    /** Of a process that keeps no snapshot. */
    public HealthReport(Registry registry, LiveDirectory live) {
        this(registry, live, () -> "none");
    }

    /**
     * @param snapshot how it stands with the snapshot, as a phrase; does not block
     */
    public HealthReport(Registry registry, LiveDirectory live, Supplier<String> snapshot) {
        this.registry = registry;
        this.live = live;
        this.snapshot = snapshot;
    }

    /** The process has entered {@code stage}. */
    public void enter(Stage stage) {
        this.stage = stage;
    }

    @Override
    public Health report() {
        Contact contact = live.contact();
        Memory memory =
                new Memory(live.revision(), contact.age(), !contact.isStale(), snapshot.get());
        return new Health(
                stage,
                !contact.isLost() && registry.answers(),
                live.present().groupNames().size(),
                memory);
    }
}
