package dev.signalbox.application.admin.spend;

import dev.signalbox.application.admin.Changes;
import dev.signalbox.application.driven.money.SpendReports;
import dev.signalbox.application.driven.money.SpendReports.Subject;
import dev.signalbox.application.driving.admin.Verdict;
import dev.signalbox.application.driving.admin.spend.TellSpent;
import dev.signalbox.domain.money.NanoUsd;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells what was spent so far: one question for all keys, one for all teams, and so on. */
public final class SpendTeller implements TellSpent {

    private final Changes changes;
    private final SpendReports reports;

    public SpendTeller(Changes changes, SpendReports reports) {
        this.changes = changes;
        this.reports = reports;
    }

    @Override
    public Verdict<Map<Purse, NanoUsd>> spent(Set<Purse> purses) {
        return Ledger.ask(
                changes,
                () -> {
                    Map<Purse, NanoUsd> all = new HashMap<>();
                    for (Kind kind : Kind.values()) {
                        List<String> ids =
                                purses.stream()
                                        .filter(purse -> purse.kind() == kind)
                                        .map(Purse::id)
                                        .toList();
                        if (!ids.isEmpty()) {
                            Map<String, NanoUsd> spent = reports.spent(subject(kind), ids);
                            ids.forEach(
                                    id ->
                                            all.put(
                                                    new Purse(kind, id),
                                                    spent.getOrDefault(id, NanoUsd.ZERO)));
                        }
                    }
                    return all;
                });
    }

    private static Subject subject(Kind kind) {
        return switch (kind) {
            case KEY -> Subject.KEY;
            case TEAM -> Subject.TEAM;
            case USER -> Subject.USER;
            case END_USER -> Subject.END_USER;
        };
    }
}
