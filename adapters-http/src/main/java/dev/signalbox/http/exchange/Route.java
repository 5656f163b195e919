package dev.signalbox.http.exchange;

/** Answers one kind of request. Used by many threads at the same time. */
@FunctionalInterface
public interface Route {

    /**
     * Answers.
     *
     * @param variable the part of the path that was left open, decoded; empty if none was
     */
    void serve(Exchange exchange, String variable);
}
