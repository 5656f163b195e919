package dev.signalbox.http.connection;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Shows callers the identity that lies in two files. Once a second at most, when somebody connects,
 * it looks whether the files have changed, and takes over what they hold if it is whole. Safe for
 * many threads.
 */
public final class TlsFiles extends X509ExtendedKeyManager {

    private static final System.Logger LOG = System.getLogger(TlsFiles.class.getName());
    private static final long LOOK_AGAIN_NANOS = 1_000_000_000L;

    private final Path certificate;
    private final Path key;
    private final AtomicReference<Version> present;
    private final AtomicReference<String> refused = new AtomicReference<>("");
    private final AtomicLong looked = new AtomicLong(System.nanoTime());

    private TlsFiles(Path certificate, Path key, Version first) {
        this.certificate = certificate;
        this.key = key;
        this.present = new AtomicReference<>(first);
    }

    /**
     * Reads both files.
     *
     * @return what servers make connections with
     * @throws IOException if a file cannot be read
     * @throws GeneralSecurityException if what they hold cannot be used
     */
    public static SSLContext context(Path certificate, Path key)
            throws IOException, GeneralSecurityException {
        Version first = new Version(state(certificate, key), Identity.read(certificate, key), null);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {new TlsFiles(certificate, key, first)}, null, null);
        return context;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        lookAgain();
        Version version = present.get();
        return version.identity().key().getAlgorithm().equals(keyType) ? version.state() : null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        Identity identity = named(alias);
        return identity == null ? null : identity.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        Identity identity = named(alias);
        return identity == null ? null : identity.key();
    }

    @Override
    public @Nullable String chooseServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseEngineServerAlias(keyType, issuers, null);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        String alias = chooseEngineServerAlias(keyType, issuers, null);
        return alias == null ? null : new String[] {alias};
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    /** A handshake that began with the version before ends with it. */
    private @Nullable Identity named(String alias) {
        Version version = present.get();
        if (version.state().equals(alias)) {
            return version.identity();
        }
        Version before = version.before();
        return before != null && before.state().equals(alias) ? before.identity() : null;
    }

    private void lookAgain() {
        long now = System.nanoTime();
        long last = looked.get();
        if (now - last < LOOK_AGAIN_NANOS || !looked.compareAndSet(last, now)) {
            return;
        }
        String state = "unreadable";
        try {
            Version version = present.get();
            state = state(certificate, key);
            if (!state.equals(version.state()) && !state.equals(refused.get())) {
                Identity identity = Identity.read(certificate, key);
                present.set(new Version(state, identity, version.withoutBefore()));
                LOG.log(Level.INFO, "took over the certificate in " + certificate);
            }
        } catch (IOException | GeneralSecurityException e) {
            if (!state.equals(refused.getAndSet(state))) {
                LOG.log(Level.WARNING, "keeps the old certificate: " + e.getMessage());
            }
        }
    }

    private static String state(Path certificate, Path key) throws IOException {
        return String.join(
                "/",
                List.of(
                        Files.getLastModifiedTime(certificate).toString(),
                        Long.toString(Files.size(certificate)),
                        Files.getLastModifiedTime(key).toString(),
                        Long.toString(Files.size(key))));
    }

    /**
     * What the files held at one time.
     *
     * @param state tells one version from another; also its name in a handshake
     * @param before the version before; null for none
     */
    private record Version(String state, Identity identity, @Nullable Version before) {

        Version withoutBefore() {
            return new Version(state, identity, null);
        }
    }
}
