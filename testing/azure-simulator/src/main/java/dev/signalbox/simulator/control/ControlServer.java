package dev.signalbox.simulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.simulator.catalogue.Scenarios;
import dev.signalbox.simulator.fault.Scenario;
import dev.signalbox.simulator.journal.Exchange;
import dev.signalbox.simulator.journal.Journal;
import dev.signalbox.simulator.journal.Traffic;
import dev.signalbox.simulator.model.DeploymentSettings;
import dev.signalbox.simulator.resource.Resource;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/** Serves the control API on loopback. */
public final class ControlServer implements AutoCloseable {

    private static final String RESOURCE = "/_sim/resources/{resource}";
    private static final String DEPLOYMENT = RESOURCE + "/deployments/{deployment}";

    private final Map<String, Resource> resources;
    private final Journal journal;
    private final Words words = new Words();
    private final WebServer server;

    private ControlServer(int port, Map<String, Resource> resources, Journal journal) {
        this.resources = resources;
        this.journal = journal;
        this.server =
                WebServer.builder()
                        .address(InetAddress.getLoopbackAddress())
                        .port(port)
                        .shutdownHook(false)
                        .routing(this::routes)
                        .build();
    }

    /**
     * Begins to listen.
     *
     * @throws UncheckedIOException if the port is taken
     */
    public static ControlServer start(int port, Map<String, Resource> resources, Journal journal) {
        ControlServer control = new ControlServer(port, resources, journal);
        var unused = control.server.start();
        // A port that is taken makes Helidon log and return, not throw.
        if (!control.server.isRunning()) {
            throw new UncheckedIOException(
                    new IOException("cannot listen on control port " + port));
        }
        return control;
    }

    /** Where it listens. */
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        var unused = server.stop();
    }

    private void routes(HttpRouting.Builder routing) {
        routing.put(DEPLOYMENT, guarded(this::configure))
                .get(DEPLOYMENT, guarded(this::deployment))
                .post(DEPLOYMENT + "/faults", guarded(this::order))
                .delete(DEPLOYMENT + "/faults", guarded(this::clear))
                .post(RESOURCE + "/faults", guarded(this::orderForAll))
                .delete(RESOURCE + "/faults", guarded(this::clearAll))
                .put(RESOURCE + "/tokens", guarded(this::tokensLive))
                .delete(RESOURCE + "/tokens", guarded(this::expireTokens))
                .get("/_sim/scenarios", guarded(this::scenarios))
                .get("/_sim/requests", guarded(this::requests))
                .get("/_sim/stats", guarded(this::stats))
                .post("/_sim/reset", guarded(this::reset));
    }

    private void configure(ServerRequest request, ServerResponse response) {
        Resource resource = resource(request);
        String name = path(request, "deployment");
        JsonNode said = words.read(body(request));
        DeploymentSettings before;
        try {
            before = resource.deployment(name);
        } catch (NoSuchElementException e) {
            if (!said.has("model")) {
                throw new IllegalArgumentException("a new deployment needs a 'model'", e);
            }
            before = DeploymentSettings.of(name, said.path("model").asText());
        }
        DeploymentSettings after = DeploymentWords.changed(before, said);
        resource.configure(after);
        send(response, after);
    }

    private void deployment(ServerRequest request, ServerResponse response) {
        send(response, resource(request).deployment(path(request, "deployment")));
    }

    private void send(ServerResponse response, DeploymentSettings settings) {
        ObjectNode body = words.object();
        DeploymentWords.write(settings, body);
        send(response, Status.OK_200, body);
    }

    private void order(ServerRequest request, ServerResponse response) {
        var order = FaultWords.order(words.read(body(request)));
        resource(request).order(path(request, "deployment"), order);
        ordered(response, order.scenario());
    }

    private void orderForAll(ServerRequest request, ServerResponse response) {
        var order = FaultWords.order(words.read(body(request)));
        resource(request).order(order);
        ordered(response, order.scenario());
    }

    private void ordered(ServerResponse response, Scenario scenario) {
        send(response, Status.CREATED_201, words.object().put("scenario", scenario.label()));
    }

    private void clear(ServerRequest request, ServerResponse response) {
        resource(request).clearFaults(path(request, "deployment"));
        response.status(Status.NO_CONTENT_204).send();
    }

    private void clearAll(ServerRequest request, ServerResponse response) {
        resource(request).clearFaults();
        response.status(Status.NO_CONTENT_204).send();
    }

    private void tokensLive(ServerRequest request, ServerResponse response) {
        JsonNode said = words.read(body(request));
        Words.allow(said, Set.of("seconds"));
        long seconds = Words.whole(said, "seconds", 0);
        if (seconds <= 0) {
            throw new IllegalArgumentException("'seconds' is a number above 0");
        }
        resource(request).tokenDesk().live(Duration.ofSeconds(seconds));
        response.status(Status.NO_CONTENT_204).send();
    }

    private void expireTokens(ServerRequest request, ServerResponse response) {
        resource(request).tokenDesk().expire();
        response.status(Status.NO_CONTENT_204).send();
    }

    private void reset(ServerRequest request, ServerResponse response) {
        resources.values().forEach(Resource::reset);
        journal.clear();
        response.status(Status.NO_CONTENT_204).send();
    }

    private void scenarios(ServerRequest request, ServerResponse response) {
        ObjectNode body = words.object();
        ArrayNode list = body.putArray("scenarios");
        for (Scenario scenario : Scenarios.all()) {
            list.addObject().put("id", scenario.id()).put("name", scenario.title());
        }
        send(response, Status.OK_200, body);
    }

    private void requests(ServerRequest request, ServerResponse response) {
        String resource = request.query().first("resource").orElse("");
        String deployment = request.query().first("deployment").orElse("");
        long since = Long.parseLong(request.query().first("since").orElse("0"));
        ObjectNode body = words.object();
        ArrayNode list = body.putArray("requests");
        for (Exchange exchange : journal.since(since)) {
            boolean here = resource.isEmpty() || resource.equals(exchange.resource());
            if (here && (deployment.isEmpty() || deployment.equals(exchange.deployment()))) {
                JournalWords.write(exchange, list.addObject());
            }
        }
        send(response, Status.OK_200, body);
    }

    private void stats(ServerRequest request, ServerResponse response) {
        ObjectNode body = words.object();
        Traffic all = new Traffic(0, 0, 0, 0);
        ObjectNode each = words.object();
        for (Resource resource : resources.values()) {
            Traffic traffic = resource.traffic();
            all = all.plus(traffic);
            JournalWords.write(traffic, each.putObject(resource.name()));
        }
        JournalWords.write(all, body);
        body.set("resources", each);
        send(response, Status.OK_200, body);
    }

    private Handler guarded(Handler handler) {
        return (request, response) -> {
            try {
                handler.handle(request, response);
            } catch (NoSuchElementException e) {
                refuse(response, Status.NOT_FOUND_404, e);
            } catch (IllegalArgumentException | ArithmeticException e) {
                refuse(response, Status.BAD_REQUEST_400, e);
            }
        };
    }

    private void refuse(ServerResponse response, Status status, RuntimeException why) {
        send(response, status, words.object().put("error", why.getMessage()));
    }

    private void send(ServerResponse response, Status status, JsonNode body) {
        response.status(status)
                .header(HeaderNames.CONTENT_TYPE, "application/json")
                .send(words.write(body));
    }

    private Resource resource(ServerRequest request) {
        String name = path(request, "resource");
        Resource resource = resources.get(name);
        if (resource == null) {
            throw new NoSuchElementException(
                    "no resource " + name + ", there are " + resources.keySet());
        }
        return resource;
    }

    private static byte[] body(ServerRequest request) {
        return request.content().hasEntity() ? request.content().as(byte[].class) : new byte[0];
    }

    private static String path(ServerRequest request, String name) {
        return request.path().pathParameters().get(name);
    }
}
