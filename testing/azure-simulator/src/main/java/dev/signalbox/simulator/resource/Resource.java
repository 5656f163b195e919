package dev.signalbox.simulator.resource;

import dev.signalbox.simulator.catalogue.ConnectionFault;
import dev.signalbox.simulator.entra.TokenDesk;
import dev.signalbox.simulator.fault.FaultOrder;
import dev.signalbox.simulator.fault.FaultQueue;
import dev.signalbox.simulator.fault.Scenario;
import dev.signalbox.simulator.journal.Exchange;
import dev.signalbox.simulator.journal.Journal;
import dev.signalbox.simulator.journal.Traffic;
import dev.signalbox.simulator.model.DeploymentSettings;
import dev.signalbox.simulator.model.Tokens;
import dev.signalbox.simulator.wire.Connection;
import dev.signalbox.simulator.wire.Ending;
import dev.signalbox.simulator.wire.Framing;
import dev.signalbox.simulator.wire.Listener;
import dev.signalbox.simulator.wire.Malformed;
import dev.signalbox.simulator.wire.RequestHead;
import dev.signalbox.simulator.wire.Step;

import java.io.IOException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.LongAdder;

/** One resource at work: a port, what is deployed there, and what is ordered to go wrong. */
public final class Resource implements AutoCloseable {

    private static final byte[] CONTINUE = Framing.head(100, "Continue", List.of());

    private final String name;
    private final Deployments deployments;
    private final FaultQueue faults = new FaultQueue();
    private final Desk desk;
    private final Journal journal;
    private final LongAdder requests = new LongAdder();
    private final LongAdder inFlight = new LongAdder();
    private final Listener listener;

    private Resource(ResourceSettings settings, Journal journal, Tokens tokens) {
        this.name = settings.name();
        this.deployments = new Deployments(settings.deployments());
        this.desk = new Desk(settings, deployments, faults, tokens);
        this.journal = journal;
        this.listener = Listener.start(settings.port(), this::serve);
    }

    /**
     * Begins to listen.
     *
     * @throws java.io.UncheckedIOException if the port is taken
     */
    public static Resource start(ResourceSettings settings, Journal journal, Tokens tokens) {
        return new Resource(settings, journal, tokens);
    }

    /** How control calls and the journal name it. */
    public String name() {
        return name;
    }

    /** Where it listens. */
    public int port() {
        return listener.port();
    }

    /**
     * How a deployment behaves now.
     *
     * @throws NoSuchElementException if there is none of that name
     */
    public DeploymentSettings deployment(String deployment) {
        return live(deployment).settings();
    }

    /** Changes how a deployment behaves from its next question on, or adds it. */
    public void configure(DeploymentSettings settings) {
        deployments.configure(settings);
    }

    /** Where this resource gives out tokens. */
    public TokenDesk tokenDesk() {
        return desk.tokenDesk();
    }

    /** Orders a fault for whatever is asked of this resource. */
    public void order(FaultOrder order) {
        if (order.scenario() == ConnectionFault.REFUSED) {
            listener.refuse();
        } else {
            faults.order(order);
        }
    }

    /**
     * Orders a fault for one deployment; faults of connections concern the whole resource.
     *
     * @throws NoSuchElementException if there is none of that name
     */
    public void order(String deployment, FaultOrder order) {
        LiveDeployment live = live(deployment);
        if (order.scenario().stage() == Scenario.Stage.ACCEPT) {
            order(order);
        } else {
            live.faults().order(order);
        }
    }

    /** Forgets what was ordered for the resource and all its deployments. */
    public void clearFaults() {
        faults.clear();
        deployments.all().forEach(deployment -> deployment.faults().clear());
        listener.admit();
    }

    /**
     * Forgets what was ordered for one deployment, and what concerns connections.
     *
     * @throws NoSuchElementException if there is none of that name
     */
    public void clearFaults(String deployment) {
        live(deployment).faults().clear();
        faults.clear(Scenario.Stage.ACCEPT);
        listener.admit();
    }

    /** Forgets faults and changed settings. */
    public void reset() {
        clearFaults();
        deployments.reset();
    }

    /** What it has seen so far. */
    public Traffic traffic() {
        return new Traffic(
                inFlight.sum(), listener.accepted(), listener.connected(), requests.sum());
    }

    @Override
    public void close() {
        listener.close();
    }

    private LiveDeployment live(String deployment) {
        LiveDeployment live = deployments.named(deployment);
        if (live == null) {
            throw new NoSuchElementException("no deployment " + deployment + " in " + name);
        }
        return live;
    }

    private void serve(Connection connection) {
        if (faults.take(EnumSet.of(Scenario.Stage.ACCEPT)) != null) {
            connection.reset();
            return;
        }
        int reuse = 0;
        try {
            RequestHead head = connection.reader().head();
            while (head != null && answered(connection, head, reuse)) {
                reuse++;
                head = connection.reader().head();
            }
        } catch (Malformed e) {
            List<Step> refusal = desk.malformed();
            var unused = connection.play(refusal);
        } catch (IOException e) {
            // The caller left in the middle of a request: there is nobody to answer.
        }
    }

    private boolean answered(Connection connection, RequestHead head, int reuse)
            throws IOException {
        requests.increment();
        inFlight.increment();
        Exchange exchange = begun(connection, head, reuse);
        journal.open(exchange);
        LiveDeployment inside = null;
        try {
            Turn turn = desk.early(head, reuse > 0);
            if (turn == null) {
                if (head.expectsContinue()) {
                    var unused = connection.play(List.of(new Step.Bytes(CONTINUE)));
                }
                byte[] body = connection.reader().body(head);
                Desk.Request request = desk.read(head, body);
                exchange = exchange.asked(request.deployment(), body);
                LiveDeployment target = request.target();
                if (target == null || target.enter()) {
                    inside = target;
                    turn = desk.turn(request);
                } else {
                    turn = desk.full(request);
                }
            }
            Scenario scenario = turn.scenario();
            exchange =
                    exchange.answering(turn.status(), scenario == null ? null : scenario.label());
            journal.update(exchange);
            Ending ending = connection.play(turn.steps());
            journal.update(exchange.ended(faulted(ending, turn)));
            return ending.kind() == Ending.Kind.COMPLETE
                    && turn.keepsConnection()
                    && head.keepsConnection();
        } catch (IOException e) {
            journal.update(exchange.ended(new Ending(Ending.Kind.CLIENT_CLOSED, 0, Instant.now())));
            throw e;
        } finally {
            if (inside != null) {
                inside.leave();
            }
            inFlight.decrement();
        }
    }

    private Exchange begun(Connection connection, RequestHead head, int reuse) {
        return new Exchange(
                journal.nextNumber(),
                name,
                desk.deployment(head),
                head,
                new byte[0],
                connection.id(),
                reuse,
                Instant.now(),
                System.nanoTime(),
                0,
                null,
                null);
    }

    private static Ending faulted(Ending ending, Turn turn) {
        return turn.scenario() != null && ending.kind() == Ending.Kind.COMPLETE
                ? new Ending(Ending.Kind.FAULTED, ending.bytes(), ending.at())
                : ending;
    }
}
