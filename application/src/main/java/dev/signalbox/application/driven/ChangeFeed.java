package dev.signalbox.application.driven;

/**
 * Says when the registry may have changed, and whether there is contact with it. Whoever opens it
 * closes it.
 *
 * <p>A change is told within a second of its commit, whatever became of any message about it:
 * messages are hints, and the revision itself is compared twice a second. Many changes in a row may
 * be told as one. Nobody who asks the directory ever waits for the feed.
 */
public interface ChangeFeed extends AutoCloseable {

    /** Begins to tell {@code follower}, from threads of the feed's own. Returns at once; once. */
    void tell(Follower follower);

    /** Tells nothing more. */
    @Override
    void close();

    /** Who wants to know. */
    interface Follower {

        /** The revision that the follower stands at; does not block. */
        long revision();

        /**
         * The registry was just asked and stands at the follower's own revision; does not block.
         */
        void inTouch();

        /** The registry does not answer; does not block. Told again as long as that is so. */
        void outOfTouch();

        /**
         * Something may have changed: takes it over. One call at a time; may take as long as the
         * registry does.
         *
         * @throws Registry.RegistryUnavailable if the registry cannot be asked; then it is told
         *     again
         */
        void refresh();
    }
}
