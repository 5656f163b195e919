package dev.signalbox.application.driving.admin.spend;

import dev.signalbox.application.driving.admin.Verdict;
import dev.signalbox.domain.money.NanoUsd;

import java.util.Map;
import java.util.Set;

/** What was spent so far, told beside whatever somebody was let to look at. */
public interface TellSpent {

    /** What each has spent, corrections included. Waits for a bounded time. */
    Verdict<Map<Purse, NanoUsd>> spent(Set<Purse> purses);

    /** Whose money it was. */
    enum Kind {
        KEY,
        TEAM,
        USER,
        /** Whoever uses a caller's application. */
        END_USER
    }

    /**
     * One of them.
     *
     * @param id of a key its public id
     */
    record Purse(Kind kind, String id) {}
}
