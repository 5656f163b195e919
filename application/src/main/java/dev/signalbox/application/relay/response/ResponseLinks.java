package dev.signalbox.application.relay.response;

import dev.signalbox.application.call.Call;
import dev.signalbox.application.call.body.CallBody;
import dev.signalbox.application.call.json.JsonText;
import dev.signalbox.application.call.response.MadeResponse;
import dev.signalbox.application.call.response.ResponseIds;
import dev.signalbox.application.call.response.Trail;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.Endpoint;
import dev.signalbox.domain.catalog.ModelGroup;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Finds the response that a call goes on from ({@code previous_response_id}). Only who made it
 * knows it, and by its own id; so the call goes there, with that. Safe for many threads.
 */
public final class ResponseLinks {

    private static final String PREVIOUS = "previous_response_id";

    private final ResponseIds ids;

    public ResponseLinks(ResponseIds ids) {
        this.ids = ids;
    }

    /** What comes of looking. */
    public sealed interface Found {}

    /**
     * The call as it goes up.
     *
     * @param trail null if it is about no responses
     */
    public record Linked(Call call, @Nullable Trail trail) implements Found {}

    /** It goes on from something that is not this caller's to go on from. */
    public record Broken(Refusal refusal) implements Found {}

    /**
     * Looks at a call that was let in.
     *
     * @param group where it leads
     */
    public Found of(Call call, Caller caller, ModelGroup group) {
        if (call.endpoint() != Endpoint.RESPONSES) {
            return new Linked(call, null);
        }
        ByteBuffer json = call.body().value(PREVIOUS);
        if (json == null || json.get(json.position()) != '"') {
            // Of another kind it is the upstream's to refuse.
            return new Linked(call, new Trail(ids, caller, null));
        }
        String written = StandardCharsets.UTF_8.decode(json).toString();
        String id = written.substring(1, written.length() - 1);
        MadeResponse made = ids.open(caller, id);
        if (made == null || !isIn(group, made.deployment())) {
            return new Broken(new Refusal.UnknownResponse(id));
        }
        CallBody own =
                call.body()
                        .with(List.of(new CallBody.Member(PREVIOUS, JsonText.quoted(made.id()))));
        return new Linked(call.withBody(own), new Trail(ids, caller, made.deployment()));
    }

    private static boolean isIn(ModelGroup group, Deployment.Id id) {
        for (Deployment deployment : group.deployments()) {
            if (deployment.id().equals(id)) {
                return true;
            }
        }
        return false;
    }
}
