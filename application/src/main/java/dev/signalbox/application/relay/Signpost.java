package dev.signalbox.application.relay;

import dev.signalbox.application.call.Call;
import dev.signalbox.application.directory.Directory;
import dev.signalbox.application.dispatch.choice.Trip;
import dev.signalbox.application.relay.canary.Canaries;
import dev.signalbox.domain.access.AccessRule;
import dev.signalbox.domain.access.Aliases;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.catalog.Resolution;
import dev.signalbox.domain.policy.Fallbacks;

import java.util.function.Function;

/**
 * Where the name on a call leads; and where the call goes if that is nowhere.
 *
 * @param canaries knows which groups are not tried out any more
 * @param fallbacks those that hold for a caller
 */
public record Signpost(Canaries canaries, Function<Caller, Fallbacks> fallbacks) {

    private static final Caller EVERYBODY = new Caller.Master();

    /** Of one that hears of no call's end, where nothing has fallbacks. */
    public static Signpost plain() {
        return new Signpost(new Canaries(), caller -> Fallbacks.NONE);
    }

    /**
     * What the name on the call means, and if nothing has that name, the first to go to instead.
     */
    public Resolution resolve(Caller caller, Call call, Directory directory) {
        Resolution asked =
                directory.resolve(
                        caller, call.asked(), new Aliases.Draw(call.wishes().user(), canaries));
        boolean lost =
                asked.group() == null
                        && !Trip.stays(caller, call)
                        && AccessRule.firstRefusal(caller, call.endpoint(), asked) == null;
        return lost ? byDefault(caller, call, asked, directory) : asked;
    }

    private Resolution byDefault(Caller caller, Call call, Resolution asked, Directory directory) {
        Fallbacks of = fallbacks.apply(caller);
        for (ModelName name : of.byDefault()) {
            // The operator means the group: no name of the team's leads elsewhere.
            Resolution target = directory.resolve(EVERYBODY, name);
            if (target.group() != null && isOpen(target, caller, call, of)) {
                return asked.goingTo(target);
            }
        }
        return asked;
    }

    private static boolean isOpen(Resolution target, Caller caller, Call call, Fallbacks of) {
        return !of.checked() || AccessRule.firstRefusal(caller, call.endpoint(), target) == null;
    }
}
