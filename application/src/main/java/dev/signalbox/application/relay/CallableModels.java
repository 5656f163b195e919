package dev.signalbox.application.relay;

import dev.signalbox.application.directory.Directory;
import dev.signalbox.application.directory.LiveDirectory;
import dev.signalbox.application.driving.ListModels;
import dev.signalbox.domain.access.AccessRule;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.catalog.ModelName;

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
        Set<ModelName> names = new TreeSet<>(directory.groupNames());
        if (caller instanceof Caller.Member member && member.team() != null) {
            names.addAll(member.team().aliases().names());
        }
        names.removeIf(name -> directory.group(caller.resolve(name)) == null);
        names.removeIf(name -> AccessRule.firstRefusal(caller, name, clock.instant()) != null);
        return List.copyOf(names);
    }
}
