package dev.signalbox.http;

import dev.signalbox.http.capacity.Crowd;
import dev.signalbox.http.connection.Line;
import dev.signalbox.http.exchange.ErrorAnswer;
import dev.signalbox.http.exchange.Exchange;
import dev.signalbox.http.exchange.House;
import dev.signalbox.http.openai.OpenAiErrors;
import dev.signalbox.http.surface.NotServed;
import dev.signalbox.http.surface.Service;
import dev.signalbox.http.surface.Side;

import io.helidon.http.HeaderNames;
import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.Routing;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpSecurity;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Takes every request in, finds its route once, and sees to it that it is answered. Safe for many
 * threads.
 */
final class Reception implements HttpRouting {

    private static final System.Logger LOG = System.getLogger(Reception.class.getName());
    private static final long NOT_DRAINING = Long.MAX_VALUE;
    private static final Duration SOON = Duration.ofSeconds(1);

    private final RouteTable routes;
    private final FrontDoor door;
    private final Set<String> evenWhileDraining;
    private final House house;
    private final HttpSecurity security = HttpSecurity.create();
    private final AtomicLong drainingSince = new AtomicLong(NOT_DRAINING);

    /**
     * @param evenWhileDraining paths that are served to the last
     */
    Reception(RouteTable routes, FrontDoor door, Set<String> evenWhileDraining, House house) {
        this.routes = routes;
        this.door = door;
        this.evenWhileDraining = Set.copyOf(evenWhileDraining);
        this.house = house;
    }

    /**
     * From now on every answer ends its connection. Whoever was connected before may still ask once
     * (they could not know), whoever comes later is sent away.
     */
    void drain() {
        drainingSince.set(System.nanoTime());
    }

    @Override
    public void route(
            ConnectionContext connection, RoutingRequest request, RoutingResponse response) {
        if (!(connection instanceof Line line)) {
            throw new IllegalStateException("a request came in over a connection that is no line");
        }
        Exchange exchange = new Exchange(line, request, response, house);
        try {
            receive(exchange);
            response.commit();
        } catch (CloseConnectionException | RequestException e) {
            // The server beneath knows what to do with these.
            throw e;
        } catch (RuntimeException e) {
            LOG.log(
                    Level.ERROR,
                    "request " + exchange.id() + " from " + exchange.callerAddress() + " failed",
                    e);
            apologise(exchange);
        }
        line.answered();
    }

    private void receive(Exchange exchange) {
        long since = drainingSince.get();
        if (since != NOT_DRAINING) {
            exchange.line().closeAfterAnswer();
            if (exchange.line().since() - since > 0
                    && !evenWhileDraining.contains(exchange.path())) {
                exchange.fail(sentAway());
                return;
            }
        }
        serve(exchange);
    }

    private void serve(Exchange exchange) {
        String method = exchange.method();
        String path = exchange.path();
        switch (routes.find(method, path)) {
            case RouteTable.Found found -> serve(exchange, found.service(), found.variable());
            case RouteTable.OtherMethods others -> {
                exchange.note(HeaderNames.ALLOW, String.join(", ", others.allowed()));
                exchange.fail(OpenAiErrors.wrongMethod(method, path));
            }
            case RouteTable.Nothing nothing -> {
                ErrorAnswer elsewhere = NotServed.answer(path);
                exchange.fail(
                        elsewhere == null ? OpenAiErrors.noSuchPath(method, path) : elsewhere);
            }
        }
    }

    private void serve(Exchange exchange, Service service, String variable) {
        ErrorAnswer refusal = door.refusal(exchange, service);
        if (refusal != null) {
            exchange.fail(refusal);
        } else if (service.side() == Side.CALLS) {
            serveInCrowd(exchange, service, variable);
        } else {
            service.route().serve(exchange, variable);
        }
    }

    private void serveInCrowd(Exchange exchange, Service service, String variable) {
        Crowd crowd = house.crowd();
        if (!crowd.enter()) {
            exchange.fail(tooMany(crowd.most()));
            return;
        }
        try {
            service.route().serve(exchange, variable);
        } finally {
            crowd.leave();
        }
    }

    private static ErrorAnswer tooMany(int most) {
        return ErrorAnswer.of(
                        429,
                        "throttling_error",
                        null,
                        "Hit Global Limit: Limit="
                                + most
                                + ". This gateway serves as many calls at the same time as it may"
                                + " (global_max_parallel_requests). Try again in a moment.")
                .retryAfter(SOON);
    }

    private static void apologise(Exchange exchange) {
        if (!exchange.restart()) {
            throw new CloseConnectionException("an answer broke off in the middle");
        }
        exchange.fail(ErrorAnswer.unforeseen());
        exchange.response().commit();
    }

    private static ErrorAnswer sentAway() {
        return ErrorAnswer.of(
                        503,
                        "service_unavailable_error",
                        null,
                        "This server is shutting down. Try again; another will answer.")
                .retryAfter(Duration.ofSeconds(1));
    }

    @Override
    public HttpSecurity security() {
        return security;
    }

    @Override
    public Class<? extends Routing> routingType() {
        return HttpRouting.class;
    }
}
