package dev.signalbox.http;

import dev.signalbox.domain.catalog.Endpoint;
import dev.signalbox.http.admin.Desk;
import dev.signalbox.http.admin.history.HistoryRoutes;
import dev.signalbox.http.admin.key.KeyRoutes;
import dev.signalbox.http.admin.team.MemberRoutes;
import dev.signalbox.http.admin.team.TeamLists;
import dev.signalbox.http.admin.team.TeamRoutes;
import dev.signalbox.http.admin.user.UserRoutes;
import dev.signalbox.http.exchange.Route;
import dev.signalbox.http.observe.HealthRoutes;
import dev.signalbox.http.openai.ExplainRoutes;
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
        ExplainRoutes explain =
                new ExplainRoutes(doors.explain(), doors.callers(), settings.maxBodyBytes());
        table.add(POST, "/v1/route/explain", explain::explain);
        table.add(POST, "/route/explain", explain::explain);
        Desk desk = new Desk(doors.callers(), settings.maxAdminBodyBytes());
        addTeams(table, doors.administration(), desk);
        addKeys(
                table,
                new KeyRoutes(
                        doors.administration().keys(), doors.administration().readKeys(), desk));
        addUsers(table, new UserRoutes(doors.administration().users(), desk));
        addHistory(table, new HistoryRoutes(doors.administration().history(), desk));
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

    private static void addTeams(RouteTable table, Administration administration, Desk desk) {
        TeamRoutes teams = new TeamRoutes(administration.teams(), desk);
        table.add(POST, "/team/new", teams::create);
        table.add(POST, "/team/update", teams::update);
        table.add(POST, "/team/delete", teams::delete);
        table.add(POST, "/team/block", teams::block);
        table.add(POST, "/team/unblock", teams::unblock);
        table.add(POST, "/team/model/add", teams::addModels);
        table.add(POST, "/team/model/delete", teams::removeModels);
        table.add(POST, "/team/aliases/rollback", teams::rollBack);
        MemberRoutes members = new MemberRoutes(administration.members(), desk);
        table.add(POST, "/team/member_add", members::add);
        table.add(POST, "/team/member_update", members::update);
        table.add(POST, "/team/member_delete", members::remove);
        TeamLists lists =
                new TeamLists(
                        administration.readTeams(),
                        administration.history(),
                        administration.openTeams(),
                        desk);
        table.add(GET, "/team/info", lists::look);
        table.add(GET, "/team/list", lists::list);
        table.add(GET, "/v2/team/list", lists::page);
        table.add(GET, "/team/available", lists::available);
        table.add(GET, "/team/aliases/history", lists::aliases);
    }

    private static void addKeys(RouteTable table, KeyRoutes keys) {
        table.add(POST, "/key/generate", keys::generate);
        table.add(POST, "/key/service-account/generate", keys::generateForService);
        table.add(POST, "/key/update", keys::update);
        table.add(POST, "/key/regenerate", keys::regenerate);
        table.addOpen(POST, "/key/", "/regenerate", keys::regenerate);
        table.add(POST, "/key/delete", keys::delete);
        table.add(POST, "/key/block", keys::block);
        table.add(POST, "/key/unblock", keys::unblock);
        table.add(POST, "/key/health", keys::health);
        table.add(GET, "/key/info", keys::look);
        table.add(POST, "/v2/key/info", keys::lookAtSome);
        table.add(GET, "/key/list", keys::list);
    }

    private static void addUsers(RouteTable table, UserRoutes users) {
        table.add(POST, "/user/new", users::create);
        table.add(POST, "/user/update", users::update);
        table.add(POST, "/user/delete", users::delete);
        table.add(GET, "/user/info", users::look);
        table.add(GET, "/user/list", users::list);
        table.add(GET, "/user/get_users", users::list);
    }

    private static void addHistory(RouteTable table, HistoryRoutes history) {
        table.add(GET, "/audit/log", history::log);
        table.add(GET, "/audit/diff", history::difference);
        table.add(GET, "/audit/verify", history::verify);
    }

    private static void addHealth(RouteTable table, HealthRoutes health) {
        table.add(GET, "/", health::greet);
        table.add(GET, "/health/liveliness", health::alive);
        table.add(GET, "/health/liveness", health::alive);
        table.add(GET, "/health/readiness", health::ready);
    }
}
