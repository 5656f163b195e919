package dev.signalbox.azure.entra;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.file.Path;

/**
 * Who asks for tokens, and for what. Two that are equal get the same token. Never printed with its
 * secret.
 */
public sealed interface Identity {

    /** What the token is for, as {@code https://cognitiveservices.azure.com/.default}. */
    String scope();

    /** An application registered in a tenant. */
    record Client(URI authority, String tenant, String id) {}

    /** Shows a secret. */
    record WithSecret(Client client, String scope, String secret) implements Identity {

        /** Never the secret. */
        @Override
        public String toString() {
            return client.id() + " with a secret";
        }
    }

    /**
     * Shows what somebody else says of it.
     *
     * @param file where that lies; it is exchanged for a new one now and then
     */
    record Federated(Client client, String scope, Path file) implements Identity {}

    /**
     * Is known to the machine.
     *
     * @param client which one of several; null: the machine's own
     */
    record Managed(String scope, @Nullable String client) implements Identity {

        /** The resource for which machines give out tokens. */
        String resource() {
            String ending = "/.default";
            return scope.endsWith(ending)
                    ? scope.substring(0, scope.length() - ending.length())
                    : scope;
        }
    }
}
