package dev.signalbox.application.relay.response;

import dev.signalbox.application.call.Call;
import dev.signalbox.application.call.Hangup;
import dev.signalbox.application.call.Naming;
import dev.signalbox.application.call.Outcome;
import dev.signalbox.application.call.Outcome.Ending;
import dev.signalbox.application.call.ReplySink;
import dev.signalbox.application.call.ReplySink.CallerGone;
import dev.signalbox.application.call.Served;
import dev.signalbox.application.call.body.CallBody;
import dev.signalbox.application.call.response.IdSeal;
import dev.signalbox.application.call.response.MadeResponse;
import dev.signalbox.application.call.response.ResponseIds;
import dev.signalbox.application.directory.Directory;
import dev.signalbox.application.directory.LiveDirectory;
import dev.signalbox.application.driven.Upstream;
import dev.signalbox.application.driven.Upstream.Answer.Relayed;
import dev.signalbox.application.driving.FollowResponse;
import dev.signalbox.application.driving.IdentifyCaller;
import dev.signalbox.domain.access.AccessRule;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.catalog.Endpoint;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.routing.Patience;

/**
 * Brings callers back to their responses: one place knows each, and nobody else is asked. Answers
 * carry the upstream's name of the model, for nobody names one. Safe for many threads.
 */
public final class ResponseRelay implements FollowResponse {

    private final LiveDirectory live;
    private final IdentifyCaller callers;
    private final ResponseIds ids;

    public ResponseRelay(LiveDirectory live, IdentifyCaller callers, ResponseIds ids) {
        this.live = live;
        this.callers = callers;
        this.ids = ids;
    }

    @Override
    public Outcome follow(Errand errand, ReplySink sink) {
        Directory directory = live.present();
        sink.decidedUnder(directory.revision());
        return switch (callers.identify(errand.credential())) {
            case IdentifyCaller.Stranger stranger -> new Outcome.Refused(stranger.refusal(), null);
            case IdentifyCaller.Known known -> follow(errand, known.caller(), directory, sink);
        };
    }

    private Outcome follow(Errand errand, Caller caller, Directory directory, ReplySink sink) {
        Refusal wrongUse = AccessRule.refusalOf(caller, Endpoint.RESPONSES);
        if (wrongUse != null) {
            return new Outcome.Refused(wrongUse, null);
        }
        MadeResponse made = ids.open(caller, errand.id());
        Served served = made == null ? null : directory.place(made.deployment());
        if (made == null || served == null) {
            return new Outcome.Refused(new Refusal.UnknownResponse(errand.id()), null);
        }
        Upstream.Order order =
                order(errand, served, sink.hangup(), ids.seal(caller, made.deployment()));
        Upstream.Pursuit pursuit = new Upstream.Pursuit(errand.deed(), made.id(), errand.query());
        return switch (directory.upstream(served.deployment()).follow(order, pursuit)) {
            case Upstream.Faulted faulted ->
                    new Outcome.Refused(
                            new Refusal.UpstreamFailed(served.group(), faulted.fault()), served);
            case Upstream.Opened opened -> hand(opened.answer(), served, sink);
        };
    }

    private static Upstream.Order order(Errand errand, Served served, Hangup hangup, IdSeal seal) {
        return new Upstream.Order(
                call(errand, served),
                served,
                Naming.AS_SERVED,
                Patience.DEFAULT,
                hangup,
                false,
                seal);
    }

    private static Call call(Errand errand, Served served) {
        return new Call(
                errand.callId(),
                Endpoint.RESPONSES,
                errand.credential(),
                served.group(),
                errand.streamed(),
                CallBody.EMPTY);
    }

    private static Outcome hand(Upstream.Answer answer, Served served, ReplySink sink) {
        try (answer) {
            Relayed relayed = answer.relayTo(sink);
            Fault fault = relayed.fault();
            if (fault != null) {
                sink.breakOff(fault);
            }
            return new Outcome.Relayed(served, relayed.ending());
        } catch (CallerGone e) {
            return new Outcome.Relayed(served, Ending.ABANDONED);
        }
    }
}
