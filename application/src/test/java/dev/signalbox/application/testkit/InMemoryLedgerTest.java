package dev.signalbox.application.testkit;

import dev.signalbox.application.driven.money.SpendCorrections;
import dev.signalbox.application.driven.money.SpendLog;
import dev.signalbox.application.driven.money.SpendReports;

class InMemoryLedgerTest extends SpendLogContract {

    private final InMemoryLedger ledger = new InMemoryLedger(1000);

    @Override
    protected SpendLog log() {
        return ledger;
    }

    @Override
    protected SpendReports reports() {
        return ledger;
    }

    @Override
    protected SpendCorrections corrections() {
        return ledger;
    }

    @Override
    protected void settle() {
        // Whatever has ended can be read at once.
    }
}
