package dev.signalbox.simulator;

import dev.signalbox.simulator.control.ControlServer;
import dev.signalbox.simulator.fault.FaultOrder;
import dev.signalbox.simulator.journal.Exchange;
import dev.signalbox.simulator.journal.Journal;
import dev.signalbox.simulator.journal.Traffic;
import dev.signalbox.simulator.model.DeploymentSettings;
import dev.signalbox.simulator.model.Tokens;
import dev.signalbox.simulator.resource.Resource;
import dev.signalbox.simulator.resource.ResourceSettings;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * An upstream that behaves as Azure OpenAI and OpenAI do, and goes wrong when it is told to. It
 * listens on loopback only: one port for each resource. Safe for many threads.
 */
public final class Simulator implements AutoCloseable {

    private final Map<String, Resource> resources = new LinkedHashMap<>();
    private final Journal journal;
    private final ControlServer control;

    private Simulator(SimulatorSettings settings) {
        this.journal = new Journal(settings.journalLimit());
        Tokens tokens = new Tokens();
        try {
            for (ResourceSettings resource : settings.resources()) {
                resources.put(resource.name(), Resource.start(resource, journal, tokens));
            }
            control = ControlServer.start(settings.controlPort(), resources, journal);
        } catch (RuntimeException e) {
            resources.values().forEach(Resource::close);
            throw e;
        }
    }

    /**
     * Starts and returns when all ports are open.
     *
     * @throws java.io.UncheckedIOException if a port is taken; nothing is left open then
     */
    public static Simulator start(SimulatorSettings settings) {
        return new Simulator(settings);
    }

    /** Where the first resource listens. */
    public int port() {
        return resources.values().iterator().next().port();
    }

    /**
     * Where a resource listens.
     *
     * @throws NoSuchElementException if there is none of that name
     */
    public int port(String resource) {
        return resource(resource).port();
    }

    /** What callers of a resource put before {@code /openai}, without a slash at its end. */
    public URI base(String resource) {
        return URI.create("http://127.0.0.1:" + port(resource));
    }

    /** Where the control API listens. */
    public int controlPort() {
        return control.port();
    }

    /** The names of the resources, in the order of the settings. */
    public List<String> names() {
        return List.copyOf(resources.keySet());
    }

    /** Orders a fault for one deployment. */
    public void order(String resource, String deployment, FaultOrder order) {
        resource(resource).order(deployment, order);
    }

    /** Orders a fault for whatever is asked of a resource. */
    public void order(String resource, FaultOrder order) {
        resource(resource).order(order);
    }

    /** Forgets the faults of a resource that have not happened yet. */
    public void clearFaults(String resource) {
        resource(resource).clearFaults();
    }

    /** Forgets the faults of one deployment, and those of its resource's connections. */
    public void clearFaults(String resource, String deployment) {
        resource(resource).clearFaults(deployment);
    }

    /** Changes how a deployment behaves from its next question on, or adds it. */
    public void configure(String resource, DeploymentSettings settings) {
        resource(resource).configure(settings);
    }

    /** Tokens that a resource gives out from now on live so long. */
    public void tokensLive(String resource, Duration time) {
        resource(resource).tokenDesk().live(time);
    }

    /** No token that a resource has given out is accepted any more. */
    public void expireTokens(String resource) {
        resource(resource).tokenDesk().expire();
    }

    /** The exchanges that are remembered, oldest first; those in flight have no ending yet. */
    public List<Exchange> requests() {
        return journal.since(0);
    }

    /** The same of one resource only. */
    public List<Exchange> requests(String resource) {
        return journal.since(0).stream()
                .filter(exchange -> exchange.resource().equals(resource))
                .toList();
    }

    /** What one resource has seen. */
    public Traffic traffic(String resource) {
        return resource(resource).traffic();
    }

    /** Forgets faults and the journal; deployments stay as they are. Connections stay open. */
    public void forget() {
        resources.values().forEach(Resource::clearFaults);
        journal.clear();
    }

    /** Forgets faults, changed settings and the journal. Connections stay open. */
    public void reset() {
        resources.values().forEach(Resource::reset);
        journal.clear();
    }

    /** Closes all ports and connections. */
    @Override
    public void close() {
        control.close();
        resources.values().forEach(Resource::close);
    }

    private Resource resource(String name) {
        Resource resource = resources.get(name);
        if (resource == null) {
            throw new NoSuchElementException(
                    "no resource " + name + ", there are " + resources.keySet());
        }
        return resource;
    }
}
