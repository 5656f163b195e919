package dev.signalbox.persistence;

import dev.signalbox.application.driven.Registry.Edit;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.history.Author;
import dev.signalbox.domain.history.OrderedCorrection;
import dev.signalbox.domain.history.PlannedAliases;
import dev.signalbox.domain.quota.Holder;
import dev.signalbox.domain.stored.Bounded;
import dev.signalbox.domain.stored.StoredModel;
import dev.signalbox.persistence.rows.KeyRows;
import dev.signalbox.persistence.rows.TeamRows;
import dev.signalbox.persistence.rows.UserRows;
import dev.signalbox.persistence.rows.beside.BoundedRows;
import dev.signalbox.persistence.rows.beside.ModelRows;
import dev.signalbox.persistence.rows.beside.PlanRows;
import dev.signalbox.persistence.rows.history.AuditRows;
import dev.signalbox.persistence.rows.history.AuditRows.Entry;
import dev.signalbox.persistence.rows.history.AuditRows.Kind;
import dev.signalbox.persistence.rows.history.AuditRows.Stamp;

import io.helidon.dbclient.DbExecute;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One change inside its transaction. What it reads cannot be changed by others until the end: they
 * all wait for the row of the revision, which is locked already.
 */
final class PostgresEdit implements Edit {

    private final DbExecute sql;
    private final Author by;
    private final Stamp stamp;
    private final AtomicBoolean written = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();

    /**
     * @param by who wants the change
     * @param stamp what it will be called
     */
    PostgresEdit(DbExecute sql, Author by, Stamp stamp) {
        this.sql = sql;
        this.by = by;
        this.stamp = stamp;
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
    public List<Key> keysOf(User.Id id) {
        return KeyRows.ofUser(open(), id);
    }

    @Override
    public List<Key> aliasedKeysOf(Team.Id id) {
        return KeyRows.aliasedOfTeam(open(), id);
    }

    @Override
    public List<Team> teamsOf(User.Id id) {
        return TeamRows.ofUser(open(), id);
    }

    @Override
    public Optional<User> user(User.Id id) {
        return UserRows.one(open(), id);
    }

    @Override
    public Optional<User> userAt(String email) {
        return UserRows.at(open(), email);
    }

    @Override
    public Optional<StoredModel> model(Deployment.Id id) {
        return ModelRows.one(open(), id);
    }

    @Override
    public Optional<Bounded> bounded(Holder holder) {
        return BoundedRows.one(open(), holder);
    }

    @Override
    public boolean isInForce(String terms) {
        return BoundedRows.isInForce(open(), terms);
    }

    @Override
    public Optional<PlannedAliases> plan(String id) {
        return PlanRows.one(open(), id);
    }

    @Override
    public List<PlannedAliases> plans(Team.Id id) {
        return PlanRows.ofTeam(open(), id);
    }

    @Override
    public Instant now() {
        return PlanRows.now(open());
    }

    @Override
    public void note(OrderedCorrection correction) {
        String said = AuditRows.say(open(), correction);
        append(new Entry(Kind.CORRECTION, correction.id(), null, said));
    }

    @Override
    public void put(PlannedAliases plan) {
        written(Kind.PLAN, plan.id(), plan.id(), () -> PlanRows.put(open(), plan));
    }

    @Override
    public void put(Team team) {
        String id = team.id().text();
        written(Kind.TEAM, id, id, () -> TeamRows.put(open(), team, revision()));
    }

    @Override
    public void put(Key key) {
        String hash = key.hash().hex();
        written(Kind.KEY, hash, key.publicId(), () -> KeyRows.put(open(), key, revision()));
    }

    @Override
    public void rotate(Key.Hash hash, Key key) {
        String before = AuditRows.look(open(), Kind.KEY, hash.hex());
        KeyRows.rename(open(), hash, key.hash(), revision());
        KeyRows.put(open(), key, revision());
        String after = AuditRows.look(open(), Kind.KEY, key.hash().hex());
        append(new Entry(Kind.KEY, key.publicId(), before, after));
    }

    @Override
    public void put(User user) {
        String id = user.id().text();
        written(
                Kind.USER,
                id,
                id,
                () -> {
                    UserRows.put(open(), user);
                    KeyRows.touchOfUser(open(), user.id(), revision());
                });
    }

    @Override
    public void put(StoredModel model) {
        String id = model.id().text();
        written(Kind.MODEL, id, id, () -> ModelRows.put(open(), model, revision()));
    }

    @Override
    public void put(Bounded bounded) {
        String path = bounded.holder().path();
        written(Kind.BOUNDED, path, path, () -> BoundedRows.put(open(), bounded, revision()));
    }

    @Override
    public void remove(Holder holder) {
        String path = holder.path();
        written(Kind.BOUNDED, path, path, () -> BoundedRows.remove(open(), holder, revision()));
    }

    @Override
    public void remove(Team.Id id) {
        String before = AuditRows.lookWithKeys(open(), id);
        if (before != null) {
            BoundedRows.membersOf(open(), id).forEach(this::remove);
            KeyRows.removeOfTeam(open(), id, revision());
            TeamRows.remove(open(), id, revision());
            append(new Entry(Kind.TEAM, id.text(), before, null));
        }
    }

    @Override
    public void remove(Key.Hash hash) {
        KeyRows.one(open(), hash)
                .ifPresent(
                        key ->
                                written(
                                        Kind.KEY,
                                        key.hash().hex(),
                                        key.publicId(),
                                        () -> KeyRows.remove(open(), key.hash(), revision())));
    }

    @Override
    public void remove(User.Id id) {
        written(
                Kind.USER,
                id.text(),
                id.text(),
                () -> {
                    UserRows.remove(open(), id);
                    KeyRows.touchOfUser(open(), id, revision());
                });
    }

    @Override
    public void remove(Deployment.Id id) {
        String text = id.text();
        written(Kind.MODEL, text, text, () -> ModelRows.remove(open(), id, revision()));
    }

    /**
     * Writes, and writes down what that changed.
     *
     * @param id under which the thing is stored
     * @param name under which the history knows it
     */
    private void written(Kind kind, String id, String name, Runnable write) {
        String before = AuditRows.look(open(), kind, id);
        write.run();
        String after = AuditRows.look(open(), kind, id);
        if (before != null || after != null) {
            append(new Entry(kind, name, before, after));
        }
    }

    private void append(Entry entry) {
        AuditRows.append(open(), entry, by, stamp);
        written.set(true);
    }

    private long revision() {
        return stamp.revision();
    }

    private DbExecute open() {
        if (ended.get()) {
            throw new IllegalStateException("an edit is good only inside its change");
        }
        return sql;
    }
}
