package dev.signalbox.domain.access;

import java.util.List;

/**
 * What a key may be used for ({@code allowed_routes}), as somebody wrote it down. An empty list
 * means everything.
 *
 * @param entries paths, beginnings of paths with a star behind them, or names of groups of routes
 */
public record RouteList(List<String> entries) {

    /** Nothing written down: everything is allowed. */
    public static final RouteList EVERYTHING = new RouteList(List.of());

    public RouteList {
        entries = List.copyOf(entries);
    }
}
