package dev.signalbox.application.testkit;

import dev.signalbox.application.driven.Registry.Edit;
import dev.signalbox.domain.access.Aliases;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.history.Author;
import dev.signalbox.domain.history.OrderedCorrection;
import dev.signalbox.domain.history.PastAliases;
import dev.signalbox.domain.history.PlannedAliases;
import dev.signalbox.domain.history.RecordedChange;
import dev.signalbox.domain.quota.Holder;
import dev.signalbox.domain.stored.Bounded;
import dev.signalbox.domain.stored.StoredModel;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What an {@link InMemoryRegistry} stores; a copy of it is a change in the making. */
final class StoredThings implements Edit {

    static final Comparator<Key> OLDEST_FIRST =
            Comparator.comparing(Key::createdAt).thenComparing(key -> key.hash().hex());

    private static final Comparator<PlannedAliases> LATEST_FIRST =
            Comparator.comparing(PlannedAliases::at).reversed().thenComparing(PlannedAliases::id);

    long revision;
    final Map<Team.Id, Row<Team>> teams = new LinkedHashMap<>();
    final Map<Key.Hash, Row<Key>> keys = new LinkedHashMap<>();
    final Map<User.Id, User> users = new LinkedHashMap<>();
    final Map<Deployment.Id, Row<StoredModel>> models = new LinkedHashMap<>();
    final Map<Holder, Row<Bounded>> bounded = new LinkedHashMap<>();
    final Map<Team.Id, Long> goneTeams = new HashMap<>();
    final Map<Key.Hash, Long> goneKeys = new HashMap<>();
    final Map<Deployment.Id, Long> goneModels = new HashMap<>();
    final Map<Holder, Long> goneBounded = new HashMap<>();
    final List<RecordedChange> history = new ArrayList<>();
    final Map<Team.Id, List<PastAliases>> aliases = new HashMap<>();
    final Map<String, PlannedAliases> plans = new HashMap<>();
    InstantSource clock = InstantSource.system();
    Author author = Author.SIGNALBOX;

    record Row<T>(T value, long revision) {}

    StoredThings copy() {
        StoredThings copy = new StoredThings();
        copy.revision = revision;
        copy.teams.putAll(teams);
        copy.keys.putAll(keys);
        copy.users.putAll(users);
        copy.models.putAll(models);
        copy.bounded.putAll(bounded);
        copy.goneTeams.putAll(goneTeams);
        copy.goneKeys.putAll(goneKeys);
        copy.goneModels.putAll(goneModels);
        copy.goneBounded.putAll(goneBounded);
        copy.history.addAll(history);
        copy.aliases.putAll(aliases);
        copy.plans.putAll(plans);
        copy.clock = clock;
        return copy;
    }

    List<Team> allTeams() {
        return teams.values().stream().map(Row::value).toList();
    }

    List<StoredModel> allModels() {
        return models.values().stream().map(Row::value).toList();
    }

    List<Bounded> allBounded() {
        return bounded.values().stream().map(Row::value).toList();
    }

    List<Key> allKeys() {
        return keys.values().stream().map(row -> owned(row.value())).toList();
    }

    @Override
    public Optional<Team> team(Team.Id id) {
        return Optional.ofNullable(teams.get(id)).map(Row::value);
    }

    @Override
    public Optional<Key> key(Key.Hash hash) {
        return allKeys().stream()
                .filter(
                        key ->
                                key.hash().equals(hash)
                                        || (key.former() != null
                                                && key.former().hash().equals(hash)))
                .findFirst();
    }

    @Override
    public Optional<Key> keyNamed(String name) {
        return allKeys().stream().filter(key -> name.equals(key.name())).findFirst();
    }

    @Override
    public List<Key> keysOf(User.Id id) {
        return allKeys().stream()
                .filter(key -> id.equals(key.user()))
                .sorted(OLDEST_FIRST)
                .toList();
    }

    @Override
    public List<Key> aliasedKeysOf(Team.Id id) {
        return allKeys().stream()
                .filter(key -> id.equals(key.team()) && !key.aliases().names().isEmpty())
                .sorted(OLDEST_FIRST)
                .toList();
    }

    @Override
    public List<Team> teamsOf(User.Id id) {
        return allTeams().stream()
                .filter(team -> team.member(id) != null)
                .sorted(Comparator.comparing(team -> team.id().text()))
                .toList();
    }

    @Override
    public Optional<User> user(User.Id id) {
        return Optional.ofNullable(users.get(id));
    }

    @Override
    public Optional<User> userAt(String email) {
        return users.values().stream()
                .filter(user -> user.email() != null && user.email().equalsIgnoreCase(email))
                .findFirst();
    }

    @Override
    public Optional<StoredModel> model(Deployment.Id id) {
        return Optional.ofNullable(models.get(id)).map(Row::value);
    }

    @Override
    public Optional<Bounded> bounded(Holder holder) {
        return Optional.ofNullable(bounded.get(holder)).map(Row::value);
    }

    @Override
    public boolean isInForce(String terms) {
        return Stream.concat(
                        allKeys().stream().map(Key::limits),
                        allBounded().stream().map(Bounded::limits))
                .anyMatch(limits -> terms.equals(limits.terms()));
    }

    @Override
    public Optional<PlannedAliases> plan(String id) {
        return Optional.ofNullable(plans.get(id));
    }

    @Override
    public List<PlannedAliases> plans(Team.Id id) {
        return plans.values().stream()
                .filter(plan -> plan.team().equals(id))
                .sorted(LATEST_FIRST)
                .toList();
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public void note(OrderedCorrection correction) {
        String model = correction.model() == null ? "null" : '"' + correction.model() + '"';
        note(
                "correction",
                correction.id(),
                null,
                new FreeJson(
                        "{\"from\":\"%s\",\"to\":\"%s\",\"model\":%s,\"rows\":%d,\"difference\":%s}"
                                .formatted(
                                        correction.from(),
                                        correction.to(),
                                        model,
                                        correction.rows(),
                                        correction.difference())));
    }

    @Override
    public void put(PlannedAliases plan) {
        boolean before = plans.put(plan.id(), plan) != null;
        note("schedule", plan.id(), before, true);
    }

    @Override
    public void put(Team team) {
        Row<Team> before = teams.put(team.id(), new Row<>(team, revision));
        goneTeams.remove(team.id());
        boolean others =
                before == null
                        ? !team.aliases().equals(Aliases.NONE)
                        : !before.value().aliases().equals(team.aliases());
        if (others || before == null) {
            List<PastAliases> past = new ArrayList<>(aliases.getOrDefault(team.id(), List.of()));
            past.add(new PastAliases(revision, team.updatedAt(), author, team.aliases()));
            aliases.put(team.id(), past);
        }
        note("team", team.id().text(), before != null, true);
    }

    @Override
    public void put(Key key) {
        boolean before = keys.put(key.hash(), new Row<>(key, revision)) != null;
        goneKeys.remove(key.hash());
        note("key", key.publicId(), before, true);
    }

    @Override
    public void rotate(Key.Hash before, Key key) {
        Row<Key> old = keys.remove(before);
        bury(old);
        keys.put(key.hash(), new Row<>(key, revision));
        goneKeys.remove(key.hash());
        note("key", key.publicId(), true, true);
    }

    @Override
    public void put(User user) {
        boolean before = users.put(user.id(), user) != null;
        touchKeysOf(user.id());
        note("user", user.id().text(), before, true);
    }

    @Override
    public void put(StoredModel model) {
        boolean before = models.put(model.id(), new Row<>(model, revision)) != null;
        goneModels.remove(model.id());
        note("model", model.id().text(), before, true);
    }

    @Override
    public void put(Bounded one) {
        boolean before = bounded.put(one.holder(), new Row<>(one, revision)) != null;
        goneBounded.remove(one.holder());
        note(one.holder().level().word(), one.holder().id(), before, true);
    }

    @Override
    public void remove(Holder holder) {
        if (bounded.remove(holder) != null) {
            goneBounded.put(holder, revision);
            note(holder.level().word(), holder.id(), true, false);
        }
    }

    @Override
    public void remove(Team.Id id) {
        if (teams.remove(id) == null) {
            return;
        }
        goneTeams.put(id, revision);
        List<Key.Hash> orphans =
                allKeys().stream().filter(key -> id.equals(key.team())).map(Key::hash).toList();
        orphans.forEach(hash -> bury(keys.remove(hash)));
        List.copyOf(bounded.keySet()).stream()
                .filter(holder -> holder.isMemberOf(id.text()))
                .forEach(this::remove);
        note("team", id.text(), true, false);
    }

    @Override
    public void remove(Key.Hash hash) {
        Row<Key> gone = keys.remove(hash);
        if (gone != null) {
            bury(gone);
            note("key", gone.value().publicId(), true, false);
        }
    }

    @Override
    public void remove(User.Id id) {
        if (users.remove(id) != null) {
            touchKeysOf(id);
            note("user", id.text(), true, false);
        }
    }

    @Override
    public void remove(Deployment.Id id) {
        if (models.remove(id) != null) {
            goneModels.put(id, revision);
            note("model", id.text(), true, false);
        }
    }

    private void bury(@Nullable Row<Key> gone) {
        if (gone != null) {
            goneKeys.put(gone.value().hash(), revision);
            Key.Former former = gone.value().former();
            if (former != null) {
                goneKeys.put(former.hash(), revision);
            }
        }
    }

    private void touchKeysOf(User.Id id) {
        keys.replaceAll(
                (hash, row) ->
                        id.equals(row.value().user()) ? new Row<>(row.value(), revision) : row);
    }

    /** The key with what is known of its owner now. */
    private Key owned(Key key) {
        User.Id id = key.user();
        if (id == null) {
            return key;
        }
        User user = users.get(id);
        Key.Owner owner = user == null ? Key.Owner.stranger(id) : Key.Owner.of(user);
        return key.withOwner(owner);
    }

    private void note(String kind, String id, boolean before, boolean after) {
        note(kind, id, before ? FreeJson.EMPTY : null, after ? FreeJson.EMPTY : null);
    }

    private void note(String kind, String id, @Nullable FreeJson before, @Nullable FreeJson after) {
        history.add(
                new RecordedChange(
                        history.size() + 1L,
                        revision,
                        Teams.LONG_AGO,
                        author,
                        kind,
                        id,
                        before,
                        after));
    }
}
