package dev.signalbox.application.call;

import dev.signalbox.domain.access.Key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;

/**
 * What somebody showed us to be let in: a key in clear. It lives for one call and is never printed.
 *
 * <p>A key that we made reads {@code sk-sb1}, eight characters of public id, 24 of secret (142
 * bits) and six of checksum, all of them letters and digits. Any other text can be a key too:
 * LiteLLM's, or one that its owner chose.
 */
public final class Credential {

    private static final String PREFIX = "sk-sb1";
    private static final int ID_LENGTH = 8;
    private static final int SECRET_LENGTH = 24;
    private static final int CHECKSUM_LENGTH = 6;
    private static final int SECRET_END = PREFIX.length() + ID_LENGTH + SECRET_LENGTH;
    private static final int LENGTH = SECRET_END + CHECKSUM_LENGTH;
    private static final String ALPHABET =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int TAIL_SHOWN = 4;
    private static final int HASH_SHOWN = 12;

    private final String text;
    private final Key.Hash hash;

    private Credential(String text) {
        this.text = text;
        // Once: a call is recognised before its body is read, and again when it is let in.
        this.hash = new Key.Hash(HexFormat.of().formatHex(sha256().digest(bytes(text))));
    }

    /** What the caller sent, whatever it is. */
    public static Credential of(String text) {
        return new Credential(text);
    }

    /**
     * A new key.
     *
     * @param random a source fit for secrets
     */
    public static Credential mint(RandomGenerator random) {
        return mint(new StringBuilder(LENGTH).append(PREFIX), random);
    }

    /**
     * A new key with the public id of an old one, if that was of our form.
     *
     * @param random a source fit for secrets
     */
    public static Credential mintLike(String publicId, RandomGenerator random) {
        return publicId.length() == ID_LENGTH
                ? mint(new StringBuilder(LENGTH).append(PREFIX).append(publicId), random)
                : mint(random);
    }

    private static Credential mint(StringBuilder key, RandomGenerator random) {
        while (key.length() < SECRET_END) {
            key.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new Credential(key.append(checksum(key)).toString());
    }

    /**
     * Under which it is stored and found. Nothing is added to it, so that LiteLLM's hashes hold.
     */
    public Key.Hash hash() {
        return hash;
    }

    /**
     * True if it has our form but not our checksum: mistyped or invented, and not worth a question.
     */
    public boolean isDamaged() {
        return text.startsWith(PREFIX)
                && text.length() == LENGTH
                && !text.endsWith(checksum(text.substring(0, SECRET_END)));
    }

    /** Whether it has our form and our checksum: nobody hits upon that by chance. */
    public boolean isOurs() {
        return text.startsWith(PREFIX) && text.length() == LENGTH && !isDamaged();
    }

    /**
     * What support may see of it: the id within one of ours, the beginning of the hash of any
     * other.
     */
    public String publicId() {
        return isOurs()
                ? text.substring(PREFIX.length(), PREFIX.length() + ID_LENGTH)
                : "h" + hash.hex().substring(0, HASH_SHOWN);
    }

    /** What its owner recognises it by. */
    public String label() {
        return "sk-..." + text.substring(Math.max(0, text.length() - TAIL_SHOWN));
    }

    /** Its length in characters. */
    public int length() {
        return text.length();
    }

    /** The key itself, to be shown once to whom it belongs and kept nowhere. */
    public String reveal() {
        return text;
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return "a credential of " + text.length() + " characters";
    }

    private static String checksum(CharSequence key) {
        CRC32 crc = new CRC32();
        crc.update(bytes(key.toString()));
        long rest = crc.getValue();
        char[] digits = new char[CHECKSUM_LENGTH];
        for (int i = CHECKSUM_LENGTH - 1; i >= 0; i--) {
            digits[i] = ALPHABET.charAt((int) (rest % ALPHABET.length()));
            rest /= ALPHABET.length();
        }
        return new String(digits);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
