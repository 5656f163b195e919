package dev.signalbox.application.dispatch.choice;

import dev.signalbox.application.call.Call;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.catalog.Resolution;

import java.util.List;

/**
 * A group on the way of a call, and what is asked there.
 *
 * @param resolution leads to {@code group}
 * @param call with the body that this group gets
 */
public record Station(Resolution resolution, ModelGroup group, Call call) {

    /** By these names fallbacks are looked for: as asked, what that stands for, the group's own. */
    public List<ModelName> names() {
        return List.of(resolution.asked(), resolution.name(), group.name());
    }

    /** The same group, asked something else. */
    public Station asking(Call other) {
        return new Station(resolution, group, other);
    }

    /** A deployment of the group, as it is asked here. */
    public Deployment asked(Deployment deployment) {
        return group.asked(deployment, resolution.name());
    }
}
