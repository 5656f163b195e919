package dev.signalbox.persistence;

import dev.signalbox.application.driven.Registry.Edit;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;

import io.helidon.dbclient.DbExecute;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One change inside its transaction. What it reads cannot be changed by others until the end: they
 * all wait for the row of the revision, which is locked already.
 */
final class PostgresEdit implements Edit {

    private final DbExecute sql;
    private final long revision;
    private final AtomicBoolean written = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();

    /**
     * @param revision what this change will be called
     */
    PostgresEdit(DbExecute sql, long revision) {
        this.sql = sql;
        this.revision = revision;
    }

    /** From now on it is good for nothing. */
    void end() {
        ended.set(true);
    }

    boolean hasWritten() {
        return written.get();
    }

    @Override
    public Optional<Team> team(Team.Id id) {
        return TeamRows.one(open(), id);
    }

    @Override
    public Optional<Key> key(Key.Hash hash) {
        return KeyRows.one(open(), hash);
    }

    @Override
    public Optional<Key> keyNamed(String name) {
        return KeyRows.named(open(), name);
    }

    @Override
    public void put(Team team) {
        TeamRows.put(open(), team, revision);
        written.set(true);
    }

    @Override
    public void put(Key key) {
        KeyRows.put(open(), key, revision);
        written.set(true);
    }

    @Override
    public void remove(Team.Id id) {
        noteIf(KeyRows.removeOfTeam(open(), id, revision));
        noteIf(TeamRows.remove(open(), id, revision));
    }

    @Override
    public void remove(Key.Hash hash) {
        noteIf(KeyRows.remove(open(), hash, revision));
    }

    private void noteIf(boolean changed) {
        if (changed) {
            written.set(true);
        }
    }

    private DbExecute open() {
        if (ended.get()) {
            throw new IllegalStateException("an edit is good only inside its change");
        }
        return sql;
    }
}
