package dev.signalbox.bootstrap;

import dev.signalbox.application.admin.Changes;
import dev.signalbox.application.admin.HealthReport;
import dev.signalbox.application.admin.KeyAdmin;
import dev.signalbox.application.admin.Makings;
import dev.signalbox.application.admin.MemberAdmin;
import dev.signalbox.application.admin.TeamAdmin;
import dev.signalbox.application.admin.UserAdmin;
import dev.signalbox.application.admin.models.ModelAdmin;
import dev.signalbox.application.admin.models.ModelReader;
import dev.signalbox.application.admin.models.SealRenewal;
import dev.signalbox.application.admin.reading.HistoryReader;
import dev.signalbox.application.admin.reading.KeyReader;
import dev.signalbox.application.admin.reading.TeamReader;
import dev.signalbox.application.admin.routing.RoutingRules;
import dev.signalbox.application.admin.schedule.AliasPlanner;
import dev.signalbox.application.admin.schedule.AliasSchedule;
import dev.signalbox.application.admin.spend.BudgetAdmin;
import dev.signalbox.application.admin.spend.CostEstimator;
import dev.signalbox.application.admin.spend.SpendCorrector;
import dev.signalbox.application.admin.spend.SpendReader;
import dev.signalbox.application.admin.spend.SpendTeller;
import dev.signalbox.application.call.response.ResponseIds;
import dev.signalbox.application.directory.LiveDirectory;
import dev.signalbox.application.dispatch.Dispatcher;
import dev.signalbox.application.dispatch.Preview;
import dev.signalbox.application.dispatch.attempt.Attempts;
import dev.signalbox.application.dispatch.choice.Policies;
import dev.signalbox.application.dispatch.choice.Pulses;
import dev.signalbox.application.driven.AuditLog;
import dev.signalbox.application.driven.Records;
import dev.signalbox.application.driven.Registry;
import dev.signalbox.application.driven.Registry.RegistryUnavailable;
import dev.signalbox.application.driven.money.SpendReports;
import dev.signalbox.application.driving.ReportHealth.Stage;
import dev.signalbox.application.relay.CallRelay;
import dev.signalbox.application.relay.CallableModels;
import dev.signalbox.application.relay.Gate;
import dev.signalbox.application.relay.RouteExplainer;
import dev.signalbox.application.relay.Signpost;
import dev.signalbox.application.relay.canary.ArmWatch;
import dev.signalbox.application.relay.canary.Canaries;
import dev.signalbox.application.relay.response.ResponseRelay;
import dev.signalbox.bootstrap.config.routing.SettingsReader;
import dev.signalbox.bootstrap.process.Closing;
import dev.signalbox.bootstrap.process.Console;
import dev.signalbox.bootstrap.process.EverySecond;
import dev.signalbox.bootstrap.process.Interlude;
import dev.signalbox.http.Administration;
import dev.signalbox.http.Doors;
import dev.signalbox.http.GatewayServer;
import dev.signalbox.http.HttpSettings;
import dev.signalbox.http.observe.AttemptLog;
import dev.signalbox.http.observe.RoutingMetrics;
import dev.signalbox.http.observe.SeveralSignals;
import dev.signalbox.persistence.Database;

import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** One gateway: every piece of it is made here. */
final class Gateway {

    /** A source of chance for every thread of its own, so that none waits for another. */
    private static final RandomGenerator CHANCE = () -> ThreadLocalRandom.current().nextLong();

    private final Plan plan;
    private final Console console;
    private final Closing closing;

    private Gateway(Plan plan, Console console, Closing closing) {
        this.plan = plan;
        this.console = console;
        this.closing = closing;
    }

    /**
     * Starts one; the port opens last, when calls can be served.
     *
     * @param closing gets everything that was opened
     * @return where it listens
     * @throws dev.signalbox.persistence.contact.DatabaseUnreachable if there is no database to be
     *     used
     * @throws dev.signalbox.http.CannotListen if it cannot listen where it should
     */
    static URI start(Plan plan, Console console, Closing closing) {
        return new Gateway(plan, console, closing).start();
    }

    private URI start() {
        GatewayServer.requireFree(plan.http());
        Storage storage = new Storage(plan, console, closing);
        Database database = storage.database();
        LiveDirectory live = storage.directory();
        sealAnew(database.registry(), live);
        new Doubts(plan, console).tell(live);
        HealthReport health = new HealthReport(database.registry(), live, storage::snapshot);
        // Nobody can ask before the port is open, and when it is, calls are served.
        health.enter(Stage.SERVING);
        Bookkeeping bookkeeping = new Bookkeeping(plan, storage, closing);
        GatewayServer server =
                GatewayServer.start(plan.http(), doors(storage, bookkeeping, health));
        closing.atEnd(
                () -> {
                    health.enter(Stage.DRAINING);
                    server.stop();
                });
        if (plan.http().admin() != null) {
            console.say("administration is served on port " + server.adminPort());
        }
        return address(plan.http(), server.port());
    }

    private Doors doors(Storage storage, Bookkeeping bookkeeping, HealthReport health) {
        LiveDirectory live = storage.directory();
        InstantSource clock = InstantSource.system();
        Canaries canaries = new Canaries();
        Policies policies = new Policies(plan.policy(), new SettingsReader(), CHANCE);
        Signpost signpost =
                new Signpost(canaries, caller -> policies.of(caller).policy().fallbacks());
        Gate gate = new Gate(live, plan.masterKey().hash(), clock, signpost);
        RoutingMetrics metrics =
                new RoutingMetrics(
                        name -> live.present().groupNames().contains(name), bookkeeping::numbers);
        Attempts attempts =
                new Attempts(
                        new Pulses(),
                        new SeveralSignals(List.of(metrics, new AttemptLog(plan.logging()))),
                        bookkeeping.books(),
                        new Attempts.Surroundings(System::nanoTime, CHANCE, new Interlude()));
        ResponseIds ids = plan.responseIds();
        return new Doors(
                new CallRelay(
                        new CallRelay.Entrance(gate, bookkeeping.cashier(), ids),
                        new Dispatcher(attempts, policies),
                        new ArmWatch(canaries, System::nanoTime),
                        plan.naming()),
                new ResponseRelay(live, gate, ids),
                gate,
                new CallableModels(live, clock),
                new RouteExplainer(
                        live,
                        new Preview(attempts, policies),
                        signpost,
                        bookkeeping.cashier()::look),
                administration(storage, bookkeeping, clock),
                health,
                () -> live.present().revision(),
                metrics);
    }

    private Administration administration(
            Storage storage, Bookkeeping bookkeeping, InstantSource clock) {
        Database database = storage.database();
        LiveDirectory live = storage.directory();
        Registry registry = database.registry();
        Records records = database.records();
        AuditLog history = database.auditLog();
        Changes changes = new Changes(registry, live, new RoutingRules(new SettingsReader()));
        Makings makings = new Makings(clock, () -> UUID.randomUUID().toString());
        KeyAdmin keys = new KeyAdmin(changes, plan.masterKey().hash(), clock, new SecureRandom());
        AliasSchedule schedule = new AliasSchedule(changes, registry);
        closing.atEnd(
                EverySecond.begin(
                        "schedule",
                        () -> {
                            var unused = schedule.run();
                        }));
        return new Administration(
                new TeamAdmin(changes, history, makings),
                new TeamReader(changes, records),
                new AliasPlanner(changes, registry, makings.newIds()),
                new MemberAdmin(changes, makings, plan.openTeams()),
                keys,
                new KeyReader(changes, registry, records),
                new UserAdmin(changes, records, keys, makings),
                new HistoryReader(changes, history),
                new ModelAdmin(changes, plan.workshop(), makings, plan.storing()),
                new ModelReader(live),
                money(changes, database, bookkeeping),
                plan.openTeams());
    }

    private Administration.Money money(
            Changes changes, Database database, Bookkeeping bookkeeping) {
        SpendReports reports = bookkeeping.reports();
        return new Administration.Money(
                new SpendReader(
                        changes,
                        new SpendReader.Sources(database.registry(), database.records(), reports),
                        plan.masterKey().hash()),
                new SpendTeller(changes, reports),
                new CostEstimator(changes.live(), bookkeeping.counter(), InstantSource.system()),
                new SpendCorrector(changes, bookkeeping.corrections(), InstantSource.system()),
                new BudgetAdmin(changes, InstantSource.system()),
                plan.spending().zone());
    }

    /** After a change of the key; without the database it waits for the next start. */
    private void sealAnew(Registry registry, LiveDirectory live) {
        try {
            int renewed = new SealRenewal(registry, plan.workshop()).renew(live.storedModels());
            if (renewed > 0) {
                live.refresh();
                console.say("stored models that were sealed anew with the present key: " + renewed);
            }
        } catch (RegistryUnavailable e) {
            console.warn(
                    "stored models are not sealed with the present key yet, because the database"
                            + " is away; keep the old key until a start has done it");
        }
    }

    private static URI address(HttpSettings settings, int port) {
        String host = settings.host();
        String shown = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return URI.create((settings.tls() == null ? "http://" : "https://") + shown + ":" + port);
    }
}
