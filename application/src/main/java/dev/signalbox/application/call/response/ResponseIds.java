package dev.signalbox.application.call.response;

import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.catalog.Deployment;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Writes into the id of a response who made it, and seals it for those who may come back to it:
 * every replica reads it at once, and nothing is stored. An id reads {@code resp_} and in Base64 a
 * version, a seal of 16 bytes, the deployment and the upstream's own id. The seal is an HMAC over
 * all of that and its owner: the team of the key, else its user, else the key itself. Safe for many
 * threads.
 */
public final class ResponseIds {

    private static final String PREFIX = "resp_";

    /** Nothing else is taken for the id of a response, nor asked for in a path. */
    private static final String UPSTREAMS = "resp";

    private static final String HMAC = "HmacSHA256";
    private static final byte VERSION = 1;
    private static final int SEAL = 16;
    private static final int HEAD = 1 + SEAL + Short.BYTES;

    /** Nobody asks with more; upstreams' own ids have about fifty characters. */
    private static final int LONGEST = 2048;

    /** Whoever has an id can try secrets against its seal: each try shall cost something. */
    private static final int ROUNDS = 50_000;

    private static final String STRETCHED = "PBKDF2WithHmacSHA256";
    private static final int KEY_BITS = 256;
    private static final byte[] PURPOSE =
            "signalbox: ids of responses".getBytes(StandardCharsets.UTF_8);

    private final List<String> secrets;

    /** Made when the first id is; most gateways never see one. */
    private volatile @Nullable List<SecretKeySpec> made;

    /**
     * @param secrets the same in all replicas: the first seals, each of them opens; ids end with
     *     the one that sealed them
     */
    public ResponseIds(List<String> secrets) {
        this.secrets = List.copyOf(secrets);
    }

    /** Seals ids of responses that a deployment makes for that caller. */
    public IdSeal seal(Caller caller, Deployment.Id deployment) {
        String owner = owner(caller);
        return id -> sealed(owner, new MadeResponse(deployment, id));
    }

    private String sealed(String owner, MadeResponse made) {
        byte[] deployment = made.deployment().text().getBytes(StandardCharsets.UTF_8);
        byte[] id = made.id().getBytes(StandardCharsets.UTF_8);
        byte[] all =
                ByteBuffer.allocate(HEAD + deployment.length + id.length)
                        .put(VERSION)
                        .put(seal(keys().getFirst(), owner, made))
                        .putShort((short) deployment.length)
                        .put(deployment)
                        .put(id)
                        .array();
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    /**
     * What an id stands for; null if it is none of ours, or not that caller's. Whoever holds the
     * master key may come back to every one.
     */
    public @Nullable MadeResponse open(Caller caller, String id) {
        byte[] all = decoded(id);
        if (all.length <= HEAD || all[0] != VERSION) {
            return null;
        }
        int rest = HEAD + Short.toUnsignedInt(ByteBuffer.wrap(all).getShort(1 + SEAL));
        if (rest >= all.length) {
            return null;
        }
        String deployment = new String(all, HEAD, rest - HEAD, StandardCharsets.UTF_8);
        String own = new String(all, rest, all.length - rest, StandardCharsets.UTF_8);
        // Whoever holds the master key is not asked for a seal: it must still be an id.
        if (deployment.isBlank() || !own.startsWith(UPSTREAMS)) {
            return null;
        }
        MadeResponse made = new MadeResponse(new Deployment.Id(deployment), own);
        byte[] shown = Arrays.copyOfRange(all, 1, 1 + SEAL);
        boolean good = caller instanceof Caller.Master || isSealed(shown, owner(caller), made);
        return good ? made : null;
    }

    /** Empty if it is no id. */
    private static byte[] decoded(String id) {
        if (!id.startsWith(PREFIX) || id.length() > LONGEST) {
            return new byte[0];
        }
        try {
            return Base64.getUrlDecoder().decode(id.substring(PREFIX.length()));
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private boolean isSealed(byte[] shown, String owner, MadeResponse made) {
        for (SecretKeySpec key : keys()) {
            if (MessageDigest.isEqual(shown, seal(key, owner, made))) {
                return true;
            }
        }
        return false;
    }

    private List<SecretKeySpec> keys() {
        List<SecretKeySpec> present = made;
        if (present == null) {
            present = secrets.stream().map(ResponseIds::stretched).toList();
            made = present;
        }
        return present;
    }

    private static SecretKeySpec stretched(String secret) {
        try {
            PBEKeySpec spec = new PBEKeySpec(secret.toCharArray(), PURPOSE, ROUNDS, KEY_BITS);
            byte[] key = SecretKeyFactory.getInstance(STRETCHED).generateSecret(spec).getEncoded();
            return new SecretKeySpec(key, HMAC);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + STRETCHED, e);
        }
    }

    private static byte[] seal(SecretKeySpec key, String owner, MadeResponse made) {
        String said = owner + '\0' + made.deployment().text() + '\0' + made.id();
        return Arrays.copyOf(hmac(key, said), SEAL);
    }

    private static String owner(Caller caller) {
        if (!(caller instanceof Caller.Member member)) {
            return "";
        }
        Key key = member.key();
        if (key.team() != null) {
            return "team " + key.team().text();
        }
        return key.user() != null ? "user " + key.user().text() : "key " + key.publicId();
    }

    private static byte[] hmac(SecretKeySpec key, String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }
}
