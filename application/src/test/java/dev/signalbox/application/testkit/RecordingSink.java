package dev.signalbox.application.testkit;

import dev.signalbox.application.call.Hangup;
import dev.signalbox.application.call.ReplySink;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.domain.quota.Standing;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A sink that remembers what came, and can be a caller who leaves. Used by one thread. */
public final class RecordingSink implements ReplySink {

    private final AtomicBoolean unpriced = new AtomicBoolean();

    private final Hangup hangup = new Hangup();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<String> writes = new ArrayList<>();
    private @Nullable Head head;
    private @Nullable Fault brokenOff;
    private @Nullable NanoUsd cost;
    private long revision = -1;
    private int patience = Integer.MAX_VALUE;

    /** Leaves at the write behind the first {@code writes}. */
    public RecordingSink leavingAfter(int writes) {
        this.patience = writes;
        return this;
    }

    /** The revision that the call was decided under; -1 if nobody said. */
    public long revision() {
        return revision;
    }

    /** How the answer began, if it did. */
    public Optional<Head> head() {
        return Optional.ofNullable(head);
    }

    /** Everything that came. */
    public byte[] bytes() {
        return bytes.toByteArray();
    }

    /** Everything that came, as text. */
    public String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** What came, write by write. */
    public List<String> writes() {
        return List.copyOf(writes);
    }

    /** Why the answer was broken off, if it was. */
    public Optional<Fault> brokenOff() {
        return Optional.ofNullable(brokenOff);
    }

    @Override
    public void decidedUnder(long revision) {
        this.revision = revision;
    }

    @Override
    public void open(Head head) {
        if (this.head != null) {
            throw new IllegalStateException("an answer begins once");
        }
        this.head = head;
    }

    @Override
    public void write(byte[] written, int offset, int length) {
        if (head == null || brokenOff != null) {
            throw new IllegalStateException("nothing is written before the head or after the end");
        }
        if (writes.size() >= patience) {
            hangup.hangUp();
            throw new CallerGone(new IOException("connection reset"));
        }
        writes.add(new String(written, offset, length, StandardCharsets.UTF_8));
        bytes.write(written, offset, length);
    }

    @Override
    public void isUnpriced() {
        unpriced.set(true);
    }

    /** Whether it was said that nobody knows what the answer costs. */
    public boolean isSaidToBeUnpriced() {
        return unpriced.get();
    }

    @Override
    public void mayStillUse(List<Standing> standings) {
        if (head != null) {
            throw new IllegalStateException("that stands in the head");
        }
    }

    @Override
    public void costs(NanoUsd cost) {
        if (head != null) {
            throw new IllegalStateException("the cost stands in the head");
        }
        this.cost = cost;
    }

    /** What the answer costs, if that was known before it began. */
    public Optional<NanoUsd> cost() {
        return Optional.ofNullable(cost);
    }

    @Override
    public void breakOff(Fault fault) {
        if (head == null || brokenOff != null) {
            throw new IllegalStateException(
                    "only an answer that has begun is broken off, and once");
        }
        brokenOff = fault;
    }

    @Override
    public Hangup hangup() {
        return hangup;
    }
}
