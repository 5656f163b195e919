package dev.signalbox.simulator.resource;

import dev.signalbox.simulator.fault.FaultQueue;
import dev.signalbox.simulator.model.DeploymentSettings;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A deployment at work: its settings may be changed while it answers. Safe for many threads; each
 * question sees one state of the settings.
 */
final class LiveDeployment {

    private final AtomicReference<DeploymentSettings> settings;
    private final AtomicLong questions = new AtomicLong();
    private final FaultQueue faults = new FaultQueue();

    LiveDeployment(DeploymentSettings settings) {
        this.settings = new AtomicReference<>(settings);
    }

    DeploymentSettings settings() {
        return settings.get();
    }

    void become(DeploymentSettings changed) {
        settings.set(changed);
        questions.set(0);
    }

    long nextQuestion() {
        return questions.incrementAndGet();
    }

    FaultQueue faults() {
        return faults;
    }
}
