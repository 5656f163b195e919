package dev.signalbox.application.relay;

import dev.signalbox.application.call.Hangup;
import dev.signalbox.application.call.ReplySink;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.domain.quota.Standing;

import java.util.List;

/** Where an answer goes that goes on with another: the caller has its head already. */
final class BegunSink implements ReplySink {

    private final ReplySink sink;

    BegunSink(ReplySink sink) {
        this.sink = sink;
    }

    @Override
    public void decidedUnder(long revision) {
        throw new IllegalStateException("the call was let in before its answer began");
    }

    @Override
    public void mayStillUse(List<Standing> standings) {
        throw new IllegalStateException("that was said before the answer began");
    }

    @Override
    public void costs(NanoUsd cost) {
        // That stands in the head.
    }

    @Override
    public void open(Head head) {
        // Whoever goes on does so under the head of the first.
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        sink.write(bytes, offset, length);
    }

    @Override
    public void breakOff(Fault fault) {
        sink.breakOff(fault);
    }

    @Override
    public Hangup hangup() {
        return sink.hangup();
    }
}
