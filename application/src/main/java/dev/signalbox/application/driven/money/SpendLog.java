package dev.signalbox.application.driven.money;

import dev.signalbox.application.ledger.Intent;
import dev.signalbox.application.ledger.Receipt;

/**
 * Takes down every question that goes up and what became of it, so that each is in the ledger
 * exactly once, whatever happens to this process or to the database. Never blocks and never throws
 * for what a disk or a database may do. Safe for many threads.
 */
public interface SpendLog {

    /**
     * Before a question goes up. What was taken down survives the end of the process.
     *
     * @return false: there is no room, and the rule is to refuse; nothing may be asked then
     */
    boolean begin(Intent intent);

    /**
     * Once for every question that {@link #begin} took, when it is known what became of it. The
     * room for it was kept by {@code begin}.
     */
    void end(Receipt receipt);
}
