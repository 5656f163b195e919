package dev.signalbox.bootstrap.process;

/** How the process ends, as it is known to whoever started it. */
public enum Exit {
    /** It did what was asked, or stopped because it was told to. */
    DONE(0),
    /** It did what was asked, and found what should not be. */
    FINDING(1),
    /** The command line cannot be understood. */
    USAGE(2),
    /** What should be moved cannot be: a file is damaged, or a database is in use. */
    DATA(65),
    /** The database cannot be used. */
    DATABASE(69),
    /** The gateway that should be asked is not there. */
    GATEWAY(69),
    /** A mistake of ours. */
    BUG(70),
    /** The gateway that was asked says no. */
    REFUSED(77),
    /**
     * The configuration cannot be served: the file, the master key, the address, the data folder.
     */
    CONFIGURATION(78),
    /** It was told to stop before it was done. */
    INTERRUPTED(130);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    /** The exit code. */
    public int code() {
        return code;
    }
}
