package dev.signalbox.http.surface;

import dev.signalbox.http.exchange.Route;

/** Which listener serves a route, where administration has one of its own. */
public enum Side {
    /** The public one: calls, and what callers may know. */
    CALLS,
    /** The administrators' one. */
    ADMINISTRATION,
    /** Both. */
    BOTH;

    /** A service that is asked with GET, and so with HEAD. */
    public Service get(String path, Policy policy, String summary, Route route) {
        return new Service("GET", path, this, policy, summary, route);
    }

    /** A service that is asked with POST. */
    public Service post(String path, Policy policy, String summary, Route route) {
        return new Service("POST", path, this, policy, summary, route);
    }

    /** A service that is asked with DELETE. */
    public Service delete(String path, Policy policy, String summary, Route route) {
        return new Service("DELETE", path, this, policy, summary, route);
    }

    /** A service that is asked with PATCH. */
    public Service patch(String path, Policy policy, String summary, Route route) {
        return new Service("PATCH", path, this, policy, summary, route);
    }
}
