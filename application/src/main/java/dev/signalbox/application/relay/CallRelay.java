package dev.signalbox.application.relay;

import dev.signalbox.application.call.Call;
import dev.signalbox.application.call.Naming;
import dev.signalbox.application.call.Outcome;
import dev.signalbox.application.call.Outcome.Ending;
import dev.signalbox.application.call.ReplySink;
import dev.signalbox.application.dispatch.Dispatched;
import dev.signalbox.application.dispatch.Dispatcher;
import dev.signalbox.application.dispatch.choice.Trip;
import dev.signalbox.application.driven.Upstream.Answer.Relayed;
import dev.signalbox.application.driving.RelayCall;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.catalog.Fault;

/** The one path of a call: admit, dispatch, relay. */
public final class CallRelay implements RelayCall {

    private final Gate gate;
    private final Dispatcher dispatcher;
    private final ArmWatch arms;
    private final Naming naming;

    /**
     * @param arms learns how the groups of an alias with several did
     * @param naming which name of the model answers carry
     */
    public CallRelay(Gate gate, Dispatcher dispatcher, ArmWatch arms, Naming naming) {
        this.gate = gate;
        this.dispatcher = dispatcher;
        this.arms = arms;
        this.naming = naming;
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
        Trip trip = admission.trip(call, sink.hangup(), arms.canaries());
        Refusal objection = Dispatcher.objection(trip);
        if (objection != null) {
            return new Outcome.Refused(objection, null);
        }
        ArmWatch.Watch watch = arms.watch(trip);
        return switch (dispatcher.dispatch(trip, naming)) {
            case Dispatched.Unserved unserved -> {
                watch.unserved(unserved.refusal());
                yield new Outcome.Refused(unserved.refusal(), unserved.served());
            }
            case Dispatched.Answered answered -> {
                watch.answered();
                yield handOver(answered, call.streamed(), sink, watch);
            }
        };
    }

    /** Whoever breaks off may be gone on with by somebody else; the caller is told if nobody is. */
    private Outcome handOver(
            Dispatched.Answered first, boolean streamed, ReplySink sink, ArmWatch.Watch watch) {
        Dispatched.Answered answered = first;
        Relayed part = hand(first, streamed, sink);
        watch.ended(first, part.ending());
        StringBuilder said = new StringBuilder();
        for (Fault fault = part.fault(); fault != null; fault = part.fault()) {
            said.append(part.words().text());
            Dispatched.Answered next =
                    part.words().plain()
                            ? dispatcher.resume(answered, fault, said.toString())
                            : null;
            if (next == null) {
                sink.breakOff(fault);
                break;
            }
            answered = next;
            part = hand(next, streamed, new BegunSink(sink));
        }
        return new Outcome.Relayed(answered.served(), part.ending());
    }

    private static Relayed hand(Dispatched.Answered answered, boolean streamed, ReplySink sink) {
        Ending ending = Ending.CUT_SHORT;
        try (var answer = answered.answer()) {
            Relayed relayed = answer.relayTo(sink);
            if (relayed.usage() != null) {
                answered.lease().took(relayed.usage());
            }
            ending = relayed.ending();
            return relayed;
        } finally {
            answered.lease().ended(ending, streamed);
        }
    }
}
