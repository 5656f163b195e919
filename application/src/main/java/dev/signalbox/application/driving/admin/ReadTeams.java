package dev.signalbox.application.driving.admin;

import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.listing.Page;
import dev.signalbox.domain.listing.PageWish;
import dev.signalbox.domain.listing.TeamFilter;
import dev.signalbox.domain.rights.Actor;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Somebody looks at teams: at all of them, or at those that they belong to. */
public interface ReadTeams {

    /** How many keys are shown with teams at most; more are looked at page by page. */
    int MOST_KEYS = 1_000;

    /** One team, with its keys. */
    Verdict<TeamView> look(Actor actor, Team.Id id);

    /** Teams with their keys. */
    Verdict<Page<TeamView>> page(Actor actor, TeamFilter filter, PageWish wish);

    /** Those of these teams that exist, as anybody may see them who could join. */
    Verdict<List<Team>> open(Actor actor, Set<Team.Id> ids);

    /**
     * A team as administrators see it.
     *
     * @param keys the oldest first, {@value #MOST_KEYS} at most
     * @param dangling aliases whose group is no longer configured, and that group
     */
    record TeamView(Team team, List<Key> keys, Map<ModelName, ModelName> dangling) {
        public TeamView {
            keys = List.copyOf(keys);
            dangling = Map.copyOf(dangling);
        }
    }
}
