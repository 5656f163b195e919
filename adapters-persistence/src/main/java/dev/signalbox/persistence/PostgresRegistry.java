package dev.signalbox.persistence;

import dev.signalbox.application.driven.Registry;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.history.Author;
import dev.signalbox.domain.history.PlannedAliases;
import dev.signalbox.persistence.Database.RunAgain;
import dev.signalbox.persistence.Database.View;
import dev.signalbox.persistence.rows.KeyRows;
import dev.signalbox.persistence.rows.TeamRows;
import dev.signalbox.persistence.rows.beside.BoundedRows;
import dev.signalbox.persistence.rows.beside.ModelRows;
import dev.signalbox.persistence.rows.beside.PlanRows;
import dev.signalbox.persistence.rows.history.AuditRows.Stamp;

import io.helidon.dbclient.DbExecute;

import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** Teams, keys and models in PostgreSQL. */
final class PostgresRegistry implements Registry {

    /** How often a change is begun before we give up. */
    private static final int MOST_RUNS = 5;

    /** More changed or deleted keys than these are not told one by one: who asks has slept long. */
    private static final int MOST_KEYS_TOLD = 20_000;

    /** Whole tables are read in one go, which may take longer than a statement otherwise may. */
    private static final String MORE_TIME = "SET LOCAL statement_timeout = '60s'";

    private final Database database;
    private final InstantSource clock;
    private final Pulse pulse;

    PostgresRegistry(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        this.pulse = new Pulse(() -> database.ask(Revision::read).number() >= 0);
    }

    @Override
    public Contents contents() {
        return database.inTransaction(
                View.SNAPSHOT,
                sql -> {
                    long revision = Revision.read(sql).number();
                    return new Contents(
                            revision, everyTeam(sql), ModelRows.all(sql), BoundedRows.all(sql));
                });
    }

    @Override
    public Changes changesSince(long revision) {
        // Nearly always nothing has changed: one statement finds out.
        if (database.ask(Revision::read).number() == revision) {
            return Changes.none(revision);
        }
        return database.inTransaction(View.SNAPSHOT, sql -> changes(sql, revision));
    }

    @Override
    public Found findAll(Collection<Key.Hash> hashes) {
        return database.ask(sql -> KeyRows.find(sql, hashes));
    }

    @Override
    public <T> T change(Author by, Function<Edit, T> change) {
        for (int run = 1; ; run++) {
            try {
                return database.inTransaction(View.PRESENT, sql -> changed(sql, by, change));
            } catch (RunAgain e) {
                if (run == MOST_RUNS) {
                    throw new RegistryUnavailable("the database is too busy for this change", e);
                }
            }
        }
    }

    @Override
    public List<PlannedAliases> duePlans() {
        return database.ask(PlanRows::due);
    }

    @Override
    public List<PlannedAliases> plansOf(Team.Id id) {
        return database.ask(sql -> PlanRows.ofTeam(sql, id));
    }

    @Override
    public boolean answers() {
        return pulse.beats();
    }

    private <T> T changed(DbExecute sql, Author by, Function<Edit, T> change) {
        Revision before = Revision.lock(sql);
        PostgresEdit edit = new PostgresEdit(sql, by, new Stamp(before.next(), clock.instant()));
        T result;
        try {
            result = change.apply(edit);
        } finally {
            edit.end();
        }
        if (edit.hasWritten()) {
            before.raise(sql);
        }
        return result;
    }

    private static Changes changes(DbExecute sql, long since) {
        Revision now = Revision.read(sql);
        if (since < now.completeFrom() || since > now.number()) {
            return everything(sql, now);
        }
        List<Key> keys = KeyRows.changedSince(sql, since, MOST_KEYS_TOLD + 1);
        List<Key.Hash> goneKeys = KeyRows.goneSince(sql, since, MOST_KEYS_TOLD + 1);
        if (keys.size() > MOST_KEYS_TOLD || goneKeys.size() > MOST_KEYS_TOLD) {
            return everything(sql, now);
        }
        return new Changes(
                now.number(),
                false,
                TeamRows.changedSince(sql, since),
                TeamRows.goneSince(sql, since),
                keys,
                goneKeys,
                ModelRows.changedSince(sql, since),
                ModelRows.goneSince(sql, since),
                BoundedRows.changedSince(sql, since),
                BoundedRows.goneSince(sql, since));
    }

    private static Changes everything(DbExecute sql, Revision now) {
        return new Changes(
                now.number(),
                true,
                everyTeam(sql),
                List.of(),
                List.of(),
                List.of(),
                ModelRows.all(sql),
                List.of(),
                BoundedRows.all(sql),
                List.of());
    }

    private static List<Team> everyTeam(DbExecute sql) {
        sql.createNamedDmlStatement("more-time", MORE_TIME).execute();
        return TeamRows.all(sql);
    }
}
