package dev.signalbox.application.admin.spend;

import dev.signalbox.application.admin.Changes;
import dev.signalbox.application.driven.money.SpendReports.LedgerUnavailable;
import dev.signalbox.application.driving.admin.Verdict;
import dev.signalbox.domain.rights.Objection;

import java.util.function.Supplier;

/** How the ledger is asked: whether it can be is a part of the answer. */
final class Ledger {

    private Ledger() {}

    /** What was found, or why nothing could be. */
    static <T> Verdict<T> ask(Changes changes, Supplier<T> question) {
        try {
            return changes.ask(question);
        } catch (LedgerUnavailable e) {
            System.getLogger(Ledger.class.getName())
                    .log(System.Logger.Level.WARNING, "what was spent cannot be told", e);
            return new Verdict.Objected<>(new Objection.LedgerAway());
        }
    }
}
