package dev.signalbox.bootstrap.config.alerts;

import org.jspecify.annotations.Nullable;

import java.net.URI;

/**
 * Where notices are posted. Never printed with its content: the address may be a secret, too.
 *
 * @param secret signs them; null: they are not signed
 */
public record AlertHook(URI address, @Nullable String secret) {

    @Override
    public String toString() {
        return "a webhook";
    }
}
