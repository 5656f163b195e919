package dev.signalbox.application.driving.admin.models;

import dev.signalbox.application.driving.admin.Verdict;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.rights.Actor;
import dev.signalbox.domain.stored.StoredModel;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Somebody looks after the models that are stored beside those of the file. What was answered is
 * effective in this process; administrators only.
 */
public interface ManageModels {

    /** Stores a new one. */
    Verdict<Result> create(Actor actor, NewModel wanted);

    /** Changes a stored one; what is not said stays. */
    Verdict<Result> change(Actor actor, Deployment.Id id, Change change);

    /** Takes a stored one away. */
    Verdict<Result> delete(Actor actor, Deployment.Id id);

    /**
     * A model that is to be.
     *
     * @param id null: one is made up
     * @param params {@code litellm_params}, an object; holds secrets
     * @param info {@code model_info}, an object
     */
    record NewModel(Deployment.@Nullable Id id, ModelName group, FreeJson params, FreeJson info) {

        /** Never the parameters: there are secrets among them. */
        @Override
        public String toString() {
            return "a model for " + group;
        }
    }

    /**
     * What is to be different; null stays as it is.
     *
     * @param params members to be written over those that are stored; null takes one out
     * @param info the same
     */
    record Change(@Nullable ModelName group, @Nullable FreeJson params, @Nullable FreeJson info) {

        /** Never the parameters: there are secrets among them. */
        @Override
        public String toString() {
            return "a change of a model";
        }
    }

    /**
     * What is stored now, or was until now.
     *
     * @param warnings what the operator should know, a sentence each
     * @param stranded aliases that have led somewhere and lead nowhere now
     */
    record Result(StoredModel model, List<String> warnings, List<Stranded> stranded) {
        public Result {
            warnings = List.copyOf(warnings);
            stranded = List.copyOf(stranded);
        }
    }

    /** A team's alias without a group. */
    record Stranded(Team.Id team, ModelName alias, ModelName target) {}
}
