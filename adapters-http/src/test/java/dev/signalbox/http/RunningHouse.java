package dev.signalbox.http;

import dev.signalbox.application.admin.Changes;
import dev.signalbox.application.admin.HealthReport;
import dev.signalbox.application.admin.KeyAdmin;
import dev.signalbox.application.admin.Makings;
import dev.signalbox.application.admin.MemberAdmin;
import dev.signalbox.application.admin.TeamAdmin;
import dev.signalbox.application.admin.UserAdmin;
import dev.signalbox.application.admin.models.ModelAdmin;
import dev.signalbox.application.admin.models.ModelReader;
import dev.signalbox.application.admin.reading.HistoryReader;
import dev.signalbox.application.admin.reading.KeyReader;
import dev.signalbox.application.admin.reading.TeamReader;
import dev.signalbox.application.admin.schedule.AliasPlanner;
import dev.signalbox.application.admin.spend.BudgetAdmin;
import dev.signalbox.application.admin.spend.CostEstimator;
import dev.signalbox.application.admin.spend.SpendCorrector;
import dev.signalbox.application.admin.spend.SpendReader;
import dev.signalbox.application.admin.spend.SpendTeller;
import dev.signalbox.application.call.Call;
import dev.signalbox.application.call.Credential;
import dev.signalbox.application.call.Outcome;
import dev.signalbox.application.call.ReplySink;
import dev.signalbox.application.call.ReplySink.Form;
import dev.signalbox.application.call.ReplySink.Head;
import dev.signalbox.application.call.Served;
import dev.signalbox.application.call.response.ResponseIds;
import dev.signalbox.application.directory.LiveDirectory;
import dev.signalbox.application.directory.ModelShelf;
import dev.signalbox.application.directory.Terms;
import dev.signalbox.application.driving.RelayCall;
import dev.signalbox.application.driving.ReportHealth.Stage;
import dev.signalbox.application.relay.CallableModels;
import dev.signalbox.application.relay.Gate;
import dev.signalbox.application.relay.RouteExplainer;
import dev.signalbox.application.relay.response.ResponseRelay;
import dev.signalbox.application.testkit.InMemoryLedger;
import dev.signalbox.application.testkit.InMemoryRegistry;
import dev.signalbox.application.testkit.Models;
import dev.signalbox.application.testkit.RoutingKit;
import dev.signalbox.application.testkit.ScriptedSettings;
import dev.signalbox.application.testkit.ScriptedUpstream;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.Endpoint;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.money.Price;
import dev.signalbox.domain.policy.RoutingPolicy;
import dev.signalbox.http.connection.LineLimits;
import dev.signalbox.http.observe.RoutingMetrics;
import dev.signalbox.http.observe.SpendNumbers;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A server on a free port, with real administration in memory behind it and a scripted relay. */
final class RunningHouse implements AutoCloseable {

    static final String MASTER = "sk-master-of-the-test-house";
    static final byte[] ANSWER =
            "{\"id\":\"1\",\"object\":\"chat.completion\"}".getBytes(StandardCharsets.UTF_8);
    static final String CHAT = "{\"model\":\"eu\",\"messages\":[]}";

    final InMemoryRegistry registry = new InMemoryRegistry();
    final InMemoryLedger ledger = new InMemoryLedger(1_000);
    final FragileReports reports = new FragileReports(ledger);
    final HealthReport health;
    final GatewayServer server;
    final Doors doors;
    final PlainWorkshop workshop = new PlainWorkshop(new ScriptedUpstream());
    final List<Call> calls = new CopyOnWriteArrayList<>();
    final HttpClient client = HttpClient.newHttpClient();
    private volatile RelayCall relay = (call, sink) -> document(sink, ANSWER);

    RunningHouse(UnaryOperator<Settings> settings) {
        this(settings, LineLimits.DEFAULT);
    }

    RunningHouse(UnaryOperator<Settings> change, LineLimits limits) {
        this(change, limits, Set.of());
    }

    /** With teams that anybody may join. */
    RunningHouse(Set<Team.Id> open) {
        this(UnaryOperator.identity(), LineLimits.DEFAULT, open);
    }

    private RunningHouse(UnaryOperator<Settings> change, LineLimits limits, Set<Team.Id> open) {
        LiveDirectory live =
                LiveDirectory.open(
                        registry,
                        ModelShelf.of(
                                Models.priced(
                                        Models.groups(
                                                new ScriptedUpstream(),
                                                List.of("eu", "world", "a/b")),
                                        "world",
                                        Price.of(2_000_000, 8_000_000)),
                                workshop),
                        new Terms(1000, null, Duration.ofSeconds(10), () -> 0, Runnable::run));
        InstantSource clock = InstantSource.system();
        Credential master = Credential.of(MASTER);
        Gate gate = new Gate(live, master.hash(), clock);
        Changes changes = new Changes(registry, live, ScriptedSettings.RULES);
        health = new HealthReport(registry, live);
        health.enter(Stage.SERVING);
        doors =
                new Doors(
                        this::relayed,
                        new ResponseRelay(live, gate, new ResponseIds(List.of(MASTER))),
                        gate,
                        new CallableModels(live, clock),
                        new RouteExplainer(
                                live,
                                new RoutingKit(RoutingPolicy.DEFAULT, new Random(1)).preview()),
                        administration(changes, master, open),
                        health,
                        () -> live.present().revision(),
                        new RoutingMetrics(
                                live.present().groupNames()::contains, () -> SpendNumbers.NONE));
        HttpSettings settings = change.apply(new Settings()).done();
        server =
                limits.equals(LineLimits.DEFAULT)
                        ? GatewayServer.start(settings, doors)
                        : GatewayServer.start(settings, limits, doors);
    }

    private Administration administration(Changes changes, Credential master, Set<Team.Id> open) {
        InstantSource clock = InstantSource.system();
        Makings makings = new Makings(clock, () -> UUID.randomUUID().toString());
        KeyAdmin keys = new KeyAdmin(changes, master.hash(), clock, new SecureRandom());
        return new Administration(
                new TeamAdmin(changes, registry, makings),
                new TeamReader(changes, registry),
                new AliasPlanner(changes, registry, makings.newIds()),
                new MemberAdmin(changes, makings, open),
                keys,
                new KeyReader(changes, registry, registry),
                new UserAdmin(changes, registry, keys, makings),
                new HistoryReader(changes, registry),
                new ModelAdmin(changes, workshop, makings, true),
                new ModelReader(changes.live()),
                new Administration.Money(
                        new SpendReader(
                                changes,
                                new SpendReader.Sources(registry, registry, reports),
                                master.hash()),
                        new SpendTeller(changes, reports),
                        new CostEstimator(changes.live(), new WordCounter(), clock),
                        new SpendCorrector(changes, ledger, clock),
                        new BudgetAdmin(changes, clock),
                        ZoneOffset.UTC),
                open);
    }

    RunningHouse() {
        this(UnaryOperator.identity());
    }

    /** From now on calls go this way. */
    void relaying(RelayCall relay) {
        this.relay = relay;
    }

    private Outcome relayed(Call call, ReplySink sink) {
        calls.add(call);
        return call.endpoint() == Endpoint.SPEECH
                ? sound(sink, new byte[] {1, 2, 3})
                : relay.relay(call, sink);
    }

    static Served served() {
        return new Served(new ModelName("eu"), Models.deployment("eu"));
    }

    static Head head(Form form, OptionalLong length) {
        return new Head(form, "application/json", length, served(), List.of());
    }

    static Outcome document(ReplySink sink, byte[] document) {
        sink.open(head(Form.DOCUMENT, OptionalLong.of(document.length)));
        sink.write(document, 0, document.length);
        return new Outcome.Relayed(served(), Outcome.Ending.WHOLE);
    }

    private static Outcome sound(ReplySink sink, byte[] sound) {
        OptionalLong length = OptionalLong.of(sound.length);
        sink.open(new Head(Form.DOCUMENT, "audio/mpeg", length, served(), List.of()));
        sink.write(sound, 0, sound.length);
        return new Outcome.Relayed(served(), Outcome.Ending.WHOLE);
    }

    static void event(ReplySink sink, String data) {
        byte[] event = ("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
        sink.write(event, 0, event.length);
    }

    int port() {
        return server.port();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + MASTER);
    }

    HttpResponse<String> get(String path) {
        return send(request(path).GET().build());
    }

    HttpResponse<String> post(String path, String body) {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Wire wire() {
        return new Wire(port());
    }

    static Optional<String> header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name);
    }

    @Override
    public void close() {
        client.close();
        server.stop();
    }

    /** A naked connection: what is sent and what comes back is up to the test. */
    static final class Wire implements AutoCloseable {
        final Socket socket;

        Wire(int port) {
            this(port, null);
        }

        Wire(int port, javax.net.ssl.SSLSocketFactory tls) {
            try {
                socket =
                        tls == null
                                ? new Socket("127.0.0.1", port)
                                : tls.createSocket("127.0.0.1", port);
                socket.setSoTimeout(20_000);
                socket.setTcpNoDelay(true);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        Wire send(String text) {
            return send(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        Wire send(byte[] bytes) {
            try {
                socket.getOutputStream().write(bytes);
                socket.getOutputStream().flush();
                return this;
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        /** A chat call with a proper head. */
        Wire sendChat(String body, String... headers) {
            return send(chat(body, headers));
        }

        static String chat(String body, String... headers) {
            StringBuilder text = new StringBuilder("POST /v1/chat/completions HTTP/1.1\r\n");
            text.append("Host: x\r\nAuthorization: Bearer ").append(MASTER).append("\r\n");
            for (String header : headers) {
                text.append(header).append("\r\n");
            }
            text.append("Content-Length: ").append(body.length()).append("\r\n\r\n").append(body);
            return text.toString();
        }

        /** All that comes until the other side closes. */
        String readToTheEnd() {
            try {
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        /** All that comes until {@code mark} has come. */
        String readUntil(String mark) {
            StringBuilder text = new StringBuilder();
            try {
                while (text.indexOf(mark) < 0) {
                    int b = socket.getInputStream().read();
                    if (b < 0) {
                        throw new IllegalStateException("closed after: " + text);
                    }
                    text.append((char) b);
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException("after: " + text, e);
            }
            return text.toString();
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
