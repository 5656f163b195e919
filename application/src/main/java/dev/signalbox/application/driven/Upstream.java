package dev.signalbox.application.driven;

import dev.signalbox.application.call.Call;
import dev.signalbox.application.call.Hangup;
import dev.signalbox.application.call.Naming;
import dev.signalbox.application.call.Outcome.Ending;
import dev.signalbox.application.call.ReplySink;
import dev.signalbox.application.call.Served;
import dev.signalbox.application.call.response.Deed;
import dev.signalbox.application.call.response.IdSeal;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.limits.Usage;
import dev.signalbox.domain.routing.Patience;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/** Asks one deployment once. Many threads use one at the same time; a call blocks its own. */
public interface Upstream {

    /**
     * Sends the question and waits for the beginning of an answer: its head and, of a stream, the
     * first event that carries something. Nothing has reached the caller yet, so another may still
     * be asked. Does not throw for what an upstream or a network may do.
     */
    Attempt open(Order order);

    /**
     * What is to be asked.
     *
     * @param hangup when it happens the question is withdrawn, and the attempt or the answer ends
     * @param whole true: a document of which a part was filtered is a failure, for there is
     *     somebody else to ask
     * @param seal makes ids for callers of those that responses have; null leaves them
     */
    record Order(
            Call call,
            Served served,
            Naming naming,
            Patience patience,
            Hangup hangup,
            boolean whole,
            @Nullable IdSeal seal) {

        /** What is answered is answered, filtered or not, and has the ids that it has. */
        public Order(Call call, Served served, Naming naming, Patience patience, Hangup hangup) {
            this(call, served, naming, patience, hangup, false, null);
        }

        /** The same when that much of the patience has been spent. */
        public Order after(Duration spent) {
            return new Order(call, served, naming, patience.after(spent), hangup, whole, seal);
        }
    }

    /**
     * A response that was made before, and what is to be done with it.
     *
     * @param id as the upstream calls it
     * @param query of the caller's, as it was sent; empty if there is none
     */
    record Pursuit(Deed deed, String id, String query) {}

    /**
     * Does something with a response that this deployment made, as {@link #open} does. Whoever
     * makes none knows of none.
     *
     * @param order its call has no body
     */
    default Attempt follow(Order order, Pursuit pursuit) {
        return new Faulted(Fault.of(Fault.Kind.MODEL_GONE, "it keeps no responses"));
    }

    /** How asking went. */
    sealed interface Attempt {}

    /** An answer has begun. Whoever gets it closes it. */
    record Opened(Answer answer) implements Attempt {}

    /**
     * There is no answer.
     *
     * @param usage what it took all the same; null if nothing was said of it
     */
    record Faulted(Fault fault, @Nullable Usage usage) implements Attempt {

        /** It took nothing. */
        public Faulted(Fault fault) {
            this(fault, null);
        }
    }

    /** An opened reply; used by the call's own thread. */
    interface Answer extends AutoCloseable {

        /**
         * Hands everything on to {@code sink}, each event when it is there. Can be done once. The
         * sink is not told of a failure of the upstream: perhaps somebody else goes on. If the
         * caller goes, also at a write, that is an {@link Ending#ABANDONED}.
         */
        Relayed relayTo(ReplySink sink);

        /** What it took, if that is known before it is relayed; null if not. */
        @Nullable Usage usage();

        /** Whether nobody was asked, because the caller wanted that: it says nothing of anybody. */
        default boolean isMock() {
            return false;
        }

        /** Lets go of the upstream; an answer that was not read to its end is given up. */
        @Override
        void close();

        /**
         * What became of it.
         *
         * @param usage what the upstream said that it took, found in passing; null if it said
         *     nothing that can be believed, or broke off before
         * @param words what of the answer was handed on, where that is kept
         * @param fault why it was cut short; null if it was not
         */
        record Relayed(Ending ending, @Nullable Usage usage, Words words, @Nullable Fault fault) {}

        /**
         * What a model wrote, put together from its events.
         *
         * @param text of all choices, calls of tools among them, in the order of their coming
         * @param plain whether that is all: one choice, nothing but words, none left out
         */
        record Words(String text, boolean plain) {

            /** Nothing is kept. */
            public static final Words NONE = new Words("", false);
        }
    }
}
