package dev.signalbox.application.driving;

import java.time.Duration;

/** Somebody wants to know how we are. */
public interface ReportHealth {

    /** How we are now; waits a second at most. */
    Health report();

    /**
     * How we are.
     *
     * @param stage where in its life the process is
     * @param databaseAnswers whether teams and keys can be looked up and changed now
     * @param groups how many model groups there are to call
     * @param memory what calls are decided by
     */
    record Health(Stage stage, boolean databaseAnswers, int groups, Memory memory) {

        /**
         * Whether at least some calls by key can be served. Without contact for longer than memory
         * is believed that is not so, and whoever balances the load should know: another replica
         * may have contact.
         */
        public boolean serving() {
            return stage == Stage.SERVING && groups > 0 && memory.believed();
        }
    }

    /**
     * What is known of teams and keys here.
     *
     * @param revision the registry's, that it stands for
     * @param sinceContact how long ago the registry last said where it stands
     * @param believed whether keys are served from it
     * @param snapshot what of it is kept for a start without the registry, as a phrase
     */
    record Memory(long revision, Duration sinceContact, boolean believed, String snapshot) {}

    /** The life of a process. */
    enum Stage {
        STARTING,
        SERVING,
        /** Finishes what has begun and takes nothing new. */
        DRAINING
    }
}
