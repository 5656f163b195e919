package dev.signalbox.openai.answer;

import dev.signalbox.application.call.Outcome.Ending;
import dev.signalbox.application.driven.Upstream.Answer.Relayed;
import dev.signalbox.application.driven.Upstream.Answer.Words;
import dev.signalbox.application.driven.Upstream.Order;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.limits.Usage;
import dev.signalbox.openai.fault.OpenAiFaults;
import dev.signalbox.openai.reading.Relabel;
import dev.signalbox.openai.wire.Reply;

import org.jspecify.annotations.Nullable;

/** What an answer is made of: what was asked, and what came of it. Used by the call's thread. */
public record Source(Order order, Reply reply, OpenAiFaults faults, Manner manner) {

    /**
     * How it is handed on.
     *
     * @param relabel what callers read in place of some names
     * @param quiet whether the event that says the usage is kept back
     * @param asItIs whether a document that says that it failed is an answer all the same
     */
    public record Manner(Relabel relabel, boolean quiet, boolean asItIs) {}

    Relabel relabel() {
        return manner.relabel();
    }

    /** It broke off; whatever the reason, nobody minds if the caller has gone. */
    Relayed cut(Fault fault, @Nullable Usage usage, Words words) {
        return order.hangup().happened()
                ? new Relayed(Ending.ABANDONED, usage, words, null)
                : new Relayed(Ending.CUT_SHORT, usage, words, fault);
    }
}
