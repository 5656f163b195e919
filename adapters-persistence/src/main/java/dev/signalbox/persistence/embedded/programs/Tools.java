package dev.signalbox.persistence.embedded.programs;

import dev.signalbox.persistence.contact.DatabaseUnreachable;

import java.io.IOException;

/** How programs are run here: as whom, and where they print. */
public record Tools(Account account, Programs programs) {

    /**
     * Runs a program that must end well.
     *
     * @throws DatabaseUnreachable if it does not: {@code failure} and what it printed
     */
    public void run(String failure, String... command) throws IOException {
        if (!works(command)) {
            throw new DatabaseUnreachable(failure + ": " + programs.lastOutput().strip(), null);
        }
    }

    /** Whether the program ends well. */
    public boolean works(String... command) {
        return programs.works(account.command(command));
    }
}
