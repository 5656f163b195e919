package dev.signalbox.persistence;

import dev.signalbox.application.driven.AuditLog;
import dev.signalbox.domain.access.Aliases;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.history.ChainReport;
import dev.signalbox.domain.history.ChangeFilter;
import dev.signalbox.domain.history.PastAliases;
import dev.signalbox.domain.history.RecordedChange;
import dev.signalbox.persistence.Database.View;
import dev.signalbox.persistence.rows.history.HistoryRows;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/** The history of changes in PostgreSQL. */
final class PostgresAuditLog implements AuditLog {

    /** The whole chain is read in one go, which may take longer than a statement otherwise may. */
    private static final String MORE_TIME = "SET LOCAL statement_timeout = '60s'";

    private final Database database;

    PostgresAuditLog(Database database) {
        this.database = database;
    }

    @Override
    public List<RecordedChange> changes(ChangeFilter filter) {
        return database.ask(sql -> HistoryRows.changes(sql, filter));
    }

    @Override
    public List<RecordedChange> difference(long from, long to) {
        return database.ask(sql -> HistoryRows.difference(sql, from, to));
    }

    @Override
    public ChainReport verify(ChainReport.@Nullable Head noted) {
        return database.inTransaction(
                View.SNAPSHOT,
                sql -> {
                    sql.createNamedDmlStatement("more-time", MORE_TIME).execute();
                    return HistoryRows.verify(sql, noted);
                });
    }

    @Override
    public List<PastAliases> aliasesOf(Team.Id team) {
        return database.ask(sql -> HistoryRows.aliases(sql, team));
    }

    @Override
    public Optional<Aliases> aliasesAt(Team.Id team, long revision) {
        return database.inTransaction(
                View.SNAPSHOT, sql -> HistoryRows.aliasesAt(sql, team, revision));
    }
}
