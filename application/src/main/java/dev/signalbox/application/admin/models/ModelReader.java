package dev.signalbox.application.admin.models;

import dev.signalbox.application.directory.Directory;
import dev.signalbox.application.directory.LiveDirectory;
import dev.signalbox.application.driving.admin.models.ReadModels;
import dev.signalbox.domain.access.AccessRule;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.catalog.Resolution;
import dev.signalbox.domain.rights.Actor;
import dev.signalbox.domain.stored.StoredModel;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** Models are looked at, by the very rules that the gate asks. */
public final class ModelReader implements ReadModels {

    private final LiveDirectory live;

    public ModelReader(LiveDirectory live) {
        this.live = live;
    }

    @Override
    public List<ModelGroup> groups(Actor actor) {
        Directory directory = live.present();
        Caller caller = actor.rights().reads() ? new Caller.Master() : actor.caller();
        TreeMap<ModelName, ModelGroup> groups = new TreeMap<>();
        for (ModelName name : names(caller, directory)) {
            Resolution resolution = directory.resolve(caller, name);
            ModelGroup group = resolution.group();
            if (group != null && AccessRule.firstRefusal(caller, resolution) == null) {
                groups.put(group.name(), group);
            }
        }
        return List.copyOf(groups.values());
    }

    @Override
    public List<StoredModel> leftOut(Actor actor) {
        if (!actor.rights().reads()) {
            return List.of();
        }
        Directory directory = live.present();
        return live.storedModels().stream()
                .filter(model -> isLeftOut(directory.deployment(model.id())))
                .toList();
    }

    private static boolean isLeftOut(@Nullable Deployment served) {
        return served == null || !served.about().stored();
    }

    private static Set<ModelName> names(Caller caller, Directory directory) {
        Set<ModelName> names = new HashSet<>(directory.groupNames());
        if (caller instanceof Caller.Member member) {
            names.addAll(member.key().aliases().names());
            if (member.team() != null) {
                names.addAll(member.team().aliases().names());
            }
        }
        return names;
    }
}
