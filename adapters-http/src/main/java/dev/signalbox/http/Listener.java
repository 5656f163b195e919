package dev.signalbox.http;

import dev.signalbox.http.connection.LineLimits;
import dev.signalbox.http.connection.Lines;
import dev.signalbox.http.connection.TlsFiles;
import dev.signalbox.http.exchange.House;

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
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.time.Duration;

/** One address that is listened on, and the reception behind it. */
final class Listener {

    private static final int LONGEST_REQUEST_LINE = 8 * 1024;

    private final WebServer server;
    private final int port;
    private final Reception reception;
    private final Lines lines;

    private Listener(WebServer server, Reception reception, Lines lines) {
        this.server = server;
        this.port = server.port();
        this.reception = reception;
        this.lines = lines;
    }

    /**
     * Where to listen.
     *
     * @param maxConnections how many there may be at the same time
     */
    record Terms(InetSocketAddress address, int maxConnections, LineLimits limits) {}

    /**
     * Begins to listen.
     *
     * @throws CannotListen if that is not possible
     */
    static Listener start(HttpSettings settings, Terms terms, Reception reception, House house) {
        Lines lines =
                new Lines(
                        http(settings),
                        terms.limits(),
                        Router.builder().addRouting(new Fixed(reception)).build());
        HeadErrors errors = new HeadErrors(house.ids(), house.version(), house.revision());
        WebServer server =
                config(settings, terms)
                        .addConnectionSelector(lines)
                        .directHandlers(handlers(errors))
                        .build();
        server.start();
        if (!server.isRunning()) {
            lines.close();
            throw new CannotListen(
                    "cannot listen on " + terms.address() + "; the log says why", null);
        }
        return new Listener(server, reception, lines);
    }

    /** Where it listens, or listened. */
    int port() {
        return port;
    }

    /** Sends new callers away from now on. */
    void drain() {
        reception.drain();
    }

    /** Whether something that has begun has not come to its end. */
    boolean isBusy() {
        return lines.underWay() > 0;
    }

    /** Closes; what is still under way breaks off. */
    void close() {
        lines.dismissIdle();
        server.stop();
        lines.close();
    }

    private static WebServerConfig.Builder config(HttpSettings settings, Terms terms) {
        WebServerConfig.Builder config =
                WebServer.builder()
                        .bindAddress(terms.address())
                        .shutdownHook(false)
                        .featuresDiscoverServices(false)
                        .protocolsDiscoverServices(false)
                        // The message is only compared with one we know, never shown.
                        .errorHandling(ErrorHandling.builder().includeEntity(true).build())
                        .maxTcpConnections(terms.maxConnections())
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

    /** A builder of what is built already. */
    private record Fixed(Reception reception) implements Builder<Fixed, Reception> {
        @Override
        public Reception build() {
            return reception;
        }
    }
}
