package dev.signalbox.bootstrap;

import dev.signalbox.application.call.Credential;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;

/** Where we listen, given how easily the master key is guessed. */
final class MasterKeyRule {

    static final String ANYWHERE = "0.0.0.0";
    static final String HERE_ONLY = "127.0.0.1";

    /** How to get a strong key: a command to be pasted. */
    static final String HOW_TO =
            "export LITELLM_MASTER_KEY=sk-$(od -An -N24 -tx1 /dev/urandom | tr -d ' \\n')";

    private static final int SHORTEST = 16;

    /** Keys that stand in documentation and examples, in lower case. */
    private static final Set<String> KNOWN =
            Set.of(
                    "sk-1234567890abcdef",
                    "sk-1234567890123456",
                    "sk-12345678901234567890",
                    "sk-0123456789abcdef",
                    "sk-litellm-master-key",
                    "sk-litellm-master-key-1234",
                    "sk-my-litellm-master-key",
                    "sk-my-master-key",
                    "sk-master-key-1234",
                    "sk-your-master-key",
                    "sk-your-secret-key",
                    "sk-your-litellm-master-key",
                    "sk-<your-master-key>",
                    "your-master-key",
                    "your_master_key_here",
                    "your-secret-key-here",
                    "my-secret-master-key",
                    "litellm-master-key",
                    "litellm_master_key",
                    "changemechangeme",
                    "change-me-please",
                    "please-change-me",
                    "sk-change-me-now",
                    "sk-changemechangeme",
                    "sk-replace-with-your-key",
                    "sk-admin-master-key",
                    "sk-test-master-key",
                    "sk-proxy-master-key",
                    "sk-super-secret-key",
                    "sk-secret-master-key",
                    "supersecretmasterkey");

    private MasterKeyRule() {}

    /** Where to listen. */
    sealed interface Decision {}

    /**
     * Listen there.
     *
     * @param notice what to tell the operator; null for nothing
     */
    record Listen(String host, @Nullable String notice) implements Decision {}

    /** Do not start. */
    record Refuse(String why) implements Decision {}

    /**
     * Decides.
     *
     * @param host null if nobody said where to listen
     * @param allowed true: somebody means it
     */
    static Decision decide(Credential masterKey, @Nullable String host, boolean allowed) {
        if (!isWeak(masterKey)) {
            return new Listen(host == null ? ANYWHERE : host, null);
        }
        if (allowed) {
            return new Listen(
                    host == null ? ANYWHERE : host,
                    "the master key is easily guessed, and whoever guesses it may do everything");
        }
        if (host == null) {
            return new Listen(
                    HERE_ONLY,
                    "the master key is easily guessed, so only this machine is listened to ("
                            + HERE_ONLY
                            + "). For others to reach the gateway, write master_key:"
                            + " os.environ/LITELLM_MASTER_KEY and make a strong key: "
                            + HOW_TO);
        }
        return isLoopback(host)
                ? new Listen(host, null)
                : new Refuse(
                        "the master key is easily guessed, and others can reach "
                                + host
                                + ". Make a strong one ("
                                + HOW_TO
                                + "), or start with --allow-weak-master-key if you mean it.");
    }

    static boolean isWeak(Credential key) {
        return key.length() < SHORTEST || KNOWN.contains(key.reveal().toLowerCase(Locale.ROOT));
    }

    private static boolean isLoopback(String host) {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (!address.isLoopbackAddress()) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
