package dev.signalbox.http;

import dev.signalbox.domain.catalog.Endpoint;
import dev.signalbox.http.admin.KeyRoutes;
import dev.signalbox.http.admin.TeamRoutes;
import dev.signalbox.http.exchange.Route;
import dev.signalbox.http.observe.HealthRoutes;
import dev.signalbox.http.openai.InferenceRoutes;
import dev.signalbox.http.openai.ModelRoutes;

import java.util.List;
import java.util.Set;

/** Every path that is served, in one place. */
final class Routes {

    /** Probes are answered to the last: they must see that the server is stopping. */
    static final Set<String> EVEN_WHILE_DRAINING =
            Set.of("/health/liveliness", "/health/liveness", "/health/readiness");

    private static final String GET = "GET";
    private static final String POST = "POST";

    private Routes() {}

    static RouteTable to(Doors doors, HttpSettings settings) {
        RouteTable table = new RouteTable();
        addInference(
                table,
                new InferenceRoutes(doors.relay(), doors.callers(), settings.maxBodyBytes()));
        addModels(table, new ModelRoutes(doors.models(), doors.callers()));
        addTeams(
                table,
                new TeamRoutes(
                        doors.administration().teams(),
                        doors.administration().readTeams(),
                        doors.callers(),
                        settings.maxAdminBodyBytes()));
        addKeys(
                table,
                new KeyRoutes(
                        doors.administration().keys(),
                        doors.administration().readKeys(),
                        doors.callers(),
                        settings.maxAdminBodyBytes()));
        addHealth(table, new HealthRoutes(doors.health()));
        return table;
    }

    private static void addInference(RouteTable table, InferenceRoutes inference) {
        for (Endpoint endpoint : Endpoint.values()) {
            Route route = inference.calls(endpoint);
            for (String prefix : List.of("/v1/", "/", "/openai/v1/")) {
                table.add(POST, prefix + endpoint.path(), route);
            }
            for (String prefix : List.of("/openai/deployments/", "/engines/")) {
                table.addOpen(POST, prefix, "/" + endpoint.path(), route);
            }
        }
    }

    private static void addModels(RouteTable table, ModelRoutes models) {
        for (String path :
                List.of("/v1/models", "/models", "/openai/v1/models", "/openai/models")) {
            table.add(GET, path, models::list);
            table.addOpen(GET, path + "/", "", models::look);
        }
    }

    private static void addTeams(RouteTable table, TeamRoutes teams) {
        table.add(POST, "/team/new", teams::create);
        table.add(POST, "/team/update", teams::update);
        table.add(POST, "/team/delete", teams::delete);
        table.add(POST, "/team/block", teams::block);
        table.add(POST, "/team/unblock", teams::unblock);
        table.add(GET, "/team/info", teams::look);
        table.add(GET, "/team/list", teams::list);
    }

    private static void addKeys(RouteTable table, KeyRoutes keys) {
        table.add(POST, "/key/generate", keys::generate);
        table.add(POST, "/key/delete", keys::delete);
        table.add(POST, "/key/block", keys::block);
        table.add(POST, "/key/unblock", keys::unblock);
        table.add(GET, "/key/info", keys::look);
    }

    private static void addHealth(RouteTable table, HealthRoutes health) {
        table.add(GET, "/", health::greet);
        table.add(GET, "/health/liveliness", health::alive);
        table.add(GET, "/health/liveness", health::alive);
        table.add(GET, "/health/readiness", health::ready);
    }
}
