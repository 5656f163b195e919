package dev.signalbox.application.dispatch.choice;

import dev.signalbox.application.accounting.Bill;
import dev.signalbox.application.call.Call;
import dev.signalbox.application.call.Hangup;
import dev.signalbox.application.call.response.Trail;
import dev.signalbox.application.directory.Directory;
import dev.signalbox.domain.access.Aliases;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.catalog.Resolution;
import dev.signalbox.domain.policy.RoutingTerms;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A call that was let in.
 *
 * @param resolution leads to a group
 * @param directory the one that this call sees to its end
 * @param hangup tells when the caller goes away
 * @param draw decides where names of several groups lead
 * @param bill what it costs
 * @param trail the responses that it is about; null if it is about none
 */
public record Trip(
        Caller caller,
        Call call,
        Resolution resolution,
        Directory directory,
        Hangup hangup,
        Aliases.Draw draw,
        Bill bill,
        @Nullable Trail trail) {

    /** The same call with its bill. */
    public Trip with(Bill bill) {
        return new Trip(caller, call, resolution, directory, hangup, draw, bill, trail);
    }

    /** The only deployment that can serve it; null if others can as well. */
    public Deployment.@Nullable Id maker() {
        return trail == null ? null : trail.maker();
    }

    /** Regions that the call may be served in; empty for any. */
    public Set<String> residency() {
        return caller instanceof Caller.Member member && member.team() != null
                ? member.team().routing().residency()
                : Set.of();
    }

    /**
     * The tags of the call: the key's and the team's, and the caller's own.
     *
     * @param ofCallers whether callers' own count, unless key or team say that they do
     */
    public Set<String> tags(boolean ofCallers) {
        if (!(caller instanceof Caller.Member member)) {
            return ofCallers ? call.wishes().tags() : Set.of();
        }
        RoutingTerms key = member.key().routing();
        RoutingTerms team = member.team() == null ? RoutingTerms.NONE : member.team().routing();
        boolean trusted = ofCallers || key.trustsTags() || team.trustsTags();
        Set<String> own = trusted ? call.wishes().tags() : Set.of();
        if (key.tags().isEmpty() && team.tags().isEmpty()) {
            return own;
        }
        Set<String> all = new HashSet<>(own);
        all.addAll(key.tags());
        all.addAll(team.tags());
        return all;
    }

    /** By these names the caller's own fallbacks are looked for. */
    public List<ModelName> names() {
        return List.of(resolution.asked(), resolution.name());
    }

    /** Whether the call goes to no other group. */
    public boolean stays() {
        return stays(caller, call);
    }

    /** Whether a call of {@code caller}'s is for what it asks for, or for nobody. */
    public static boolean stays(Caller caller, Call call) {
        return call.wishes().stays()
                || (caller instanceof Caller.Member member && member.key().routing().stays());
    }
}
