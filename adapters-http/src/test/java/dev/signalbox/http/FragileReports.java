package dev.signalbox.http;

import dev.signalbox.application.driven.money.SpendReports;
import dev.signalbox.application.ledger.LedgerRow;
import dev.signalbox.application.ledger.Sum;
import dev.signalbox.domain.money.NanoUsd;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Reports that can be away. */
final class FragileReports implements SpendReports {

    private final SpendReports reports;
    private volatile boolean away;
    private final AtomicInteger patience = new AtomicInteger(Integer.MAX_VALUE);

    FragileReports(SpendReports reports) {
        this.reports = reports;
    }

    /** From now on the ledger cannot be asked, or can again. */
    void away(boolean away) {
        this.away = away;
    }

    /** So many times the ledger can be asked, then it is away. */
    void awayAfter(int times) {
        patience.set(times);
    }

    @Override
    public List<LedgerRow> rows(RowFilter filter, @Nullable UUID before, int most) {
        return asked().rows(filter, before, most);
    }

    @Override
    public List<Sum> sums(Question question) {
        return asked().sums(question);
    }

    @Override
    public Map<String, NanoUsd> spent(Subject subject, Collection<String> ids) {
        return asked().spent(subject, ids);
    }

    private SpendReports asked() {
        if (away || patience.getAndDecrement() <= 0) {
            throw new LedgerUnavailable("away", new IllegalStateException());
        }
        return reports;
    }
}
