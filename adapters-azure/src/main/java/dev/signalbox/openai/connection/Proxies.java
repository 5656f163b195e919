package dev.signalbox.openai.connection;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * The way out of a network that has one door: where the system properties name a proxy ({@code
 * https.proxyHost}) they decide, else the variables that most programs read ({@code HTTPS_PROXY},
 * {@code HTTP_PROXY}, {@code NO_PROXY}, in capitals or not). This machine itself is never asked
 * through a proxy. Immutable, safe for many threads.
 */
public final class Proxies {

    private static final System.Logger LOG = System.getLogger(Proxies.class.getName());
    private static final Way STRAIGHT = new Way(Proxy.NO_PROXY, null);

    private final Function<URI, Way> ways;

    private Proxies(Function<URI, Way> ways) {
        this.ways = ways;
    }

    /**
     * A way.
     *
     * @param credential what the proxy is shown, as its header has it; null: nothing
     */
    record Way(Proxy proxy, @Nullable String credential) {

        /** Never the credential. */
        @Override
        public String toString() {
            return proxy.toString();
        }
    }

    /** As the system properties and the variables say. */
    public static Proxies usual(Map<String, String> variables) {
        boolean said =
                System.getProperty("https.proxyHost") != null
                        || System.getProperty("http.proxyHost") != null
                        || System.getProperty("socksProxyHost") != null;
        ProxySelector selector = ProxySelector.getDefault();
        return said && selector != null ? of(selector) : ofVariables(variables);
    }

    /** As that one says; without credentials. */
    public static Proxies of(ProxySelector selector) {
        return new Proxies(
                address -> {
                    List<Proxy> proxies = selector.select(address);
                    return proxies.isEmpty() ? STRAIGHT : new Way(proxies.getFirst(), null);
                });
    }

    /** As the variables say. A value that names no host is as good as none. */
    static Proxies ofVariables(Map<String, String> variables) {
        Way safe = way(variable(variables, "HTTPS_PROXY"));
        Way plain = way(variable(variables, "HTTP_PROXY"));
        List<String> not = List.of(variable(variables, "NO_PROXY").split("[,\\s]+", -1));
        return new Proxies(
                address ->
                        isSpared(address, not)
                                ? STRAIGHT
                                : "https".equals(address.getScheme()) ? safe : plain);
    }

    private static String variable(Map<String, String> variables, String name) {
        String value = variables.getOrDefault(name, "").strip();
        return value.isEmpty()
                ? variables.getOrDefault(name.toLowerCase(Locale.ROOT), "").strip()
                : value;
    }

    private static Way way(String said) {
        if (said.isEmpty()) {
            return STRAIGHT;
        }
        String address = said.contains("://") ? said : "http://" + said;
        URI uri;
        try {
            uri = URI.create(address);
        } catch (IllegalArgumentException e) {
            uri = URI.create("none:/");
        }
        if (uri.getHost() == null || !"http".equals(uri.getScheme())) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "HTTPS_PROXY or HTTP_PROXY names no proxy that can be used, and upstreams are"
                            + " asked without one; write http://host:port");
            return STRAIGHT;
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : 80;
        Proxy proxy =
                new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(uri.getHost(), port));
        return new Way(proxy, credential(uri.getRawUserInfo()));
    }

    private static @Nullable String credential(@Nullable String user) {
        if (user == null) {
            return null;
        }
        byte[] plain =
                URLDecoder.decode(user.replace("+", "%2B"), StandardCharsets.UTF_8)
                        .getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(plain);
    }

    /** A name spares itself and all below it, with a dot before it or not; a star spares all. */
    private static boolean isSpared(URI address, List<String> not) {
        String host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
        if (host.equals("localhost") || host.matches("127(\\.[0-9]+){3}") || host.equals("[::1]")) {
            return true;
        }
        for (String item : not) {
            String name = item.toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", "");
            if (item.equals("*") || (!name.isEmpty() && isBelow(host, name))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBelow(String host, String name) {
        return host.equals(name) || host.endsWith("." + name);
    }

    /** The same for a client that has its own; it shows the proxy nothing. */
    public ProxySelector selector() {
        return new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                return List.of(to(uri).proxy());
            }

            @Override
            public void connectFailed(URI uri, SocketAddress proxy, IOException failure) {
                // Whoever asked says so.
            }
        };
    }

    Way to(URI address) {
        return ways.apply(address);
    }
}
