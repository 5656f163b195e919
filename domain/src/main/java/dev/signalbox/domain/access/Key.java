package dev.signalbox.domain.access;

import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.policy.RoutingTerms;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A virtual key, known by its hash only.
 *
 * @param publicId what support may see and say aloud
 * @param label what the owner recognises it by: {@code sk-...} and its last four characters
 * @param name what people call it ({@code key_alias}); unique; null if nobody said
 * @param team whose key it is; null for a key of nobody's
 * @param owner the user whose key it is; null for a key of no user's, as a service has
 * @param models what it may ask for
 * @param aliases its own names for models; they come before the team's
 * @param routes what it may be used for ({@code allowed_routes}); empty for everything
 * @param limits for this key alone
 * @param expires when it ends; null for never
 * @param former what it was before it was rotated, while that still works; null if it does not
 * @param routing what it says about the way of its calls; its residency is its team's
 * @param extras an object of the fields that are kept for the caller and not interpreted here
 */
public record Key(
        Hash hash,
        String publicId,
        String label,
        @Nullable String name,
        Team.@Nullable Id team,
        @Nullable Owner owner,
        ModelList models,
        Aliases aliases,
        RouteList routes,
        Limits limits,
        boolean blocked,
        @Nullable Instant expires,
        @Nullable Former former,
        RoutingTerms routing,
        FreeJson extras,
        Instant createdAt,
        Instant updatedAt) {

    /**
     * The user whose key it is, as far as calls must know.
     *
     * @param role null if nobody registered such a user
     * @param models what the user's keys without a team may ask for
     * @param limits for all of the user's keys together
     */
    public record Owner(User.Id id, User.@Nullable Role role, ModelList models, Limits limits) {

        /** What is known of {@code user}. */
        public static Owner of(User user) {
            return new Owner(user.id(), user.role(), user.models(), user.limits());
        }

        /** A user of whom nothing but the id is known. */
        public static Owner stranger(User.Id id) {
            return new Owner(id, null, ModelList.EVERYTHING, Limits.NONE);
        }
    }

    /**
     * What a key was before it was rotated.
     *
     * @param until when that ends to work
     */
    public record Former(Hash hash, Instant until) {}

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

    /** Whether whoever shows {@code shown} at {@code now} shows this key. */
    public boolean isShownBy(Hash shown, Instant now) {
        return hash.equals(shown)
                || (former != null && former.hash().equals(shown) && now.isBefore(former.until()));
    }

    /** The user whose key it is; null if it is nobody's. */
    public User.@Nullable Id user() {
        return owner == null ? null : owner.id();
    }

    /** The same key under another name. */
    public Key withName(@Nullable String name) {
        return new Key(
                hash, publicId, label, name, team, owner, models, aliases, routes, limits, blocked,
                expires, former, routing, extras, createdAt, updatedAt);
    }

    /** The same key, of another team or of none. */
    public Key withTeam(Team.@Nullable Id team) {
        return new Key(
                hash, publicId, label, name, team, owner, models, aliases, routes, limits, blocked,
                expires, former, routing, extras, createdAt, updatedAt);
    }

    /** The same key, of another user or of none. */
    public Key withOwner(@Nullable Owner owner) {
        return new Key(
                hash, publicId, label, name, team, owner, models, aliases, routes, limits, blocked,
                expires, former, routing, extras, createdAt, updatedAt);
    }

    /** The same key, blocked or not, as changed at {@code now}. */
    public Key withBlocked(boolean blocked, Instant now) {
        return new Key(
                hash, publicId, label, name, team, owner, models, aliases, routes, limits, blocked,
                expires, former, routing, extras, createdAt, now);
    }

    /** The same key, its calls on another way. */
    public Key withRouting(RoutingTerms routing) {
        return new Key(
                hash, publicId, label, name, team, owner, models, aliases, routes, limits, blocked,
                expires, former, routing, extras, createdAt, updatedAt);
    }

    /** The same key with other fields that are only kept. */
    public Key withExtras(FreeJson extras) {
        return new Key(
                hash, publicId, label, name, team, owner, models, aliases, routes, limits, blocked,
                expires, former, routing, extras, createdAt, updatedAt);
    }

    /** The same key with another secret. */
    public Key rotated(Hash hash, String publicId, String label, @Nullable Former former) {
        return new Key(
                hash, publicId, label, name, team, owner, models, aliases, routes, limits, blocked,
                expires, former, routing, extras, createdAt, updatedAt);
    }
}
