package dev.signalbox.domain.access;

import dev.signalbox.domain.catalog.Endpoint;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a key may be used for ({@code allowed_routes}), as somebody wrote it down. An empty list
 * means everything. Immutable; what it says of calls is read once.
 */
public final class RouteList {

    /** Nothing written down: everything is allowed. */
    public static final RouteList EVERYTHING = new RouteList(List.of());

    private static final List<String> CALLS =
            List.of(
                    "/v1/",
                    "/",
                    "/openai/v1/",
                    "/openai/deployments/{model}/",
                    "/engines/{model}/");
    private static final List<String> MODELS =
            List.of("/v1/models", "/models", "/openai/v1/models", "/openai/models");
    private static final List<String> ADMINISTERED =
            List.of("/key/", "/v2/key/", "/team/", "/v2/team/", "/user/", "/model/", "/v1/model/");
    private static final List<String> INFO =
            List.of(
                    "/key/info",
                    "/v2/key/info",
                    "/key/list",
                    "/key/health",
                    "/team/info",
                    "/team/list",
                    "/v2/team/list",
                    "/team/available",
                    "/user/info",
                    "/user/list",
                    "/model/info",
                    "/v1/model/info",
                    "/v2/model/info",
                    "/model_group/info",
                    "/health");

    private final List<String> entries;

    /** One bit for each kind of call. */
    private final Set<Endpoint> calls;

    /**
     * @param entries paths, beginnings of paths with a star behind them, or names of groups of
     *     routes: {@code llm_api_routes}, {@code openai_routes}, {@code info_routes}, {@code
     *     management_routes}
     */
    public RouteList(List<String> entries) {
        this.entries = List.copyOf(entries);
        Set<Endpoint> found = EnumSet.allOf(Endpoint.class);
        found.removeIf(endpoint -> !entries.isEmpty() && !namesCall(entries, endpoint));
        this.calls = Collections.unmodifiableSet(found);
    }

    /** What was written down, in that order. */
    public List<String> entries() {
        return entries;
    }

    /** Whether calls for {@code endpoint} are allowed, whichever of its paths they come by. */
    public boolean allows(Endpoint endpoint) {
        return calls.contains(endpoint);
    }

    /**
     * Whether a request for {@code path} is allowed, calls for models not among them.
     *
     * @param path as it was sent, without the query
     */
    public boolean allows(String path) {
        if (entries.isEmpty()) {
            return true;
        }
        for (String entry : entries) {
            if (covers(entry, path) || namesGroupOf(entry, path)) {
                return true;
            }
        }
        return false;
    }

    private static boolean namesCall(List<String> entries, Endpoint endpoint) {
        for (String entry : entries) {
            if (isForCalls(entry)) {
                return true;
            }
            for (String call : CALLS) {
                if (covers(entry, call + endpoint.path())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean covers(String entry, String path) {
        int last = entry.length() - 1;
        return (last >= 0 && entry.charAt(last) == '*')
                ? path.startsWith(entry.substring(0, last))
                : entry.equals(path);
    }

    private static boolean isForCalls(String entry) {
        return entry.equals("llm_api_routes") || entry.equals("openai_routes");
    }

    private static boolean namesGroupOf(String entry, String path) {
        return switch (entry) {
            case "llm_api_routes", "openai_routes" ->
                    MODELS.contains(path) || beginsWithOne(MODELS, path, "/");
            case "info_routes" -> INFO.contains(path) || MODELS.contains(path);
            case "management_routes" ->
                    beginsWithOne(ADMINISTERED, path, "") || path.equals("/model_group/info");
            default -> false;
        };
    }

    private static boolean beginsWithOne(List<String> beginnings, String path, String more) {
        for (String beginning : beginnings) {
            if (path.startsWith(beginning + more)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RouteList list && list.entries.equals(entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    @Override
    public String toString() {
        return entries.toString();
    }
}
