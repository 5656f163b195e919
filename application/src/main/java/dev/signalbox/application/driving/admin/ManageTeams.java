package dev.signalbox.application.driving.admin;

import dev.signalbox.domain.access.Aliases;
import dev.signalbox.domain.access.ModelList;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.policy.RoutingTerms;
import dev.signalbox.domain.rights.Actor;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * Somebody looks after teams. A change is effective in this process before it is answered. Only
 * administrators may; a team's own admin may change its aliases, and nothing else of it.
 */
public interface ManageTeams {

    /** Makes a team. */
    Verdict<Team> create(Actor actor, NewTeam team);

    /** Changes a team. */
    Verdict<Team> change(Actor actor, Team.Id id, Change change);

    /** Puts a team's aliases back to what they were at a revision; that is a change of its own. */
    Verdict<Team> rollBackAliases(Actor actor, Team.Id id, long revision);

    /** The team as it is now, for whoever may see it. */
    Verdict<Team> look(Actor actor, Team.Id id);

    /**
     * What those who look after a team should know of it as it is now, a sentence each: settings
     * that mean less than they seem to.
     */
    List<String> remarks(Team team);

    /** Deletes all of these teams and their keys, or none. */
    Verdict<List<Team.Id>> delete(Actor actor, List<Team.Id> ids);

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
            List<Team.Member> members,
            Limits limits,
            boolean blocked,
            RoutingTerms routing,
            FreeJson extras) {}

    /**
     * What is to change; null leaves a thing as it is.
     *
     * @param seen when the team had last been changed as far as the actor knows; null if they do
     *     not care
     * @param name how to change it; the answer null means no name
     * @param extras how to change the fields that are only kept
     * @param routing how to change what is said about the way of calls, of which the extras tell,
     *     too: those that are to be come with it
     */
    record Change(
            @Nullable Instant seen,
            @Nullable UnaryOperator<@Nullable String> name,
            @Nullable UnaryOperator<ModelList> models,
            @Nullable Aliases aliases,
            @Nullable UnaryOperator<Limits> limits,
            @Nullable Boolean blocked,
            @Nullable UnaryOperator<FreeJson> extras,
            @Nullable BiFunction<RoutingTerms, FreeJson, RoutingTerms> routing) {

        /** Blocks the team, or lets it in again. */
        public static Change blocking(boolean blocked) {
            return new Change(null, null, null, null, null, blocked, null, null);
        }

        /** Gives the team other names for models. */
        public static Change ofAliases(Aliases aliases) {
            return new Change(null, null, null, aliases, null, null, null, null);
        }

        /** Changes the list of models. */
        public static Change ofModels(UnaryOperator<ModelList> models) {
            return new Change(null, null, models, null, null, null, null, null);
        }

        /** Whether nothing but the aliases is to change. */
        public boolean isOfAliasesOnly() {
            return aliases != null
                    && name == null
                    && models == null
                    && limits == null
                    && blocked == null
                    && extras == null
                    && routing == null;
        }
    }
}
