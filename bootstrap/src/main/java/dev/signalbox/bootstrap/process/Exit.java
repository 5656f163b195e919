package dev.signalbox.bootstrap.process;

/** How the process ends, as it is known to whoever started it. */
public enum Exit {
    /** It did what was asked, or stopped because it was told to. */
    DONE(0),
    /** The command line cannot be understood. */
    USAGE(2),
    /** The database cannot be used. */
    DATABASE(69),
    /** A mistake of ours. */
    BUG(70),
    /** The configuration cannot be served: the file, the master key, the address. */
    CONFIGURATION(78);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    /** The exit code. */
    public int code() {
        return code;
    }
}
