package dev.signalbox.application.testkit;

import dev.signalbox.application.driven.Registry;

class InMemoryRegistryTest extends RegistryContract {

    private final Registry registry = new InMemoryRegistry();

    @Override
    protected Registry registry() {
        return registry;
    }
}
