package dev.signalbox.domain.access;

import dev.signalbox.domain.catalog.FreeJson;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A virtual key, known by its hash only.
 *
 * @param publicId what support may see and say aloud
 * @param label what the owner recognises it by: {@code sk-...} and its last four characters
 * @param name what people call it ({@code key_alias}); unique; null if nobody said
 * @param team whose key it is; null for a key of nobody's
 * @param models what it may ask for
 * @param expires when it ends; null for never
 * @param extras an object of the fields that are kept for the caller and not interpreted here
 */
public record Key(
        Hash hash,
        String publicId,
        String label,
        @Nullable String name,
        Team.@Nullable Id team,
        ModelList models,
        boolean blocked,
        @Nullable Instant expires,
        FreeJson extras,
        Instant createdAt,
        Instant updatedAt) {

    /** SHA-256 of the whole key, {@code sk-} included, as 64 lower-case hexadecimal digits. */
    public record Hash(String hex) {

        private static final int LENGTH = 64;

        public Hash {
            if (!accepts(hex)) {
                throw new IllegalArgumentException(
                        "a key's hash is 64 lower-case hexadecimal digits");
            }
        }

        /** Whether {@code text} has the form of a hash. */
        public static boolean accepts(String text) {
            return text.length() == LENGTH && text.chars().allMatch(Hash::isHexDigit);
        }

        private static boolean isHexDigit(int c) {
            return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        }

        @Override
        public String toString() {
            return hex.substring(0, 8) + "…";
        }
    }

    /** Whether it has ended by {@code now}. */
    public boolean expiredAt(Instant now) {
        return expires != null && !now.isBefore(expires);
    }

    /** The same key, blocked or not, as changed at {@code now}. */
    public Key withBlocked(boolean blocked, Instant now) {
        return new Key(
                hash, publicId, label, name, team, models, blocked, expires, extras, createdAt,
                now);
    }
}
