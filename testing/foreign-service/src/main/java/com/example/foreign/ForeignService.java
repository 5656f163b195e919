package com.example.foreign;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.signalbox.application.call.Call;
import dev.signalbox.application.call.Credential;
import dev.signalbox.application.call.Outcome;
import dev.signalbox.application.driving.RelayCall;
import dev.signalbox.domain.catalog.Endpoint;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.limits.Limits;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The service: takes a request, makes a {@code Call} of it, and lets Signalbox do the rest. */
public final class ForeignService implements AutoCloseable {

    private static final String PATH = "/ask/";
    private static final String BEARER = "Bearer ";
    private static final int LONGEST_QUESTION = 64 * 1024;

    private final Wiring wiring;
    private final RelayCall relay;
    private final HttpServer server;
    private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService everySecond =
            Executors.newSingleThreadScheduledExecutor();

    private ForeignService(Wiring wiring, int port) throws IOException {
        this.wiring = wiring;
        this.relay = wiring.relay();
        wiring.upkeep().run();
        var unused = everySecond.scheduleWithFixedDelay(wiring.upkeep(), 1, 1, TimeUnit.SECONDS);
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(calls);
        server.createContext(PATH, this::answer);
        server.start();
    }

    /**
     * Starts it on this machine only.
     *
     * @param port 0 for any that is free
     */
    static ForeignService start(Ports ports, int port) throws IOException {
        return new ForeignService(new Wiring(ports), port);
    }

    /** Two teams that say {@code gpt} and mean different groups. */
    public static void main(String[] args) throws IOException {
        Tenants tenants = new Tenants();
        tenants.putTeam("red", Map.of("gpt", "echo"), List.of("echo"), Limits.NONE);
        tenants.putTeam("blue", Map.of("gpt", "shout"), List.of("shout"), Limits.NONE);
        var models =
                Ports.models(
                        Map.of(
                                "echo", Map.of("echo-1", new LocalModel(question -> question)),
                                "shout", Map.of("shout-1", new LocalModel(String::toUpperCase))));
        int port = args.length == 0 ? 0 : Integer.parseInt(args[0]);
        ForeignService service =
                start(Ports.inMemory(tenants, models, InstantSource.system()), port);
        for (String team : List.of("red", "blue")) {
            System.out.printf(
                    "%s: curl -d hello -H 'Authorization: Bearer %s' %s%n",
                    team, tenants.newKey(team), service.address("gpt"));
        }
    }

    /** Where to ask for that model. */
    URI address(String model) {
        return URI.create("http://localhost:" + server.getAddress().getPort() + PATH + model);
    }

    /** Whoever has changed the registry says so; {@code ChangeFeed} is for several processes. */
    void refresh() {
        wiring.refresh();
    }

    @Override
    public void close() {
        server.stop(0);
        everySecond.shutdown();
        calls.shutdown();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] question = exchange.getRequestBody().readNBytes(LONGEST_QUESTION + 1);
            String model = exchange.getRequestURI().getPath().substring(PATH.length());
            if (question.length > LONGEST_QUESTION || !ModelName.accepts(model)) {
                refuse(exchange, new Reply(400, "That is no question, or no model."));
                return;
            }
            // Everything that can become of a call is one of two.
            switch (relay.relay(call(exchange, model, question), new ExchangeSink(exchange))) {
                case Outcome.Relayed relayed -> {
                    // The answer went through the sink, and nothing is left to say.
                }
                case Outcome.Refused refused -> refuse(exchange, Reply.to(refused.refusal()));
            }
        }
    }

    private static Call call(HttpExchange exchange, String model, byte[] question) {
        return new Call(
                UUID.randomUUID().toString(),
                Endpoint.COMPLETIONS,
                shown(exchange.getRequestHeaders().getFirst("authorization")),
                new ModelName(model),
                false,
                Question.of(new String(question, StandardCharsets.UTF_8)));
    }

    private static @Nullable Credential shown(@Nullable String authorization) {
        return authorization == null || !authorization.startsWith(BEARER)
                ? null
                : Credential.of(authorization.substring(BEARER.length()));
    }

    private static void refuse(HttpExchange exchange, Reply reply) throws IOException {
        byte[] words = (reply.words() + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("content-type", "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(reply.status(), words.length);
        exchange.getResponseBody().write(words);
    }
}
