package dev.signalbox.application.driving;

import dev.signalbox.domain.access.Aliases;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.ModelList;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.catalog.ModelName;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * An administrator looks after teams. A change is effective in this process before it is answered.
 */
public interface ManageTeams {

    /** Makes a team. */
    Verdict<Team> create(NewTeam team);

    /** Changes a team. */
    Verdict<Team> change(Team.Id id, Change change);

    /** Deletes all of these teams and their keys, or none. */
    Verdict<List<Team.Id>> delete(List<Team.Id> ids);

    /** One team, with its keys. */
    Verdict<TeamView> look(Team.Id id);

    /** Every team, by name and id. */
    Verdict<List<TeamView>> list();

    /**
     * A team that is to be.
     *
     * @param id null: we make one
     */
    record NewTeam(
            Team.@Nullable Id id,
            @Nullable String name,
            ModelList models,
            Aliases aliases,
            boolean blocked,
            FreeJson extras) {}

    /**
     * What is to change; null leaves a thing as it is.
     *
     * @param name how to change it; the answer null means no name
     * @param extras how to change the fields that are only kept
     */
    record Change(
            @Nullable UnaryOperator<@Nullable String> name,
            @Nullable ModelList models,
            @Nullable Aliases aliases,
            @Nullable Boolean blocked,
            @Nullable UnaryOperator<FreeJson> extras) {}

    /**
     * A team as administrators see it.
     *
     * @param dangling aliases whose group is no longer configured, and that group
     */
    record TeamView(Team team, List<Key> keys, Map<ModelName, ModelName> dangling) {
        public TeamView {
            keys = List.copyOf(keys);
            dangling = Map.copyOf(dangling);
        }
    }
}
