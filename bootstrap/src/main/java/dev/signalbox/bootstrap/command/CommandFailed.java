package dev.signalbox.bootstrap.command;

import dev.signalbox.bootstrap.process.Exit;

/** A command cannot be done. The message is one line for people, with the remedy. */
public final class CommandFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Exit exit;

    /**
     * @param exit how the process ends
     */
    public CommandFailed(Exit exit, String message) {
        super(message);
        this.exit = exit;
    }

    /** How the process ends. */
    public Exit exit() {
        return exit;
    }
}
