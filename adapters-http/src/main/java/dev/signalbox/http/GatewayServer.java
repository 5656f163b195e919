package dev.signalbox.http;

import dev.signalbox.http.capacity.BodyBudget;
import dev.signalbox.http.capacity.Crowd;
import dev.signalbox.http.connection.LineLimits;
import dev.signalbox.http.exchange.House;
import dev.signalbox.http.origin.CallIds;
import dev.signalbox.http.origin.Throttle;
import dev.signalbox.http.origin.TrustedProxies;
import dev.signalbox.http.surface.Side;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * The server, from listening to the last answer: on one address, or on two of which one is for
 * administration.
 */
public final class GatewayServer {

    private static final long LOOK_AGAIN_NANOS = Duration.ofMillis(20).toNanos();

    /** Administrators are few; so much of all connections is theirs. */
    private static final int ADMINISTRATORS_SHARE = 8;

    private final Listener callers;
    private final @Nullable Listener administrators;
    private final Duration drain;

    private GatewayServer(Listener callers, @Nullable Listener administrators, Duration drain) {
        this.callers = callers;
        this.administrators = administrators;
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
        requireFree(settings);
        int connections = OpenFiles.connections(settings.maxConnections());
        House house =
                new House(
                        settings.version(),
                        new CallIds(),
                        new BodyBudget(settings.bodyBudgetBytes()),
                        Crowd.of(settings.maxCalls(), connections),
                        new TrustedProxies(settings.trustedProxies()),
                        doors.revision());
        return new Opening(
                        settings,
                        limits,
                        connections,
                        doors,
                        house,
                        new Throttle(settings.throttling(), System::nanoTime))
                .open();
    }

    /** What both listeners share while they are opened. */
    private record Opening(
            HttpSettings settings,
            LineLimits limits,
            int connections,
            Doors doors,
            House house,
            Throttle throttle) {

        GatewayServer open() {
            RouteTable all = Routes.to(doors, settings);
            HttpSettings.Address admin = settings.admin();
            HttpSettings.Address main = new HttpSettings.Address(settings.host(), settings.port());
            if (admin == null) {
                return new GatewayServer(listen(main, all, connections), null, settings.drain());
            }
            int few = Math.max(1, connections / ADMINISTRATORS_SHARE);
            Listener administrators = listen(admin, all.of(Side.ADMINISTRATION), few);
            try {
                Listener callers = listen(main, all.of(Side.CALLS), Math.max(1, connections - few));
                return new GatewayServer(callers, administrators, settings.drain());
            } catch (RuntimeException e) {
                administrators.close();
                throw e;
            }
        }

        private Listener listen(HttpSettings.Address place, RouteTable routes, int connections) {
            InetSocketAddress address = address(place.host(), place.port());
            HostRule hosts = HostRule.of(address.getAddress().isLoopbackAddress(), place.host());
            Reception reception =
                    new Reception(
                            Routes.withListing(routes),
                            new FrontDoor(doors.callers(), throttle, hosts),
                            Routes.EVEN_WHILE_DRAINING,
                            house);
            return Listener.start(
                    settings, new Listener.Terms(address, connections, limits), reception, house);
        }
    }

    /** Where it listens, or listened. */
    public int port() {
        return callers.port();
    }

    /**
     * Where administration is served; the same as {@link #port()} where it has no port of its own.
     */
    public int adminPort() {
        return administrators == null ? port() : administrators.port();
    }

    /**
     * Lets what has begun come to its end, as long as the drain allows, and sends new callers away;
     * then closes. Returns when nothing is left.
     */
    public void stop() {
        callers.drain();
        if (administrators != null) {
            administrators.drain();
        }
        long deadline = System.nanoTime() + drain.toNanos();
        while (isBusy() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        callers.close();
        if (administrators != null) {
            administrators.close();
        }
    }

    private boolean isBusy() {
        return callers.isBusy() || (administrators != null && administrators.isBusy());
    }

    private static InetSocketAddress address(String host, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            throw new CannotListen(
                    "cannot listen on "
                            + host
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
        requireFree(address(settings.host(), settings.port()));
        HttpSettings.Address admin = settings.admin();
        if (admin != null) {
            requireFree(address(admin.host(), admin.port()));
        }
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
}
