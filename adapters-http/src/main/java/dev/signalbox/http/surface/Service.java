package dev.signalbox.http.surface;

import dev.signalbox.http.exchange.Route;

/**
 * One thing that is served. There is no route without a policy: this is the only way to add one.
 *
 * @param method in capitals
 * @param path as callers write it; one part in braces may be left open, {@code /v1/models/{model}},
 *     and may have slashes in it
 * @param summary what it does, one line for people
 */
public record Service(
        String method, String path, Side side, Policy policy, String summary, Route route) {}
