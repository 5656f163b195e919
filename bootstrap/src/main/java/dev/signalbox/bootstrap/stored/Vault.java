package dev.signalbox.bootstrap.stored;

import dev.signalbox.domain.stored.Sealed;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals texts with AES-256-GCM. A seal reads {@code v1.KEY.CONTENT}: the name of the key, and in
 * Base64 a nonce of 12 bytes, drawn by chance, with what is sealed and its tag of 16 bytes. It is
 * good for one purpose only: what was sealed for one model does not open as another's. Safe for
 * many threads.
 */
final class Vault {

    private static final String FORM = "v1";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final VaultKey present;
    private final List<VaultKey> all;
    private final SecureRandom random = new SecureRandom();

    private Vault(List<VaultKey> all) {
        this.all = List.copyOf(all);
        this.present = all.getFirst();
    }

    /**
     * @param secrets the first seals, each of them opens
     */
    static Vault of(List<String> secrets) {
        List<VaultKey> keys = new ArrayList<>();
        secrets.forEach(secret -> keys.add(VaultKey.of(secret)));
        return new Vault(keys);
    }

    /** The text, sealed with the present key. */
    Sealed seal(String text, String purpose) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        try {
            byte[] closed = cipher(Cipher.ENCRYPT_MODE, present, nonce, purpose).doFinal(content);
            byte[] both =
                    ByteBuffer.allocate(nonce.length + closed.length)
                            .put(nonce)
                            .put(closed)
                            .array();
            return new Sealed(
                    FORM + "." + present.name() + "." + Base64.getEncoder().encodeToString(both));
        } catch (GeneralSecurityException e) {
            throw noCipher(e);
        }
    }

    /** What was sealed for that purpose; null if no key here opens it, or it was changed. */
    @Nullable String open(Sealed sealed, String purpose) {
        VaultKey key = keyOf(sealed);
        if (key == null) {
            return null;
        }
        try {
            byte[] both = Base64.getDecoder().decode(part(sealed, 2));
            if (both.length < NONCE_BYTES) {
                return null;
            }
            byte[] nonce = Arrays.copyOf(both, NONCE_BYTES);
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, nonce, purpose);
            return new String(
                    cipher.doFinal(both, NONCE_BYTES, both.length - NONCE_BYTES),
                    StandardCharsets.UTF_8);
        } catch (AEADBadTagException | IllegalArgumentException e) {
            return null;
        } catch (GeneralSecurityException e) {
            throw noCipher(e);
        }
    }

    /** Whether the present key has sealed it. */
    boolean isFresh(Sealed sealed) {
        return part(sealed, 0).equals(FORM) && part(sealed, 1).equals(present.name());
    }

    /** The name of the key that has sealed it. */
    static String nameOfKey(Sealed sealed) {
        return part(sealed, 1);
    }

    private @Nullable VaultKey keyOf(Sealed sealed) {
        String name = part(sealed, 1);
        return part(sealed, 0).equals(FORM)
                ? all.stream().filter(key -> key.name().equals(name)).findFirst().orElse(null)
                : null;
    }

    /** Empty where the text has another form. */
    private static String part(Sealed sealed, int index) {
        String[] parts = sealed.text().split("\\.", -1);
        return parts.length == 3 ? parts[index] : "";
    }

    private static Cipher cipher(int mode, VaultKey key, byte[] nonce, String purpose)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key.key(), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD((FORM + "." + purpose).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static IllegalStateException noCipher(GeneralSecurityException e) {
        return new IllegalStateException("every Java platform has " + CIPHER, e);
    }
}
