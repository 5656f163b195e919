package dev.signalbox.http;

import dev.signalbox.http.exchange.ErrorAnswer;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/**
 * Which {@code Host} administration is served under, where only this machine can reach it: a page
 * in a browser here could give its own name our address, and ask us in the name of whoever looks at
 * it. An address is no such name.
 *
 * @param named what the listener was told to listen on, in small letters
 */
record HostRule(boolean onThisMachineOnly, String named) {

    static HostRule of(boolean loopback, String named) {
        return new HostRule(loopback, named.toLowerCase(Locale.ROOT));
    }

    /** Null if administration is served under {@code host}; else the answer. */
    @Nullable ErrorAnswer refusal(@Nullable String host) {
        if (!onThisMachineOnly || (host != null && isOurs(bare(host.toLowerCase(Locale.ROOT))))) {
            return null;
        }
        return ErrorAnswer.of(
                403,
                "forbidden_host_error",
                "Host",
                "Administration is reached from this machine only here: ask for an IP address,"
                        + " localhost or "
                        + named
                        + ", not for another name.");
    }

    private boolean isOurs(String name) {
        return name.equals("localhost")
                || name.equals(named)
                || name.startsWith("[")
                || name.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    }

    /** Without the port. */
    private static String bare(String host) {
        int colon = host.lastIndexOf(':');
        return colon < 0 || host.endsWith("]") ? host : host.substring(0, colon);
    }
}
