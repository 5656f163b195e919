package dev.signalbox.application.driving.admin;

import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.history.ChainReport;
import dev.signalbox.domain.history.ChangeFilter;
import dev.signalbox.domain.history.PastAliases;
import dev.signalbox.domain.history.RecordedChange;
import dev.signalbox.domain.rights.Actor;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Somebody looks back: who changed what, when, from where. */
public interface ReadHistory {

    /** Changes, the newest first. */
    Verdict<List<RecordedChange>> changes(Actor actor, ChangeFilter filter);

    /** What changed between two revisions: each thing once, as it was and as it became. */
    Verdict<List<RecordedChange>> difference(Actor actor, long from, long to);

    /**
     * Whether the history is whole and as it was written.
     *
     * @param head a row that was noted earlier and must still be there; null for none
     */
    Verdict<ChainReport> verify(Actor actor, ChainReport.@Nullable Head head);

    /** The aliases that a team has had, the newest first. A team's admin may ask, too. */
    Verdict<List<PastAliases>> aliasesOf(Actor actor, Team.Id team);
}
