package dev.signalbox.application.admin.reading;

import dev.signalbox.application.admin.Changes;
import dev.signalbox.application.admin.Changes.Veto;
import dev.signalbox.application.driven.Records;
import dev.signalbox.application.driven.Registry;
import dev.signalbox.application.driving.admin.ReadKeys;
import dev.signalbox.application.driving.admin.Verdict;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.listing.KeyFilter;
import dev.signalbox.domain.listing.Page;
import dev.signalbox.domain.listing.PageWish;
import dev.signalbox.domain.quota.Holder;
import dev.signalbox.domain.rights.Actor;
import dev.signalbox.domain.rights.Objection;
import dev.signalbox.domain.rights.Rights;
import dev.signalbox.domain.stored.Bounded;

import org.jspecify.annotations.Nullable;

/** Keys are looked at. */
public final class KeyReader implements ReadKeys {

    private final Changes changes;
    private final Registry registry;
    private final Records records;

    public KeyReader(Changes changes, Registry registry, Records records) {
        this.changes = changes;
        this.registry = registry;
        this.records = records;
    }

    @Override
    public Verdict<Key> look(Actor actor, Key.Hash hash) {
        return changes.ask(
                () ->
                        registry.find(hash)
                                .key()
                                .filter(key -> actor.rights().mayLookAt(key, team(key)))
                                .orElseThrow(() -> new Veto(new Objection.NoSuchKey())));
    }

    @Override
    public Verdict<Page<Key>> page(Actor actor, KeyFilter filter, PageWish wish) {
        return changes.ask(() -> records.keys(permitted(filter, actor.rights()), wish));
    }

    @Override
    public @Nullable Bounded terms(Key key) {
        String id = key.limits().terms();
        return id == null
                ? null
                : changes.live().present().bounded(Holder.of(Holder.Level.TERMS, id));
    }

    private @Nullable Team team(Key key) {
        return key.team() == null ? null : changes.live().present().team(key.team());
    }

    private KeyFilter permitted(KeyFilter filter, Rights rights) {
        if (rights.reads()) {
            return filter;
        }
        Team asked = filter.team() == null ? null : changes.live().present().team(filter.team());
        if (rights.leads(asked)) {
            return filter;
        }
        boolean ownOnly = filter.user() == null || filter.user().equals(rights.user());
        Team.Id confined = rights.confinedTo();
        Changes.require(
                ownOnly && (filter.team() == null || (asked != null && rights.mayLookAt(asked))));
        if (rights.user() == null) {
            return new KeyFilter(null, filter.team(), self(rights), filter.name());
        }
        return new KeyFilter(
                rights.user(),
                confined == null ? filter.team() : confined,
                filter.hash(),
                filter.name());
    }

    private static Key.@Nullable Hash self(Rights rights) {
        return rights.caller() instanceof Caller.Member member ? member.key().hash() : null;
    }
}
