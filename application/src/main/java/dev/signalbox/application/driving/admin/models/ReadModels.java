package dev.signalbox.application.driving.admin.models;

import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.rights.Actor;
import dev.signalbox.domain.stored.StoredModel;

import java.util.List;

/** Somebody looks at what stands behind the names of models. */
public interface ReadModels {

    /**
     * The groups that the actor may look at, by name: all of them, or those that they may call,
     * under whatever name.
     */
    List<ModelGroup> groups(Actor actor);

    /**
     * The stored models that cannot be used here: nobody has the key that they were sealed with, a
     * variable is missing, or the file has a model of that id. None for those who may not look at
     * everything.
     */
    List<StoredModel> leftOut(Actor actor);
}
