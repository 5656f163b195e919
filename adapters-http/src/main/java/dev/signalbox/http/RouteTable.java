package dev.signalbox.http;

import dev.signalbox.http.exchange.Route;

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

    private final Map<String, Map<String, Route>> fixed = new HashMap<>();
    private final List<OpenPath> open = new ArrayList<>();

    /** What a path leads to. */
    sealed interface Match {}

    /** To a route; the variable is the open part of the path, decoded, or empty. */
    record Found(Route route, String variable) implements Match {}

    /** To routes, but not with that method. */
    record OtherMethods(Set<String> allowed) implements Match {}

    /** To nothing. */
    record Nothing() implements Match {}

    /** Serves {@code path} exactly. */
    void add(String method, String path, Route route) {
        fixed.computeIfAbsent(path, p -> new HashMap<>()).put(method, route);
    }

    /** Serves every path that begins and ends so, with something in between. */
    void addOpen(String method, String prefix, String suffix, Route route) {
        open.add(new OpenPath(method, prefix, suffix, route));
    }

    /** What serves {@code rawPath}. Whoever may be asked with GET may be asked with HEAD. */
    Match find(String method, String rawPath) {
        String effective = method.equals("HEAD") ? "GET" : method;
        Map<String, Route> routes = fixed.get(rawPath);
        if (routes != null) {
            Route route = routes.get(effective);
            return route == null ? otherMethods(routes.keySet()) : new Found(route, "");
        }
        Set<String> others = new TreeSet<>();
        for (OpenPath path : open) {
            String variable = path.variableIn(rawPath);
            if (variable != null && path.method().equals(effective)) {
                return new Found(path.route(), variable);
            }
            if (variable != null) {
                others.add(path.method());
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

    private record OpenPath(String method, String prefix, String suffix, Route route) {

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
