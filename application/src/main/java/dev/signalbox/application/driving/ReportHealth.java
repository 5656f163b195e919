package dev.signalbox.application.driving;

/** Somebody wants to know how we are. */
public interface ReportHealth {

    /** How we are now; waits a second at most. */
    Health report();

    /**
     * How we are.
     *
     * @param stage where in its life the process is
     * @param databaseAnswers whether teams and keys can be read and changed now
     * @param groups how many model groups there are to call
     */
    record Health(Stage stage, boolean databaseAnswers, int groups) {

        /** Whether at least some calls can be served. */
        public boolean serving() {
            return stage == Stage.SERVING && groups > 0;
        }
    }

    /** The life of a process. */
    enum Stage {
        STARTING,
        SERVING,
        /** Finishes what has begun and takes nothing new. */
        DRAINING
    }
}
