package dev.signalbox.simulator.entra;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Who gets tokens.
 *
 * @param clients the secrets of applications by their ids; never printed
 * @param lifetime how long a token is accepted
 */
public record TokenSettings(Map<String, String> clients, Duration lifetime) {

    /** Nobody but the machine, and tokens for an hour. */
    public static final TokenSettings USUAL = new TokenSettings(Map.of(), Duration.ofHours(1));

    public TokenSettings {
        clients = Map.copyOf(clients);
        if (lifetime.isNegative() || lifetime.isZero()) {
            throw new IllegalArgumentException("a token lives longer than nothing");
        }
    }

    /** The same with one application more. */
    public TokenSettings with(String client, String secret) {
        Map<String, String> more = new HashMap<>(clients);
        more.put(client, secret);
        return new TokenSettings(more, lifetime);
    }

    /** The same for tokens that live so long. */
    public TokenSettings living(Duration time) {
        return new TokenSettings(clients, time);
    }

    @Override
    public String toString() {
        return clients.size() + " clients, tokens for " + lifetime;
    }
}
