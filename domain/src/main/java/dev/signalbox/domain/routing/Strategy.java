package dev.signalbox.domain.routing;

/** Picks the deployment that gets a call. Called by many threads at once; never blocks. */
public interface Strategy {

    /** One of those. */
    Candidate choose(Candidates among);

    /**
     * Why {@code candidate} would be chosen, or how often: half a sentence for people, as {@code
     * chosen by weight, in 90 % of the calls}.
     */
    String why(Candidates among, Candidate candidate);
}
