package dev.signalbox.application.relay;

import dev.signalbox.application.directory.Directory;
import dev.signalbox.application.directory.LiveDirectory;
import dev.signalbox.application.driving.ListModels;
import dev.signalbox.domain.access.AccessRule;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.catalog.Resolution;

import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a caller may ask for, by the very rules that the gate asks. */
public final class CallableModels implements ListModels {

    private final LiveDirectory live;
    private final InstantSource clock;

    public CallableModels(LiveDirectory live, InstantSource clock) {
        this.live = live;
        this.clock = clock;
    }

    @Override
    public List<ModelName> callableBy(Caller caller) {
        Directory directory = live.present();
        Set<ModelName> names = new TreeSet<>(directory.listedNames());
        if (caller instanceof Caller.Member member) {
            names.addAll(member.key().aliases().names());
            if (member.team() != null) {
                names.addAll(member.team().aliases().names());
            }
        }
        if (AccessRule.firstRefusal(caller, clock.instant()) != null) {
            names.clear();
        }
        names.removeIf(name -> !mayAskFor(directory.resolve(caller, name), caller));
        return List.copyOf(names);
    }

    private static boolean mayAskFor(Resolution model, Caller caller) {
        return model.group() != null && AccessRule.firstRefusal(caller, model) == null;
    }
}
