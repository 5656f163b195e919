package dev.signalbox.application.driving;

import dev.signalbox.application.call.Credential;
import dev.signalbox.application.call.Outcome;
import dev.signalbox.application.call.ReplySink;
import dev.signalbox.application.call.response.Deed;

/** Comes back to a response that was made here before: looks at it, cancels or deletes it. */
public interface FollowResponse {

    /**
     * Asks whoever made it. Costs nothing and is counted nowhere.
     *
     * @param sink gets the answer, if there is one
     */
    Outcome follow(Errand errand, ReplySink sink);

    /**
     * What somebody comes back for.
     *
     * @param callId unique for ever; shown to the caller and sent upstream
     * @param id as the caller knows the response
     * @param query of the address, as it was sent; empty if there is none
     * @param streamed whether the answer is wanted event by event
     */
    record Errand(
            String callId,
            Credential credential,
            Deed deed,
            String id,
            String query,
            boolean streamed) {}
}
