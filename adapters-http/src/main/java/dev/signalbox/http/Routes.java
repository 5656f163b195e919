package dev.signalbox.http;

import dev.signalbox.http.admin.Desk;
import dev.signalbox.http.admin.history.HistoryRoutes;
import dev.signalbox.http.admin.key.KeyRoutes;
import dev.signalbox.http.admin.model.ModelInfoRoutes;
import dev.signalbox.http.admin.model.StoredModelRoutes;
import dev.signalbox.http.admin.team.MemberRoutes;
import dev.signalbox.http.admin.team.ScheduleRoutes;
import dev.signalbox.http.admin.team.TeamLists;
import dev.signalbox.http.admin.team.TeamRoutes;
import dev.signalbox.http.admin.user.UserRoutes;
import dev.signalbox.http.observe.HealthRoutes;
import dev.signalbox.http.openai.ExplainRoutes;
import dev.signalbox.http.openapi.ApiRoutes;
import dev.signalbox.http.surface.Policy;
import dev.signalbox.http.surface.RouteListing;
import dev.signalbox.http.surface.Service;
import dev.signalbox.http.surface.Side;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Every path that is served, in one place, and who may ask for it. */
final class Routes {

    /** Probes are answered to the last: they must see that the server is stopping. */
    static final Set<String> EVEN_WHILE_DRAINING =
            Set.of("/health/liveliness", "/health/liveness", "/health/readiness");

    private static final Side ADMIN = Side.ADMINISTRATION;

    private Routes() {}

    static RouteTable to(Doors doors, HttpSettings settings) {
        RouteTable table = new RouteTable();
        CallPaths.to(doors, settings).forEach(table::add);
        addExplain(table, new ExplainRoutes(doors.explain(), settings.maxBodyBytes()));
        Administration administration = doors.administration();
        Administration.Money money = administration.money();
        Desk desk = new Desk(settings.maxAdminBodyBytes(), money.spent(), money.zone());
        ScheduleRoutes schedules = new ScheduleRoutes(administration.plans(), desk);
        addTeams(table, new TeamRoutes(administration.teams(), schedules, desk));
        addSchedules(table, schedules);
        addMembers(table, new MemberRoutes(administration.members(), desk));
        addTeamLists(
                table,
                new TeamLists(
                        administration.readTeams(),
                        administration.history(),
                        administration.openTeams(),
                        desk));
        addKeys(table, new KeyRoutes(administration.keys(), administration.readKeys(), desk));
        addUsers(table, new UserRoutes(administration.users(), desk));
        addHistory(table, new HistoryRoutes(administration.history(), desk));
        addModelInfo(table, new ModelInfoRoutes(administration.readModels(), desk));
        addStoredModels(table, new StoredModelRoutes(administration.models(), desk));
        MoneyPaths.to(money, desk).forEach(table::add);
        BudgetPaths.to(money.budgets(), desk).forEach(table::add);
        addHealth(table, new HealthRoutes(doors.health()));
        table.add(
                ADMIN.get(
                        "/metrics",
                        Policy.PUBLIC,
                        "Tells the numbers, for Prometheus",
                        doors.metrics()::tell));
        addDescription(table, settings.version());
        return table;
    }

    /** The table, and one more route that lists what is on it. */
    static RouteTable withListing(RouteTable table) {
        table.add(listing(table));
        return table;
    }

    private static Service listing(RouteTable table) {
        return Side.BOTH.get(
                "/routes", Policy.PUBLIC, "Lists every route", new RouteListing(table::services));
    }

    /** Last: it describes what is on the table, and the list of it. */
    private static void addDescription(RouteTable table, String version) {
        List<Service> all = new ArrayList<>(table.services());
        all.add(listing(table));
        ApiRoutes.describing(all, version).forEach(table::add);
    }

    private static void addExplain(RouteTable table, ExplainRoutes explain) {
        String summary = "Tells what would become of a call, without making it";
        for (String path : List.of("/v1/route/explain", "/route/explain")) {
            table.add(Side.CALLS.post(path, Policy.CALLER, summary, explain::explain));
        }
    }

    private static void addTeams(RouteTable table, TeamRoutes teams) {
        Policy admin = Policy.ADMINISTRATOR;
        Policy manager = Policy.MANAGER;
        table.add(ADMIN.post("/team/new", admin, "Makes a team", teams::create));
        table.add(ADMIN.post("/team/update", manager, "Changes a team", teams::update));
        table.add(ADMIN.post("/team/delete", admin, "Deletes teams and their keys", teams::delete));
        table.add(ADMIN.post("/team/block", admin, "Blocks a team and its keys", teams::block));
        table.add(ADMIN.post("/team/unblock", admin, "Lets a team in again", teams::unblock));
        table.add(
                ADMIN.post("/team/model/add", admin, "Lets a team ask for more", teams::addModels));
        table.add(
                ADMIN.post(
                        "/team/model/delete",
                        admin,
                        "Lets a team ask for less",
                        teams::removeModels));
        table.add(
                ADMIN.post(
                        "/team/aliases/rollback",
                        manager,
                        "Puts a team's aliases back to what they were",
                        teams::rollBack));
    }

    private static void addSchedules(RouteTable table, ScheduleRoutes schedules) {
        String path = "/team/aliases/schedule";
        table.add(
                ADMIN.post(
                        path,
                        Policy.MANAGER,
                        "Gives a team other aliases from a moment on",
                        schedules::plan));
        table.add(
                ADMIN.get(
                        path + "s",
                        Policy.CALLER,
                        "Lists the aliases that a team is to have",
                        schedules::list));
        table.add(
                ADMIN.post(
                        path + "/cancel",
                        Policy.MANAGER,
                        "Calls off aliases that a team was to have",
                        schedules::cancel));
    }

    private static void addMembers(RouteTable table, MemberRoutes members) {
        Policy admin = Policy.ADMINISTRATOR;
        // Not administrators only: whoever acts as a user may join an open team.
        table.add(ADMIN.post("/team/member_add", Policy.MANAGER, "Takes users in", members::add));
        table.add(ADMIN.post("/team/member_update", admin, "Changes a role", members::update));
        table.add(ADMIN.post("/team/member_delete", admin, "Ends membership", members::remove));
    }

    private static void addTeamLists(RouteTable table, TeamLists lists) {
        Policy caller = Policy.CALLER;
        table.add(ADMIN.get("/team/info", caller, "Shows a team", lists::look));
        table.add(ADMIN.get("/team/list", caller, "Lists teams", lists::list));
        table.add(ADMIN.get("/v2/team/list", caller, "Lists teams, by pages", lists::page));
        table.add(
                ADMIN.get("/team/available", caller, "Lists teams to be joined", lists::available));
        table.add(
                ADMIN.get(
                        "/team/aliases/history",
                        caller,
                        "Lists the aliases that a team has had",
                        lists::aliases));
    }

    private static void addKeys(RouteTable table, KeyRoutes keys) {
        Policy manager = Policy.MANAGER;
        String rotates = "Puts a new secret in the place of an old one";
        table.add(ADMIN.post("/key/generate", manager, "Makes a key", keys::generate));
        table.add(
                ADMIN.post(
                        "/key/service-account/generate",
                        manager,
                        "Makes a key of a team and of no user",
                        keys::generateForService));
        table.add(ADMIN.post("/key/update", manager, "Changes a key", keys::update));
        table.add(ADMIN.post("/key/regenerate", manager, rotates, keys::regenerate));
        table.add(ADMIN.post("/key/{key}/regenerate", manager, rotates, keys::regenerate));
        table.add(ADMIN.post("/key/delete", manager, "Deletes keys", keys::delete));
        table.add(ADMIN.post("/key/block", manager, "Blocks a key", keys::block));
        table.add(ADMIN.post("/key/unblock", manager, "Lets a key in again", keys::unblock));
        Policy caller = Policy.CALLER;
        table.add(ADMIN.post("/key/health", caller, "Whether the key is well", keys::health));
        table.add(ADMIN.get("/key/info", caller, "Shows a key; the own, if none", keys::look));
        table.add(ADMIN.post("/v2/key/info", caller, "Shows several keys", keys::lookAtSome));
        table.add(ADMIN.get("/key/list", caller, "Lists keys, by pages", keys::list));
    }

    private static void addUsers(RouteTable table, UserRoutes users) {
        Policy admin = Policy.ADMINISTRATOR;
        table.add(ADMIN.post("/user/new", admin, "Makes a user", users::create));
        table.add(ADMIN.post("/user/update", admin, "Changes a user", users::update));
        table.add(ADMIN.post("/user/delete", admin, "Deletes users", users::delete));
        table.add(
                ADMIN.get(
                        "/user/info",
                        Policy.CALLER,
                        "Shows a user; oneself, if none",
                        users::look));
        for (String path : List.of("/user/list", "/user/get_users")) {
            table.add(ADMIN.get(path, Policy.READER, "Lists users, by pages", users::list));
        }
    }

    private static void addHistory(RouteTable table, HistoryRoutes history) {
        Policy reader = Policy.READER;
        table.add(ADMIN.get("/audit/log", reader, "Lists changes", history::log));
        table.add(
                ADMIN.get(
                        "/audit/diff",
                        reader,
                        "What changed between two revisions",
                        history::difference));
        table.add(
                ADMIN.get(
                        "/audit/verify", reader, "Whether the history is whole", history::verify));
    }

    private static void addModelInfo(RouteTable table, ModelInfoRoutes models) {
        Side both = Side.BOTH;
        Policy caller = Policy.CALLER;
        String summary = "Shows what stands behind the models that the key may ask for";
        for (String path : List.of("/model/info", "/v1/model/info", "/v2/model/info")) {
            table.add(both.get(path, caller, summary, models::look));
        }
        table.add(
                both.get(
                        "/model_group/info",
                        caller,
                        "Shows the groups that the key may ask for",
                        models::lookAtGroups));
    }

    private static void addStoredModels(RouteTable table, StoredModelRoutes models) {
        Policy admin = Policy.ADMINISTRATOR;
        String changes = "Changes a stored model";
        table.add(ADMIN.post("/model/new", admin, "Stores a model", models::create));
        table.add(ADMIN.post("/model/update", admin, changes, models::update));
        table.add(ADMIN.patch("/model/{id}/update", admin, changes, models::updateNamed));
        table.add(ADMIN.post("/model/delete", admin, "Deletes a stored model", models::delete));
    }

    private static void addHealth(RouteTable table, HealthRoutes health) {
        Policy open = Policy.PUBLIC;
        table.add(Side.BOTH.get("/", open, "Says that it runs", health::greet));
        for (String path : List.of("/health/liveliness", "/health/liveness")) {
            table.add(Side.BOTH.get(path, open, "Whether the process lives", health::alive));
        }
        table.add(
                Side.BOTH.get(
                        "/health/readiness", open, "Whether calls are served", health::ready));
    }
}
