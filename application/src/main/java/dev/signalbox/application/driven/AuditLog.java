package dev.signalbox.application.driven;

import dev.signalbox.domain.access.Aliases;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.history.ChainReport;
import dev.signalbox.domain.history.ChangeFilter;
import dev.signalbox.domain.history.PastAliases;
import dev.signalbox.domain.history.RecordedChange;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/**
 * What the {@link Registry} has written down about its changes. Nothing here can be changed.
 *
 * <p>Every method may block, for a bounded time, is called by many threads, and throws {@link
 * Registry.RegistryUnavailable} when the store cannot be asked.
 */
public interface AuditLog {

    /** Changes, the newest first. */
    List<RecordedChange> changes(ChangeFilter filter);

    /**
     * What changed behind one revision and up to another: each thing once, as it was and as it
     * became.
     */
    List<RecordedChange> difference(long from, long to);

    /**
     * Looks through the whole chain.
     *
     * @param noted a row that must still be there; null for none
     */
    ChainReport verify(ChainReport.@Nullable Head noted);

    /** The aliases that a team has had since they are written down, the newest first. */
    List<PastAliases> aliasesOf(Team.Id team);

    /** The aliases that held at a revision, if that is known. */
    Optional<Aliases> aliasesAt(Team.Id team, long revision);
}
