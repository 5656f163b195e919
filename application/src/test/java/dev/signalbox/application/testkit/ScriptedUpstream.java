package dev.signalbox.application.testkit;

import dev.signalbox.application.call.Outcome.Ending;
import dev.signalbox.application.call.ReplySink;
import dev.signalbox.application.call.ReplySink.CallerGone;
import dev.signalbox.application.call.ReplySink.Form;
import dev.signalbox.application.call.ReplySink.Head;
import dev.signalbox.application.driven.Upstream;
import dev.signalbox.domain.catalog.Endpoint;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.limits.Usage;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An upstream that answers what it was told to, and remembers what it was asked. */
public final class ScriptedUpstream implements Upstream {

    private final List<Order> orders = new CopyOnWriteArrayList<>();
    private final List<Pursuit> pursuits = new CopyOnWriteArrayList<>();
    private final AtomicInteger closed = new AtomicInteger();
    private volatile String answer = "{}";
    private volatile @Nullable Fault fault;
    private volatile @Nullable Usage usage;
    private volatile @Nullable Fault broken;
    private volatile boolean plain;
    private volatile boolean mock;

    /** From now on it answers that. */
    public ScriptedUpstream answering(String answer) {
        this.answer = answer;
        return this;
    }

    /** From now on it does not answer, for that reason. */
    public ScriptedUpstream failing(Fault fault) {
        this.fault = fault;
        return this;
    }

    /** From now on it answers again. */
    public ScriptedUpstream mending() {
        this.fault = null;
        return this;
    }

    /**
     * From now on its answers break off behind that.
     *
     * @param plain whether the words are all that was said
     */
    public ScriptedUpstream breakingOff(String answer, boolean plain, Fault fault) {
        this.answer = answer;
        this.plain = plain;
        this.broken = fault;
        return this;
    }

    /** From now on its answers say that they took that; null: they say nothing. */
    public ScriptedUpstream taking(@Nullable Usage usage) {
        this.usage = usage;
        return this;
    }

    /** Whether its answers are such that nobody was asked for them. */
    public ScriptedUpstream mocking(boolean mock) {
        this.mock = mock;
        return this;
    }

    /** What it was asked, in order. */
    public List<Order> orders() {
        return List.copyOf(orders);
    }

    /** How many of its answers were closed. */
    public int closed() {
        return closed.get();
    }

    @Override
    public Attempt open(Order order) {
        orders.add(order);
        Fault now = fault;
        return now != null ? new Faulted(now) : new Opened(new ScriptedAnswer(order));
    }

    @Override
    public Attempt follow(Order order, Pursuit pursuit) {
        pursuits.add(pursuit);
        return open(order);
    }

    /** What it was to do with earlier responses, in order. */
    public List<Pursuit> pursuits() {
        return List.copyOf(pursuits);
    }

    private final class ScriptedAnswer implements Answer {
        private final Order order;

        private ScriptedAnswer(Order order) {
            this.order = order;
        }

        @Override
        public Relayed relayTo(ReplySink sink) {
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            OptionalLong length = OptionalLong.of(bytes.length);
            try {
                sink.open(
                        new Head(
                                Form.DOCUMENT,
                                order.call().endpoint() == Endpoint.SPEECH
                                        ? "audio/mpeg"
                                        : "application/json",
                                length,
                                order.served(),
                                List.of()));
                sink.write(bytes, 0, bytes.length);
            } catch (CallerGone e) {
                return new Relayed(Ending.ABANDONED, usage, Words.NONE, null);
            }
            Fault now = broken;
            return now == null
                    ? new Relayed(Ending.WHOLE, usage, Words.NONE, null)
                    : new Relayed(Ending.CUT_SHORT, usage, new Words(answer, plain), now);
        }

        @Override
        public @Nullable Usage usage() {
            return usage;
        }

        @Override
        public boolean isMock() {
            return mock;
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }
}
