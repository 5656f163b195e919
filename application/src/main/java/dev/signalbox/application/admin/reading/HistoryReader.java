package dev.signalbox.application.admin.reading;

import dev.signalbox.application.admin.Changes;
import dev.signalbox.application.admin.Changes.Veto;
import dev.signalbox.application.driven.AuditLog;
import dev.signalbox.application.driving.admin.ReadHistory;
import dev.signalbox.application.driving.admin.Verdict;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.history.ChainReport;
import dev.signalbox.domain.history.ChangeFilter;
import dev.signalbox.domain.history.PastAliases;
import dev.signalbox.domain.history.RecordedChange;
import dev.signalbox.domain.rights.Actor;
import dev.signalbox.domain.rights.Objection;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The history is looked at. */
public final class HistoryReader implements ReadHistory {

    private final Changes changes;
    private final AuditLog history;

    public HistoryReader(Changes changes, AuditLog history) {
        this.changes = changes;
        this.history = history;
    }

    @Override
    public Verdict<List<RecordedChange>> changes(Actor actor, ChangeFilter filter) {
        return changes.ask(
                () -> {
                    Changes.require(actor.rights().reads());
                    return history.changes(filter);
                });
    }

    @Override
    public Verdict<List<RecordedChange>> difference(Actor actor, long from, long to) {
        return changes.ask(
                () -> {
                    Changes.require(actor.rights().reads());
                    return history.difference(from, to);
                });
    }

    @Override
    public Verdict<ChainReport> verify(Actor actor, ChainReport.@Nullable Head head) {
        return changes.ask(
                () -> {
                    Changes.require(actor.rights().reads());
                    return history.verify(head);
                });
    }

    @Override
    public Verdict<List<PastAliases>> aliasesOf(Actor actor, Team.Id id) {
        return changes.ask(
                () -> {
                    Team team = changes.live().present().team(id);
                    boolean visible =
                            team == null ? actor.rights().reads() : actor.rights().mayLookAt(team);
                    if (!visible) {
                        throw new Veto(new Objection.NoSuchTeam(id));
                    }
                    Changes.require(actor.rights().reads() || actor.rights().leads(team));
                    List<PastAliases> past = history.aliasesOf(id);
                    if (team == null && past.isEmpty()) {
                        throw new Veto(new Objection.NoSuchTeam(id));
                    }
                    return past;
                });
    }
}
