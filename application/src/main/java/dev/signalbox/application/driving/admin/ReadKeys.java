package dev.signalbox.application.driving.admin;

import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.listing.KeyFilter;
import dev.signalbox.domain.listing.Page;
import dev.signalbox.domain.listing.PageWish;
import dev.signalbox.domain.rights.Actor;
import dev.signalbox.domain.stored.Bounded;

import org.jspecify.annotations.Nullable;

/** Somebody looks at keys: at all of them, at a team's, or at their own. */
public interface ReadKeys {

    /** One key. One that the actor may not see is not there for them. */
    Verdict<Key> look(Actor actor, Key.Hash hash);

    /** Keys; whoever may not look at all of them sees their own only. */
    Verdict<Page<Key>> page(Actor actor, KeyFilter filter, PageWish wish);

    /** What is said where a key does not say it: the terms that it shares, if it names any. */
    @Nullable Bounded terms(Key key);
}
