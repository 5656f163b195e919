package dev.signalbox.application.admin;

import dev.signalbox.application.directory.LiveDirectory;
import dev.signalbox.application.driven.Registry;
import dev.signalbox.application.driving.ReportHealth;

/**
 * How this process is. Safe for many threads; whoever starts and stops the process says when it
 * serves and when it drains.
 */
public final class HealthReport implements ReportHealth {

    private final Registry registry;
    private final LiveDirectory live;
    private volatile Stage stage = Stage.STARTING;

    public HealthReport(Registry registry, LiveDirectory live) {
        this.registry = registry;
        this.live = live;
    }

    /** The process has entered {@code stage}. */
    public void enter(Stage stage) {
        this.stage = stage;
    }

    @Override
    public Health report() {
        return new Health(stage, registry.answers(), live.present().groupNames().size());
    }
}
