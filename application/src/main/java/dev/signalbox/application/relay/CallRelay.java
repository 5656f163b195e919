package dev.signalbox.application.relay;

import dev.signalbox.application.call.Call;
import dev.signalbox.application.call.Outcome;
import dev.signalbox.application.call.Outcome.Ending;
import dev.signalbox.application.call.ReplySink;
import dev.signalbox.application.call.ReplySink.CallerGone;
import dev.signalbox.application.call.Served;
import dev.signalbox.application.driven.Upstream;
import dev.signalbox.application.driving.RelayCall;
import dev.signalbox.domain.access.Refusal;

/** The one path of a call: admit, dispatch, relay. */
public final class CallRelay implements RelayCall {

    private final Gate gate;
    private final Dispatcher dispatcher;

    public CallRelay(Gate gate, Dispatcher dispatcher) {
        this.gate = gate;
        this.dispatcher = dispatcher;
    }

    @Override
    public Outcome relay(Call call, ReplySink sink) {
        Gate.Entry entry = gate.admit(call);
        sink.decidedUnder(entry.revision());
        return switch (entry) {
            case Gate.Closed closed -> new Outcome.Refused(closed.refusal(), null);
            case Admission admission -> relay(admission, call, sink);
        };
    }

    private Outcome relay(Admission admission, Call call, ReplySink sink) {
        Dispatcher.Dispatched dispatched = dispatcher.dispatch(admission, call, sink.hangup());
        Served served = dispatched.served();
        return switch (dispatched.attempt()) {
            case Upstream.Faulted faulted ->
                    new Outcome.Refused(
                            new Refusal.UpstreamFailed(served.group(), faulted.fault()), served);
            case Upstream.Opened opened ->
                    new Outcome.Relayed(served, relay(opened.answer(), sink));
        };
    }

    private static Ending relay(Upstream.Answer answer, ReplySink sink) {
        try (answer) {
            return answer.relayTo(sink);
        } catch (CallerGone e) {
            return Ending.ABANDONED;
        }
    }
}
