package dev.signalbox.simulator.fault;

import dev.signalbox.simulator.wire.Step;

import java.util.List;

/** One way to go wrong. Implemented by enums, one for each family: their constants are the list. */
public interface Scenario {

    /** The number in the catalogue of faults, with a letter where it has variants: {@code F31B}. */
    String id();

    /** The readable name, in lower case with hyphens. */
    String title();

    /** Which requests it can meet. */
    Stage stage();

    /** What is done on the connection instead of a good answer. */
    List<Step> steps(Occasion occasion);

    /** Number and name. */
    default String label() {
        return id() + " " + title();
    }

    /** When a scenario comes into play. */
    enum Stage {
        /** When a connection is accepted: it concerns the whole resource. */
        ACCEPT,
        /** When the head of a request has been read, and not its body. */
        HEAD,
        /** The same, but only on a connection that has served a request before. */
        REUSED,
        /** When the whole request has been read. */
        ANSWER,
        /** The same, but only for requests that want a document. */
        DOCUMENT,
        /** The same, but only for requests that want a stream. */
        STREAM
    }
}
