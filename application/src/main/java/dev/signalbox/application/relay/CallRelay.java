package dev.signalbox.application.relay;

import dev.signalbox.application.accounting.Cashier;
import dev.signalbox.application.call.Call;
import dev.signalbox.application.call.Naming;
import dev.signalbox.application.call.Outcome;
import dev.signalbox.application.call.Outcome.Ending;
import dev.signalbox.application.call.ReplySink;
import dev.signalbox.application.call.ReplySink.CallerGone;
import dev.signalbox.application.call.response.ResponseIds;
import dev.signalbox.application.call.response.Trail;
import dev.signalbox.application.dispatch.Dispatched;
import dev.signalbox.application.dispatch.Dispatcher;
import dev.signalbox.application.dispatch.choice.Trip;
import dev.signalbox.application.driven.Upstream.Answer.Relayed;
import dev.signalbox.application.driven.Upstream.Answer.Words;
import dev.signalbox.application.driving.RelayCall;
import dev.signalbox.application.relay.canary.ArmWatch;
import dev.signalbox.application.relay.response.ResponseLinks;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.limits.Usage;

import org.jspecify.annotations.Nullable;

/** The one path of a call: admit, set aside what it may cost, dispatch, relay, settle. */
public final class CallRelay implements RelayCall {

    /** What is noted of an answer that ended in a way that nobody foresaw. */
    private static final Relayed BROKEN = new Relayed(Ending.CUT_SHORT, null, Words.NONE, null);

    private final Gate gate;
    private final Cashier cashier;
    private final ResponseLinks links;
    private final Dispatcher dispatcher;
    private final ArmWatch arms;
    private final Naming naming;

    /**
     * @param arms learns how the groups of an alias with several did
     * @param naming which name of the model answers carry
     */
    public CallRelay(Entrance entrance, Dispatcher dispatcher, ArmWatch arms, Naming naming) {
        this.gate = entrance.gate();
        this.cashier = entrance.cashier();
        this.links = new ResponseLinks(entrance.ids());
        this.dispatcher = dispatcher;
        this.arms = arms;
        this.naming = naming;
    }

    /**
     * Where calls are let in: whether they may, and whether they can afford it.
     *
     * @param ids reads the ids of responses that calls go on from
     */
    public record Entrance(Gate gate, Cashier cashier, ResponseIds ids) {}

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
        return switch (links.of(call, admission.caller(), admission.group())) {
            case ResponseLinks.Broken broken -> new Outcome.Refused(broken.refusal(), null);
            case ResponseLinks.Linked linked ->
                    relay(admission, linked.call(), linked.trail(), sink);
        };
    }

    private Outcome relay(Admission admission, Call call, @Nullable Trail trail, ReplySink sink) {
        Trip trip = admission.trip(call, trail, sink.hangup(), arms.canaries());
        Refusal objection = Gate.objection(trip);
        if (objection != null) {
            return new Outcome.Refused(objection, null);
        }
        Cashier.Request request =
                new Cashier.Request(
                        trip.caller(),
                        call,
                        admission.group(),
                        trip.resolution().name(),
                        trip.directory()::bounded);
        return switch (cashier.open(request)) {
            case Cashier.Refused refused -> new Outcome.Refused(refused.refusal(), null);
            case Cashier.Open open -> {
                sink.mayStillUse(open.bill().standings());
                try {
                    yield dispatched(trip.with(open.bill()), sink);
                } finally {
                    open.bill().close();
                }
            }
        };
    }

    private Outcome dispatched(Trip trip, ReplySink sink) {
        ArmWatch.Watch watch = arms.watch(trip);
        return switch (dispatcher.dispatch(trip, naming)) {
            case Dispatched.Unserved unserved -> {
                watch.unserved(unserved.refusal());
                yield new Outcome.Refused(unserved.refusal(), unserved.served());
            }
            case Dispatched.Answered answered -> {
                watch.answered();
                yield handOver(answered, trip.call().streamed(), sink, watch);
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
                return new Outcome.Relayed(answered.served(), brokenOff(sink, fault));
            }
            answered = next;
            part = hand(next, streamed, new BegunSink(sink));
        }
        return new Outcome.Relayed(answered.served(), part.ending());
    }

    private static Ending brokenOff(ReplySink sink, Fault fault) {
        try {
            sink.breakOff(fault);
            return Ending.CUT_SHORT;
        } catch (CallerGone e) {
            return Ending.ABANDONED;
        }
    }

    private static Relayed hand(Dispatched.Answered answered, boolean streamed, ReplySink sink) {
        Relayed relayed = BROKEN;
        try (var answer = answered.answer()) {
            if (!answered.lease().isPriced()) {
                sink.isUnpriced();
            }
            Usage usage = answer.usage();
            if (usage != null) {
                sink.costs(answered.lease().cost(usage));
            }
            relayed = answer.relayTo(sink);
            return relayed;
        } finally {
            answered.lease().ended(relayed, streamed);
        }
    }
}
