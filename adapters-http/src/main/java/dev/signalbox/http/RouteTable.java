package dev.signalbox.http;

import dev.signalbox.http.surface.Service;
import dev.signalbox.http.surface.Side;

import org.jspecify.annotations.Nullable;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which path is served by what. A path is compared as it was sent: nothing is decoded, normalised
 * or cut off first, so there is one meaning for who may and for who answers. Filled by one thread,
 * then used by many.
 */
final class RouteTable {

    private final Map<String, Map<String, Service>> fixed = new HashMap<>();
    private final List<OpenPath> open = new ArrayList<>();
    private final List<Service> services = new ArrayList<>();

    /** What a path leads to. */
    sealed interface Match {}

    /** To a service; the variable is the open part of the path, decoded, or empty. */
    record Found(Service service, String variable) implements Match {}

    /** To services, but not with that method. */
    record OtherMethods(Set<String> allowed) implements Match {}

    /** To nothing. */
    record Nothing() implements Match {}

    /**
     * Serves it from now on: a whole path exactly, an open one with something in its place.
     *
     * @throws IllegalArgumentException if it is served already
     */
    void add(Service service) {
        String path = service.path();
        int begin = path.indexOf('{');
        if (begin >= 0) {
            String suffix = path.substring(path.indexOf('}') + 1);
            open.add(new OpenPath(service, path.substring(0, begin), suffix));
        } else if (fixed.computeIfAbsent(path, p -> new HashMap<>())
                        .putIfAbsent(service.method(), service)
                != null) {
            throw new IllegalArgumentException(
                    service.method() + " " + path + " is served already");
        }
        services.add(service);
    }

    /** Everything that is served, in the order in which it was added. */
    List<Service> services() {
        return List.copyOf(services);
    }

    /** What is served on one side; what belongs to both is on either. */
    RouteTable of(Side side) {
        RouteTable part = new RouteTable();
        services.stream()
                .filter(service -> service.side() == side || service.side() == Side.BOTH)
                .forEach(part::add);
        return part;
    }

    /** What serves {@code rawPath}. Whoever may be asked with GET may be asked with HEAD. */
    Match find(String method, String rawPath) {
        String effective = method.equals("HEAD") ? "GET" : method;
        Map<String, Service> routes = fixed.get(rawPath);
        if (routes != null) {
            Service service = routes.get(effective);
            return service == null ? otherMethods(routes.keySet()) : new Found(service, "");
        }
        Set<String> others = new TreeSet<>();
        for (OpenPath path : open) {
            String variable = path.variableIn(rawPath);
            if (variable != null && path.service().method().equals(effective)) {
                return new Found(path.service(), variable);
            }
            if (variable != null) {
                others.add(path.service().method());
            }
        }
        return others.isEmpty() ? new Nothing() : otherMethods(others);
    }

    private static Match otherMethods(Set<String> methods) {
        Set<String> allowed = new TreeSet<>(methods);
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        return new OtherMethods(allowed);
    }

    private record OpenPath(Service service, String prefix, String suffix) {

        /** The part in between, decoded; null if the path is none of these, or plays tricks. */
        @Nullable String variableIn(String rawPath) {
            boolean fits =
                    rawPath.length() > prefix.length() + suffix.length()
                            && rawPath.startsWith(prefix)
                            && rawPath.endsWith(suffix);
            if (!fits) {
                return null;
            }
            String raw = rawPath.substring(prefix.length(), rawPath.length() - suffix.length());
            String decoded = decoded(raw);
            return decoded == null || climbs(raw) || climbs(decoded) ? null : decoded;
        }

        private static @Nullable String decoded(String raw) {
            try {
                return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                return null;
            }
        }

        private static boolean climbs(String path) {
            for (String segment : path.split("/", -1)) {
                if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                    return true;
                }
            }
            return false;
        }
    }
}
