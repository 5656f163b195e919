package dev.signalbox.http;

import dev.signalbox.http.origin.Throttling;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/**
 * Settings of a server on a free port of this machine: the usual ones, but for what a test says.
 */
final class Settings {

    private static final HttpSettings USUAL = HttpSettings.defaults();

    private int port = 0;
    private int maxBodyBytes = USUAL.maxBodyBytes();
    private int maxAdminBodyBytes = USUAL.maxAdminBodyBytes();
    private int maxHeadBytes = USUAL.maxHeadBytes();
    private Duration headDeadline = USUAL.headDeadline();
    private int maxConnections = USUAL.maxConnections();
    private @Nullable Integer maxCalls;
    private Duration drain = USUAL.drain();
    private long bodyBudgetBytes = USUAL.bodyBudgetBytes();
    private HttpSettings.Tls tls = USUAL.tls();
    private List<String> trustedProxies = USUAL.trustedProxies();
    private HttpSettings.Address admin = USUAL.admin();
    private Throttling throttling = USUAL.throttling();
    private int budgetStatus = USUAL.budgetStatus();

    /** Listening on a port of its own choice. */
    Settings at(int port) {
        this.port = port;
        return this;
    }

    /** With other bounds for bodies, in bytes. */
    Settings withBodies(int maxBodyBytes, int maxAdminBodyBytes, long bodyBudgetBytes) {
        this.maxBodyBytes = maxBodyBytes;
        this.maxAdminBodyBytes = maxAdminBodyBytes;
        this.bodyBudgetBytes = bodyBudgetBytes;
        return this;
    }

    /** With other bounds for heads. */
    Settings withHeads(int maxHeadBytes, Duration headDeadline) {
        this.maxHeadBytes = maxHeadBytes;
        this.headDeadline = headDeadline;
        return this;
    }

    /** With other bounds for connections. */
    Settings withCalls(int maxCalls) {
        this.maxCalls = maxCalls;
        return this;
    }

    Settings withConnections(int maxConnections, Duration drain) {
        this.maxConnections = maxConnections;
        this.drain = drain;
        return this;
    }

    /** With TLS. */
    Settings withTls(HttpSettings.Tls tls) {
        this.tls = tls;
        return this;
    }

    /** Believing these proxies. */
    Settings withTrustedProxies(List<String> trustedProxies) {
        this.trustedProxies = trustedProxies;
        return this;
    }

    /** With a listener of its own for administration. */
    Settings withAdmin(HttpSettings.Address admin) {
        this.admin = admin;
        return this;
    }

    /** Bearing more guesses or fewer. */
    Settings withThrottling(Throttling throttling) {
        this.throttling = throttling;
        return this;
    }

    /** Refusing those whose budget is spent with another status. */
    Settings withBudgetStatus(int budgetStatus) {
        this.budgetStatus = budgetStatus;
        return this;
    }

    HttpSettings done() {
        return new HttpSettings(
                "127.0.0.1",
                port,
                maxBodyBytes,
                maxAdminBodyBytes,
                maxHeadBytes,
                headDeadline,
                maxConnections,
                maxCalls,
                drain,
                bodyBudgetBytes,
                tls,
                trustedProxies,
                admin,
                throttling,
                budgetStatus,
                "1.2.3");
    }
}
