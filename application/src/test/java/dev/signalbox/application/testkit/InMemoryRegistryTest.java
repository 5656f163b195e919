package dev.signalbox.application.testkit;

import dev.signalbox.application.driven.AuditLog;
import dev.signalbox.application.driven.Records;
import dev.signalbox.application.driven.Registry;

class InMemoryRegistryTest extends RegistryContract {

    private final InMemoryRegistry registry = new InMemoryRegistry();

    @Override
    protected Registry registry() {
        return registry;
    }

    @Override
    protected Records records() {
        return registry;
    }

    @Override
    protected AuditLog history() {
        return registry;
    }
}
