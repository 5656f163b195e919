package dev.signalbox.bootstrap.stored;

import dev.signalbox.bootstrap.config.reading.Environment;

import java.util.List;
import java.util.Set;

/**
 * What lets into this gateway, its database or its seals. Who stores a model need not be who
 * operates the gateway, and must not have it sent to an address of their own. Never printed.
 *
 * @param environment in which it may stand, under whatever name
 * @param values the secrets themselves
 */
record OwnSecrets(Environment environment, List<String> values) {

    private static final Set<String> NAMES =
            Set.of(
                    "LITELLM_MASTER_KEY",
                    "DATABASE_URL",
                    "LITELLM_SALT_KEY",
                    "LITELLM_SALT_KEY_OLD");

    private static final String OURS = "SIGNALBOX_";

    /** Shorter ones may be part of an address by chance. */
    private static final int SHORTEST_PART = 8;

    OwnSecrets {
        values = List.copyOf(values);
    }

    /** Whether the variable of that name holds one, or a part of one, such as a password. */
    boolean isIn(String variable) {
        if (NAMES.contains(variable) || variable.startsWith(OURS)) {
            return true;
        }
        String value = environment.get(variable);
        return value != null
                && values.stream()
                        .anyMatch(
                                secret ->
                                        value.contains(secret)
                                                || (value.length() >= SHORTEST_PART
                                                        && secret.contains(value)));
    }

    @Override
    public String toString() {
        return values.size() + " secrets";
    }
}
