package dev.signalbox.application.directory;

import dev.signalbox.application.driven.Upstream;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.catalog.ModelName;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * All that a call must know but its key, at one revision. Immutable; a call takes one and keeps it
 * to its end.
 */
public final class Directory {

    private final long revision;
    private final TeamShards teams;
    private final Models models;

    Directory(long revision, TeamShards teams, Models models) {
        this.revision = revision;
        this.teams = teams;
        this.models = models;
    }

    /**
     * The groups and whom to ask for each deployment in them.
     *
     * @param upstreams one for every deployment of every group
     */
    public record Models(
            Map<ModelName, ModelGroup> groups, Map<Deployment.Id, Upstream> upstreams) {
        public Models {
            groups = Map.copyOf(groups);
            upstreams = Map.copyOf(upstreams);
        }
    }

    /** The registry's revision that this stands for. */
    public long revision() {
        return revision;
    }

    /** The team, or null if there is none. */
    public @Nullable Team team(Team.Id id) {
        return teams.get(id);
    }

    /** All teams, in no order. */
    public Collection<Team> teams() {
        return teams.all();
    }

    /** The group, or null if there is none. */
    public @Nullable ModelGroup group(ModelName name) {
        return models.groups().get(name);
    }

    /** The names of all groups. */
    public Set<ModelName> groupNames() {
        return models.groups().keySet();
    }

    /** Who asks that deployment. */
    public Upstream upstream(Deployment deployment) {
        Upstream upstream = models.upstreams().get(deployment.id());
        if (upstream == null) {
            throw new IllegalArgumentException("no upstream for deployment " + deployment.id());
        }
        return upstream;
    }

    TeamShards shards() {
        return teams;
    }

    Models models() {
        return models;
    }
}
