package dev.signalbox.http;

import dev.signalbox.http.openai.OpenAiErrors;
import dev.signalbox.http.origin.Throttling;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Where to listen, and how much callers may ask of us at most.
 *
 * @param host a name or an address of this machine
 * @param port 0 for any free one
 * @param maxBodyBytes the longest body of a call
 * @param maxAdminBodyBytes the longest body of an administrative request
 * @param maxHeadBytes the longest head, request line and headers together
 * @param headDeadline by when a head must have come in
 * @param maxConnections how many there may be at the same time; more of them wait
 * @param maxCalls how many are served at the same time, more of them are refused; null: as many as
 *     memory and connections allow
 * @param drain how long running calls may go on when the server stops
 * @param bodyBudgetBytes what all bodies in flight may take together
 * @param tls null for none
 * @param trustedProxies the networks whose {@code X-Forwarded-For} is believed (CIDR)
 * @param admin where administration is served; null: where everything is
 * @param throttling how much guessing is borne
 * @param budgetStatus of a call that is refused because a budget is spent
 * @param version ours, as shown to callers
 */
public record HttpSettings(
        String host,
        int port,
        int maxBodyBytes,
        int maxAdminBodyBytes,
        int maxHeadBytes,
        Duration headDeadline,
        int maxConnections,
        @Nullable Integer maxCalls,
        Duration drain,
        long bodyBudgetBytes,
        @Nullable Tls tls,
        List<String> trustedProxies,
        @Nullable Address admin,
        Throttling throttling,
        int budgetStatus,
        String version) {

    private static final int MEBIBYTE = 1024 * 1024;

    public HttpSettings {
        trustedProxies = List.copyOf(trustedProxies);
    }

    /**
     * Where the server's certificate and its key lie, both as PEM. Read again when they change.
     *
     * @param certificate the server's own first, then those that vouch for it
     * @param key in PKCS#8, not encrypted
     */
    public record Tls(Path certificate, Path key) {}

    /**
     * A place to listen.
     *
     * @param host a name or an address of this machine
     * @param port 0 for any free one
     */
    public record Address(String host, int port) {}

    /** What holds where nobody says otherwise. */
    public static HttpSettings defaults() {
        return new HttpSettings(
                "0.0.0.0",
                4000,
                32 * MEBIBYTE,
                MEBIBYTE,
                64 * 1024,
                Duration.ofSeconds(10),
                10_000,
                null,
                Duration.ofSeconds(30),
                Runtime.getRuntime().maxMemory() / 4,
                null,
                List.of(),
                null,
                Throttling.DEFAULT,
                OpenAiErrors.BUDGET_STATUS,
                "unknown");
    }
}
