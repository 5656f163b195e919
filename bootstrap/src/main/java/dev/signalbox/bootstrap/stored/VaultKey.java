package dev.signalbox.bootstrap.stored;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key for AES-256 and its name, both made from a secret text with HKDF-SHA256 (RFC 5869). Whoever
 * has the name can find out whether they have guessed the secret; one that cannot be guessed stays
 * one. Never printed with its key.
 *
 * @param name eight characters, fit for an address
 */
record VaultKey(SecretKey key, String name) {

    private static final String HMAC = "HmacSHA256";
    private static final int NAME_BYTES = 6;
    private static final byte FIRST_BLOCK = 1;

    /** The key that somebody's secret stands for; always the same. */
    static VaultKey of(String secret) {
        byte[] extracted = hmac(bytes("signalbox vault"), bytes(secret));
        byte[] name = expanded(extracted, "name");
        return new VaultKey(
                new SecretKeySpec(expanded(extracted, "aes-256-gcm"), "AES"),
                Base64.getUrlEncoder().encodeToString(name).substring(0, NAME_BYTES * 4 / 3));
    }

    /** One block is as long as a key of AES-256. */
    private static byte[] expanded(byte[] extracted, String purpose) {
        byte[] text = bytes(purpose);
        byte[] info = new byte[text.length + 1];
        System.arraycopy(text, 0, info, 0, text.length);
        info[text.length] = FIRST_BLOCK;
        return hmac(extracted, info);
    }

    private static byte[] hmac(byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "key " + name;
    }
}
