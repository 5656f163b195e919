package dev.signalbox.application.call;

import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.domain.quota.Standing;

import java.util.List;
import java.util.OptionalLong;

/**
 * Where an answer goes: the caller's end of the call. Used by the call's own thread, except {@link
 * #hangup()}. Opened at most once; after that, nothing can be tried elsewhere any more.
 */
public interface ReplySink {

    /**
     * Names the revision of all that this call was let in or refused by; before anything else, also
     * before a refusal that does not go through here.
     */
    void decidedUnder(long revision);

    /** Names what the caller may still use, if there are bounds; before it begins. */
    void mayStillUse(List<Standing> standings);

    /** Names what the answer costs; before it begins, and only if that is known by then. */
    void costs(NanoUsd cost);

    /** Nobody knows what the answer costs, and it counts as free; said before it begins. */
    default void isUnpriced() {}

    /**
     * Begins the answer. The head may be held back until the first {@link #write}.
     *
     * @throws CallerGone if nobody listens any more
     */
    void open(Head head);

    /**
     * Hands on a piece and sends it at once.
     *
     * @param bytes read before the method returns, not kept
     * @throws CallerGone if nobody listens any more
     */
    void write(byte[] bytes, int offset, int length);

    /**
     * Says that the answer cannot be finished. Nobody may take what was sent for a whole answer:
     * events end with one that says so, a document breaks off.
     */
    void breakOff(Fault fault);

    /** Tells when the caller goes away, also while nothing is written. */
    Hangup hangup();

    /**
     * How an answer begins.
     *
     * @param mediaType as the upstream said it
     * @param length of a document in bytes, if it is known
     * @param notes what the upstream said beside it and callers may know
     */
    record Head(Form form, String mediaType, OptionalLong length, Served served, List<Note> notes) {
        public Head {
            notes = List.copyOf(notes);
        }
    }

    /** The shape of an answer. */
    enum Form {
        /** One whole document. */
        DOCUMENT,
        /** Event by event, each sent when it is there. */
        EVENTS
    }

    /** A named remark beside an answer (on the wire: a header), the name in lower case. */
    record Note(String name, String value) {}

    /** Nobody listens any more. */
    final class CallerGone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public CallerGone(Throwable cause) {
            super("the caller has gone", cause);
        }
    }
}
