package dev.signalbox.application.relay;

import dev.signalbox.application.call.Call;
import dev.signalbox.application.call.Credential;
import dev.signalbox.application.directory.Directory;
import dev.signalbox.application.directory.LiveDirectory;
import dev.signalbox.application.directory.Recognition;
import dev.signalbox.application.dispatch.Dispatcher;
import dev.signalbox.application.dispatch.choice.Trip;
import dev.signalbox.application.driving.IdentifyCaller;
import dev.signalbox.domain.access.AccessRule;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.catalog.Endpoint;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.catalog.Resolution;
import dev.signalbox.domain.quota.Holder;
import dev.signalbox.domain.stored.Bounded;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;

/** Where a caller is recognised and a call is let in or not. Safe for many threads. */
public final class Gate implements IdentifyCaller {

    private static final Refusal UNKNOWN = new Refusal.UnknownKey();

    private final LiveDirectory live;
    private final byte[] masterHash;
    private final InstantSource clock;
    private final Signpost signpost;

    /**
     * One that hears of no call's end, so nothing is ever stopped, and that has no fallbacks.
     *
     * @param master the hash of the master key
     */
    public Gate(LiveDirectory live, Key.Hash master, InstantSource clock) {
        this(live, master, clock, Signpost.plain());
    }

    /**
     * @param master the hash of the master key
     */
    public Gate(LiveDirectory live, Key.Hash master, InstantSource clock, Signpost signpost) {
        this.live = live;
        this.masterHash = bytes(master);
        this.clock = clock;
        this.signpost = signpost;
    }

    @Override
    public Identity identify(@Nullable Credential credential) {
        if (credential == null) {
            return new Stranger(new Refusal.KeyMissing());
        }
        if (credential.isDamaged()) {
            return new Stranger(UNKNOWN);
        }
        Key.Hash hash = credential.hash();
        // Constant time, over hashes: how long it takes says nothing about the key.
        if (MessageDigest.isEqual(bytes(hash), masterHash)) {
            return new Known(new Caller.Master());
        }
        return recognised(credential);
    }

    @Override
    public boolean recognises(Credential credential) {
        return live.knows(credential.hash());
    }

    /** Lets the call in, or says why not. */
    Entry admit(Call call) {
        // First: what is found out later is as new as this revision, or newer.
        Directory directory = live.present();
        return switch (identify(call.credential())) {
            case Stranger stranger -> new Closed(stranger.refusal(), directory.revision());
            case Known known -> {
                Resolution resolution = signpost.resolve(known.caller(), call, directory);
                yield admit(known.caller(), call.endpoint(), resolution, directory);
            }
        };
    }

    /** Lets a call of {@code caller}'s in, who is in good standing, or says why not. */
    static Entry admit(
            Caller caller, Endpoint endpoint, Resolution resolution, Directory directory) {
        Refusal refusal = AccessRule.firstRefusal(caller, endpoint, resolution);
        if (refusal != null) {
            return new Closed(refusal, directory.revision());
        }
        ModelGroup group = resolution.group();
        return group == null
                ? new Closed(
                        new Refusal.UnknownModel(resolution.asked(), resolution.target()),
                        directory.revision())
                : new Admission(caller, resolution, group, directory);
    }

    /** Why a call that was let in goes nowhere all the same; null if it goes on. */
    static @Nullable Refusal objection(Trip trip) {
        String user = trip.call().wishes().user();
        return user != null && isBlocked(trip.directory(), user)
                ? new Refusal.EndUserBlocked(user)
                : Dispatcher.objection(trip);
    }

    private static boolean isBlocked(Directory directory, String endUser) {
        Bounded said = directory.bounded(Holder.of(Holder.Level.END_USER, endUser));
        return said != null && said.blocked();
    }

    private Identity recognised(Credential credential) {
        return switch (live.recognise(credential)) {
            case Recognition.Unrecognised unrecognised -> new Stranger(unrecognised.refusal());
            case Recognition.Recognised recognised ->
                    inGoodStanding(recognised.caller(), credential.hash());
        };
    }

    private Identity inGoodStanding(Caller caller, Key.Hash shown) {
        Instant now = clock.instant();
        if (caller instanceof Caller.Member member && !member.key().isShownBy(shown, now)) {
            return new Stranger(UNKNOWN);
        }
        Refusal refusal = AccessRule.firstRefusal(caller, now);
        return refusal == null ? new Known(caller) : new Stranger(refusal);
    }

    private static byte[] bytes(Key.Hash hash) {
        return hash.hex().getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether a call is let in. */
    sealed interface Entry permits Admission, Closed {
        /** The revision of all that this was decided by. */
        long revision();
    }

    /** The call is not let in. */
    record Closed(Refusal refusal, long revision) implements Entry {}
}
