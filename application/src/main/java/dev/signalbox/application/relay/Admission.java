package dev.signalbox.application.relay;

import dev.signalbox.application.accounting.Bill;
import dev.signalbox.application.call.Call;
import dev.signalbox.application.call.Hangup;
import dev.signalbox.application.call.response.Trail;
import dev.signalbox.application.directory.Directory;
import dev.signalbox.application.dispatch.choice.Trip;
import dev.signalbox.application.relay.canary.Canaries;
import dev.signalbox.domain.access.Aliases;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.catalog.Resolution;

import org.jspecify.annotations.Nullable;

/**
 * The proof that a call was let in.
 *
 * @param group where the name that was asked for leads
 * @param directory the one that this call sees to its end
 */
record Admission(Caller caller, Resolution resolution, ModelGroup group, Directory directory)
        implements Gate.Entry {
    /**
     * The call that was let in, on its way; nothing is set aside for it yet.
     *
     * @param call without an id of ours in it
     * @param trail the responses that it is about; null if it is about none
     */
    Trip trip(Call call, @Nullable Trail trail, Hangup hangup, Canaries canaries) {
        Aliases.Draw draw = new Aliases.Draw(call.wishes().user(), canaries);
        return new Trip(caller, call, resolution, directory, hangup, draw, Bill.free(), trail);
    }

    @Override
    public long revision() {
        return directory.revision();
    }
}
