package dev.signalbox.application.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.application.call.Credential;
import dev.signalbox.application.driven.Registry;
import dev.signalbox.application.driven.Registry.Changes;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.ModelList;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.FreeJson;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** What every registry must keep, whatever it stores with. */
public abstract class RegistryContract {

    /** An empty registry of its own for each test. */
    protected abstract Registry registry();

    private final Team eu = Teams.team("eu", Map.of("gpt-4", "gpt-4-eu"), List.of("gpt-4-eu"));
    private final Team world = Teams.team("world", Map.of());
    private final Credential credential = Teams.credential(1);
    private final Key key = Teams.named(Teams.key(credential, "eu", "gpt-4"), "first");

    private void put(Team team) {
        registry()
                .<Boolean>change(
                        edit -> {
                            edit.put(team);
                            return true;
                        });
    }

    private void put(Key key) {
        registry()
                .<Boolean>change(
                        edit -> {
                            edit.put(key);
                            return true;
                        });
    }

    @Test
    void aTeamComesBackAsItWasStored() {
        Team full =
                new Team(
                        new Team.Id("tëam/1 '\"\\"),
                        "a name",
                        new ModelList(List.of("b", "a", "*")),
                        Teams.aliases(Map.of("gpt-4", "gpt-4-eu", "ü", "ß\"")),
                        true,
                        new FreeJson("{\"metadata\": {\"a\": [1, null, \"x\"]}}"),
                        Instant.parse("2026-03-01T12:00:00.123456Z"),
                        Instant.parse("2026-03-02T12:00:00Z"));
        put(full);
        assertThat(registry().contents().teams()).containsExactly(full);
        assertThat(registry().<Team>change(edit -> edit.team(full.id()).orElseThrow()))
                .isEqualTo(full);
    }

    @Test
    void aTeamWithoutANameAndAliasesComesBackSo() {
        Team bare =
                new Team(
                        new Team.Id("bare"),
                        null,
                        ModelList.EVERYTHING,
                        Teams.aliases(Map.of()),
                        false,
                        FreeJson.EMPTY,
                        Teams.LONG_AGO,
                        Teams.LONG_AGO);
        put(bare);
        assertThat(registry().contents().teams()).containsExactly(bare);
    }

    @Test
    void aKeyComesBackAsItWasStored() {
        Key expiring = Teams.expiring(key, Instant.parse("2030-01-01T00:00:00Z"));
        put(eu);
        put(expiring);
        assertThat(registry().find(key.hash()).key()).contains(expiring);
        Key ofNobody = Teams.key(Teams.credential(2), null);
        put(ofNobody);
        assertThat(registry().find(ofNobody.hash()).key()).contains(ofNobody);
    }

    @Test
    void aKeyThatNobodyHasIsNotFoundButTheRevisionIsSaid() {
        put(eu);
        Registry.Lookup lookup = registry().find(key.hash());
        assertThat(lookup.key()).isEmpty();
        assertThat(lookup.revision()).isEqualTo(registry().contents().revision());
    }

    @Test
    void aChangeIsReadInsideItselfAndAfterwards() {
        String name =
                registry()
                        .change(
                                edit -> {
                                    edit.put(eu);
                                    return edit.team(eu.id()).orElseThrow().name();
                                });
        assertThat(name).isEqualTo(eu.name());
        put(Teams.withAliases(eu, Map.of("other", "gpt-4-eu")));
        assertThat(registry().contents().teams())
                .containsExactly(Teams.withAliases(eu, Map.of("other", "gpt-4-eu")));
    }

    @Test
    void whatThrowsUndoesTheWholeChange() {
        put(world);
        long before = registry().contents().revision();
        assertThatThrownBy(
                        () ->
                                registry()
                                        .<Boolean>change(
                                                edit -> {
                                                    edit.put(eu);
                                                    edit.remove(world.id());
                                                    throw new IllegalStateException(
                                                            "changed my mind");
                                                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("changed my mind");
        assertThat(registry().contents().teams()).containsExactly(world);
        assertThat(registry().contents().revision()).isEqualTo(before);
    }

    @Test
    void everyChangeRaisesTheRevision() {
        long before = registry().contents().revision();
        put(eu);
        long between = registry().contents().revision();
        put(key);
        assertThat(between).isGreaterThan(before);
        assertThat(registry().contents().revision()).isGreaterThan(between);
    }

    @Test
    void onlyWhatHasChangedSinceIsSaid() {
        put(eu);
        put(key);
        long before = registry().contents().revision();
        assertThat(registry().changesSince(before))
                .isEqualTo(new Changes(before, false, List.of(), List.of(), List.of(), List.of()));
        put(world);
        Changes changes = registry().changesSince(before);
        assertThat(changes.everything()).isFalse();
        assertThat(changes.revision()).isGreaterThan(before);
        assertThat(changes.teams()).containsExactly(world);
        assertThat(changes.keys()).isEmpty();
        Key blocked = key.withBlocked(true, Teams.LONG_AGO);
        put(blocked);
        assertThat(registry().changesSince(changes.revision()).keys()).containsExactly(blocked);
    }

    @Test
    void whoIsAheadOfTheRegistryIsToldEverything() {
        put(eu);
        long revision = registry().contents().revision();
        assertThat(registry().changesSince(revision + 1))
                .isEqualTo(
                        new Changes(revision, true, List.of(eu), List.of(), List.of(), List.of()));
    }

    @Test
    void deletingATeamDeletesItsKeysAndSaysSo() {
        Key other = Teams.key(Teams.credential(2), "world");
        put(eu);
        put(world);
        put(key);
        put(other);
        long before = registry().contents().revision();
        registry()
                .<Boolean>change(
                        edit -> {
                            edit.remove(eu.id());
                            return true;
                        });
        Changes changes = registry().changesSince(before);
        assertThat(changes.goneTeams()).containsExactly(eu.id());
        assertThat(changes.goneKeys()).containsExactly(key.hash());
        assertThat(changes.teams()).isEmpty();
        assertThat(registry().find(key.hash()).key()).isEmpty();
        assertThat(registry().find(other.hash()).key()).contains(other);
        assertThat(registry().contents().teams()).containsExactly(world);
    }

    @Test
    void whatWasDeletedAndMadeAgainIsThere() {
        put(eu);
        put(key);
        long before = registry().contents().revision();
        registry()
                .<Boolean>change(
                        edit -> {
                            edit.remove(key.hash());
                            return true;
                        });
        put(key);
        Changes changes = registry().changesSince(before);
        assertThat(changes.keys()).containsExactly(key);
        assertThat(changes.goneKeys()).isEmpty();
    }

    @Test
    void aKeyIsFoundByItsName() {
        put(eu);
        put(key);
        assertThat(registry().<Boolean>change(edit -> edit.keyNamed("first").isPresent())).isTrue();
        assertThat(registry().<Boolean>change(edit -> edit.keyNamed("second").isPresent()))
                .isFalse();
        assertThat(registry().<Boolean>change(edit -> edit.key(key.hash()).isPresent())).isTrue();
    }

    @Test
    void theKeysOfTeamsAreListedTheOldestFirst() {
        Key older = Teams.key(Teams.credential(2), "eu");
        Key newer =
                new Key(
                        Teams.credential(3).hash(),
                        "x",
                        "sk-...x",
                        null,
                        new Team.Id("world"),
                        ModelList.EVERYTHING,
                        false,
                        null,
                        FreeJson.EMPTY,
                        Teams.LONG_AGO.plusSeconds(1),
                        Teams.LONG_AGO);
        put(eu);
        put(world);
        put(newer);
        put(older);
        assertThat(registry().keysOf(List.of(eu.id(), world.id()))).containsExactly(older, newer);
        assertThat(registry().keysOf(List.of(world.id()))).containsExactly(newer);
        assertThat(registry().keysOf(List.of())).isEmpty();
    }

    @Test
    void changesOfManyThreadsAreMadeOneAfterTheOther() throws Exception {
        put(world);
        int threads = 8;
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Callable<Boolean>> claims = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                claims.add(this::claim);
            }
            int won = 0;
            for (Future<Boolean> claim : pool.invokeAll(claims)) {
                won += claim.get() ? 1 : 0;
            }
            assertThat(won).isEqualTo(1);
        }
    }

    /** Takes the name if it is free: read, then write. */
    private boolean claim() {
        return registry()
                .change(
                        edit -> {
                            boolean free = edit.team(eu.id()).isEmpty();
                            if (free) {
                                edit.put(eu);
                            }
                            return free;
                        });
    }

    @Test
    void whatIsKeptForItsOwnerComesBackLetterByLetter() {
        FreeJson odd =
                new FreeJson(
                        "{\"b\" : 1,\n \"a\":1.10, \"a\":1e400, \"t\":\"\\u0000\\ud800 \\/ü\"}");
        put(
                new Team(
                        world.id(),
                        "",
                        world.models(),
                        world.aliases(),
                        false,
                        odd,
                        Teams.LONG_AGO,
                        Teams.LONG_AGO));
        assertThat(registry().contents().teams())
                .singleElement()
                .satisfies(team -> assertThat(team.extras()).isEqualTo(odd))
                .satisfies(team -> assertThat(team.name()).isEmpty());
    }

    @Test
    void aNameMayBeVeryLong() {
        // Random, so that no store can squeeze it into an index.
        String name =
                new Random(7)
                        .ints(100_000, 'a', 'z')
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining());
        put(eu);
        put(Teams.named(key, name));
        assertThat(registry().<Boolean>change(edit -> edit.keyNamed(name).isPresent())).isTrue();
    }

    @Test
    void aKeyThatIsStoredAgainIsTheSameKey() {
        put(eu);
        put(key);
        put(world);
        Key moved = Teams.named(Teams.key(credential, "world"), "first");
        put(moved);
        assertThat(registry().keysOf(List.of(eu.id(), world.id()))).containsExactly(moved);
    }

    @Test
    void whatIsNotThereCanBeRemoved() {
        put(world);
        registry()
                .<Boolean>change(
                        edit -> {
                            edit.remove(eu.id());
                            edit.remove(key.hash());
                            return true;
                        });
        Changes changes = registry().changesSince(0);
        assertThat(changes.goneTeams()).isEmpty();
        assertThat(changes.goneKeys()).isEmpty();
        assertThat(registry().contents().teams()).containsExactly(world);
    }

    @Test
    void itAnswers() {
        assertThat(registry().answers()).isTrue();
    }
}
