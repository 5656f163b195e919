package dev.signalbox.http;

import dev.signalbox.http.connection.LineLimits;
import dev.signalbox.http.connection.Lines;
import dev.signalbox.http.connection.TlsFiles;
import dev.signalbox.http.exchange.BodyBudget;
import dev.signalbox.http.exchange.Exchange;
import dev.signalbox.http.origin.CallIds;
import dev.signalbox.http.origin.TrustedProxies;

import io.helidon.common.Builder;
import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.HttpLogConfig;
import io.helidon.webserver.ErrorHandling;
import io.helidon.webserver.Router;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http1.Http1Config;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The server, from listening to the last answer. */
public final class GatewayServer {

    private static final int LONGEST_REQUEST_LINE = 8 * 1024;
    private static final long LOOK_AGAIN_NANOS = Duration.ofMillis(20).toNanos();

    private final WebServer server;
    private final int port;
    private final Reception reception;
    private final Lines lines;
    private final Duration drain;

    private GatewayServer(WebServer server, Reception reception, Lines lines, Duration drain) {
        this.server = server;
        this.port = server.port();
        this.reception = reception;
        this.lines = lines;
        this.drain = drain;
    }

    /**
     * Begins to listen.
     *
     * @throws CannotListen if that is not possible
     */
    public static GatewayServer start(HttpSettings settings, Doors doors) {
        return start(settings, LineLimits.DEFAULT.withHead(settings.headDeadline()), doors);
    }

    static GatewayServer start(HttpSettings settings, LineLimits limits, Doors doors) {
        InetSocketAddress address = address(settings);
        requireFree(address);
        WebServerConfig.Builder config = config(settings, address);
        CallIds ids = new CallIds();
        Exchange.House house =
                new Exchange.House(
                        settings.version(),
                        ids,
                        new BodyBudget(settings.bodyBudgetBytes()),
                        new TrustedProxies(settings.trustedProxies()));
        Reception reception =
                new Reception(
                        Routes.withListing(Routes.to(doors, settings)),
                        new FrontDoor(doors.callers()),
                        Routes.EVEN_WHILE_DRAINING,
                        house);
        Lines lines =
                new Lines(
                        http(settings),
                        limits,
                        Router.builder().addRouting(new Fixed(reception)).build());
        WebServer server =
                config.addConnectionSelector(lines)
                        .directHandlers(handlers(new HeadErrors(ids, settings.version())))
                        .build();
        server.start();
        if (!server.isRunning()) {
            lines.close();
            throw new CannotListen("cannot listen on " + address + "; the log says why", null);
        }
        return new GatewayServer(server, reception, lines, settings.drain());
    }

    /** Where it listens, or listened. */
    public int port() {
        return port;
    }

    /**
     * Lets what has begun come to its end, as long as the drain allows, and sends new callers away;
     * then closes. Returns when nothing is left.
     */
    public void stop() {
        reception.drain();
        long deadline = System.nanoTime() + drain.toNanos();
        while (lines.underWay() > 0 && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        lines.dismissIdle();
        server.stop();
        lines.close();
    }

    private static WebServerConfig.Builder config(
            HttpSettings settings, InetSocketAddress address) {
        WebServerConfig.Builder config =
                WebServer.builder()
                        .bindAddress(address)
                        .shutdownHook(false)
                        .featuresDiscoverServices(false)
                        .protocolsDiscoverServices(false)
                        // The message is only compared with one we know, never shown.
                        .errorHandling(ErrorHandling.builder().includeEntity(true).build())
                        .maxTcpConnections(OpenFiles.connections(settings.maxConnections()))
                        .maxPayloadSize(settings.maxBodyBytes())
                        // Each piece of an answer is written when it is there.
                        .writeBufferSize(0)
                        .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
                        // Idle connections are ended by our own patrol.
                        .idleConnectionTimeout(Duration.ofDays(365))
                        .idleConnectionPeriod(Duration.ofDays(1))
                        .shutdownGracePeriod(Duration.ofSeconds(1));
        HttpSettings.Tls files = settings.tls();
        return files == null ? config : config.tls(tls(files));
    }

    private static DirectHandlers handlers(HeadErrors errors) {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (EventType event : EventType.values()) {
            handlers.addHandler(event, errors);
        }
        return handlers.build();
    }

    private static Tls tls(HttpSettings.Tls files) {
        try {
            return Tls.builder()
                    .sslContext(TlsFiles.context(files.certificate(), files.key()))
                    .build();
        } catch (IOException | GeneralSecurityException e) {
            throw new CannotListen("cannot listen with TLS: " + e.getMessage(), e);
        }
    }

    private static Http1Config http(HttpSettings settings) {
        int requestLine = Math.min(LONGEST_REQUEST_LINE, settings.maxHeadBytes());
        return Http1Config.builder()
                .maxPrologueLength(requestLine)
                .maxHeadersSize(Math.max(1, settings.maxHeadBytes() - requestLine))
                .addReceiveListener(Lines.headListener())
                .sendKeepAliveHeader(false)
                .log(HttpLogConfig.builder().sendLog(false).receiveLog(false).build())
                .build();
    }

    private static InetSocketAddress address(HttpSettings settings) {
        try {
            return new InetSocketAddress(InetAddress.getByName(settings.host()), settings.port());
        } catch (UnknownHostException e) {
            throw new CannotListen(
                    "cannot listen on "
                            + settings.host()
                            + ": no such host; give an address of this machine, or 0.0.0.0",
                    e);
        }
    }

    /**
     * Asks whether {@link #start} could listen now, so that nobody waits for a database in vain.
     *
     * @throws CannotListen if it could not
     */
    public static void requireFree(HttpSettings settings) {
        requireFree(address(settings));
    }

    /** The server beneath writes a failure to the log and says nothing; so it is asked for here. */
    private static void requireFree(InetSocketAddress address) {
        try (ServerSocketChannel probe = ServerSocketChannel.open()) {
            probe.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            probe.bind(address);
        } catch (IOException e) {
            throw new CannotListen(
                    "cannot listen on "
                            + address.getHostString()
                            + ":"
                            + address.getPort()
                            + " ("
                            + e.getMessage()
                            + "); stop what listens there or choose another port",
                    e);
        }
    }

    /** A builder of what is built already. */
    private record Fixed(Reception reception) implements Builder<Fixed, Reception> {
        @Override
        public Reception build() {
            return reception;
        }
    }
}
