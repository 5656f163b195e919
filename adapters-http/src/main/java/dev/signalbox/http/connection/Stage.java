package dev.signalbox.http.connection;

/**
 * What a connection is busy with, and until when it may be. Each is an object of its own: two are
 * never the same one, so that "still in that very stage" can be asked without a lock.
 */
final class Stage {

    private final Kind kind;
    private final long deadline;
    private final boolean bounded;

    private Stage(Kind kind, long deadline, boolean bounded) {
        this.kind = kind;
        this.deadline = deadline;
        this.bounded = bounded;
    }

    /** May last as long as it takes. */
    static Stage unbounded(Kind kind) {
        return new Stage(kind, 0, false);
    }

    /** Must be over at {@code deadline} (nanoseconds of the monotonic clock). */
    static Stage until(Kind kind, long deadline) {
        return new Stage(kind, deadline, true);
    }

    Kind kind() {
        return kind;
    }

    boolean overdueAt(long now) {
        return bounded && now - deadline >= 0;
    }

    /** What a connection can be busy with. */
    enum Kind {
        /** Connected; not one byte has come. */
        FRESH,
        /** The head of a request is coming in. */
        HEAD,
        /** A request is being served. */
        BUSY,
        /** Between two requests. */
        IDLE,
        /** Answered and about to be closed; what still comes in is thrown away. */
        LINGERING,
        /** Given up; nothing follows. */
        DOOMED
    }
}
