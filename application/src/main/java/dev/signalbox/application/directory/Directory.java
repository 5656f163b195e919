package dev.signalbox.application.directory;

import dev.signalbox.application.call.Served;
import dev.signalbox.application.driven.Registry;
import dev.signalbox.application.driven.Upstream;
import dev.signalbox.domain.access.Aliases;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.catalog.Resolution;
import dev.signalbox.domain.quota.Holder;
import dev.signalbox.domain.rights.Scope;
import dev.signalbox.domain.stored.Bounded;
import dev.signalbox.domain.stored.StoredModel;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All that a call must know but its key, at one revision. Immutable; a call takes one and keeps it
 * to its end.
 */
public final class Directory {

    private static final Caller EVERYBODY = new Caller.Master();
    private static final Caller.Named NAMELESS = new Caller.Named(null, null, null, null);

    private final long revision;
    private final Shards<Team.Id, Team> teams;
    private final Shards<Holder, Bounded> bounded;
    private final ModelShelf shelf;
    private final Models models;

    private Directory(
            long revision,
            Shards<Team.Id, Team> teams,
            Shards<Holder, Bounded> bounded,
            ModelShelf shelf) {
        this.revision = revision;
        this.teams = teams;
        this.bounded = bounded;
        this.shelf = shelf;
        this.models = shelf.models();
    }

    /**
     * The first one.
     *
     * @param shelf with the models of the file
     */
    static Directory of(Registry.Contents contents, ModelShelf shelf) {
        return new Directory(
                contents.revision(),
                Shards.of(Team::id, contents.teams()),
                Shards.of(Bounded::holder, contents.bounded()),
                shelf.only(contents.models()));
    }

    /** The next one; what has not changed is taken over. */
    Directory with(Registry.Changes changes) {
        return changes.everything()
                ? new Directory(
                        changes.revision(),
                        teams.only(changes.teams()),
                        bounded.only(changes.bounded()),
                        shelf.only(changes.models()))
                : new Directory(
                        changes.revision(),
                        teams.with(changes.teams(), changes.goneTeams()),
                        bounded.with(changes.bounded(), changes.goneBounded()),
                        shelf.with(changes.models(), changes.goneModels()));
    }

    /** The same, as if it stood for another revision. */
    Directory at(long other) {
        return new Directory(other, teams, bounded, shelf);
    }

    /**
     * The names that hold for everybody.
     *
     * @param ofAll stand for a name before groups are looked for ({@code model_alias_map})
     * @param ofGroups stand for a group where no group has the name ({@code model_group_alias})
     * @param hidden those of {@code ofGroups} that can be called and are not listed
     */
    public record Names(Aliases ofAll, Aliases ofGroups, Set<ModelName> hidden) {

        /** No name but the groups'. */
        public static final Names NONE = new Names(Aliases.NONE, Aliases.NONE, Set.of());

        public Names {
            hidden = Set.copyOf(hidden);
        }
    }

    /** The groups, whom to ask for each deployment in them, and other names for them. Immutable. */
    public static final class Models {

        private final Map<ModelName, ModelGroup> groups;
        private final Map<Deployment.Id, Upstream> upstreams;
        private final Names names;
        private final NameIndex index;

        /**
         * @param upstreams one for every deployment of every group
         */
        public Models(
                Map<ModelName, ModelGroup> groups,
                Map<Deployment.Id, Upstream> upstreams,
                Names names) {
            this.groups = Map.copyOf(groups);
            this.upstreams = Map.copyOf(upstreams);
            this.names = names;
            this.index = new NameIndex(groups.values());
        }

        /** The same without other names. */
        public Models(Map<ModelName, ModelGroup> groups, Map<Deployment.Id, Upstream> upstreams) {
            this(groups, upstreams, Names.NONE);
        }

        /** All groups, patterns among them. */
        public Map<ModelName, ModelGroup> groups() {
            return groups;
        }

        /** Who asks which deployment. */
        public Map<Deployment.Id, Upstream> upstreams() {
            return upstreams;
        }

        /** The names that hold for everybody. */
        public Names names() {
            return names;
        }

        /**
         * These and {@code more}: groups of one name become one. A deployment whose id is here
         * already is left out. What does not change is not copied.
         */
        public Models with(Models more) {
            Map<ModelName, ModelGroup> allGroups = new HashMap<>(groups);
            Map<Deployment.Id, Upstream> allUpstreams = new HashMap<>(more.upstreams);
            allUpstreams.putAll(upstreams);
            more.groups.forEach(
                    (name, group) -> {
                        ModelGroup joined = joined(groups.get(name), group);
                        if (joined != null) {
                            allGroups.put(name, joined);
                        }
                    });
            return new Models(allGroups, allUpstreams, names);
        }

        private @Nullable ModelGroup joined(@Nullable ModelGroup here, ModelGroup more) {
            List<Deployment> fresh = new ArrayList<>(more.deployments());
            fresh.removeIf(deployment -> upstreams.containsKey(deployment.id()));
            if (here == null && fresh.size() == more.deployments().size()) {
                return more;
            }
            if (here != null) {
                fresh.addAll(0, here.deployments());
            }
            return fresh.isEmpty() ? null : new ModelGroup(more.name(), fresh);
        }
    }

    /** What {@code asked} means to {@code caller}; every level of aliases is looked at once. */
    public Resolution resolve(Caller caller, ModelName asked) {
        return resolve(caller, asked, Aliases.Draw.OF_KEY);
    }

    /** The same for a call that draws where a name stands for several groups. */
    public Resolution resolve(Caller caller, ModelName asked, Aliases.Draw draw) {
        Caller.Named own =
                caller instanceof Caller.Member member ? member.named(asked, draw) : NAMELESS;
        ModelName ofKey = own.ofKey();
        ModelName ofTeam = own.ofTeam();
        ModelName name = ofTeam != null ? ofTeam : ofKey != null ? ofKey : asked;
        ModelName ofAll = models.names.ofAll().target(name);
        name = ofAll == null ? name : ofAll;
        ModelName ofGroups =
                models.index.isGroup(name) ? null : models.names.ofGroups().target(name);
        NameIndex.Found found = models.index.find(ofGroups == null ? name : ofGroups);
        return new Resolution(
                asked,
                ofKey,
                ofTeam,
                ofAll,
                ofGroups,
                found.group(),
                own.lots(),
                found.owners(),
                null);
    }

    /** Whether {@code name} leads to a group for somebody who has no aliases. */
    public boolean serves(ModelName name) {
        return resolve(EVERYBODY, name).group() != null;
    }

    /** The names that hold for everybody and may be listed: groups and aliases, no patterns. */
    public Set<ModelName> listedNames() {
        Set<ModelName> listed = new HashSet<>(models.index.groupNames());
        listed.addAll(models.names.ofAll().names());
        for (ModelName name : models.names.ofGroups().names()) {
            if (!models.names.hidden().contains(name)) {
                listed.add(name);
            }
        }
        return listed;
    }

    /** The registry's revision that this stands for. */
    public long revision() {
        return revision;
    }

    /** The team, or null if there is none. */
    public @Nullable Team team(Team.Id id) {
        return teams.get(id);
    }

    /** What is said of that holder; null if nothing is. */
    public @Nullable Bounded bounded(Holder holder) {
        return bounded.get(holder);
    }

    /** Everybody of whom something is said, in no order. */
    public Collection<Bounded> bounded() {
        return bounded.all();
    }

    /** All teams, in no order. */
    public Collection<Team> teams() {
        return teams.all();
    }

    /** The names of all groups, patterns among them. */
    public Set<ModelName> groupNames() {
        return models.groups().keySet();
    }

    /** The names of all groups, and of models that may be asked for by their own. */
    public Set<ModelName> groupAndModelNames() {
        return models.index.names();
    }

    /** The deployments of all groups, in no order. */
    public Stream<Deployment> deployments() {
        return models.groups().values().stream().flatMap(group -> group.deployments().stream());
    }

    /** The deployment of that id, and a group that it is in; null if there is none. */
    public @Nullable Served place(Deployment.Id id) {
        return models.index.place(id);
    }

    /** The deployment of that id; null if there is none. */
    public @Nullable Deployment deployment(Deployment.Id id) {
        Served place = place(id);
        return place == null ? null : place.deployment();
    }

    /** What is known of names. */
    public Scope.Names names() {
        return new Scope.Names(
                name -> ModelName.accepts(name) && serves(new ModelName(name)),
                name -> models.groups().values().stream().anyMatch(group -> group.isIn(name)));
    }

    /** Who asks that deployment. */
    public Upstream upstream(Deployment deployment) {
        Upstream upstream = models.upstreams().get(deployment.id());
        if (upstream == null) {
            throw new IllegalArgumentException("no upstream for deployment " + deployment.id());
        }
        return upstream;
    }

    Shards<Team.Id, Team> shards() {
        return teams;
    }

    /** All models that are stored, whether they can be used or not. */
    List<StoredModel> storedModels() {
        return shelf.stored();
    }
}
