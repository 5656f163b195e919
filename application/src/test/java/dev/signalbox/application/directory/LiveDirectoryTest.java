package dev.signalbox.application.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.application.call.Credential;
import dev.signalbox.application.driven.Registry.RegistryUnavailable;
import dev.signalbox.application.testkit.InMemoryRegistry;
import dev.signalbox.application.testkit.Teams;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.history.Author;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

class LiveDirectoryTest {

    private static final Directory.Models NO_MODELS = new Directory.Models(Map.of(), Map.of());

    private final InMemoryRegistry registry = new InMemoryRegistry();
    private final Credential credential = Teams.credential(1);
    private final Team team = Teams.team("t", Map.of("a", "b"));
    private final Key key = Teams.key(credential, "t");

    private LiveDirectory open() {
        return LiveDirectory.open(registry, NO_MODELS, 100);
    }

    private void store(Team team, Key... keys) {
        registry.change(
                Author.SIGNALBOX,
                edit -> {
                    edit.put(team);
                    List.of(keys).forEach(edit::put);
                    return team;
                });
    }

    private void revoke() {
        registry.change(
                Author.SIGNALBOX,
                edit -> {
                    edit.remove(key.hash());
                    return key;
                });
    }

    @Test
    void aKeyIsAskedForOnceAndThenKnown() {
        store(team, key);
        LiveDirectory live = open();
        assertThat(live.caller(key.hash())).isEqualTo(new Caller.Member(key, team));
        assertThat(live.caller(key.hash())).isEqualTo(new Caller.Member(key, team));
        assertThat(registry.lookups()).isEqualTo(1);
    }

    @Test
    void aStrangerIsAskedForOnceToo() {
        LiveDirectory live = open();
        assertThat(live.caller(key.hash())).isNull();
        assertThat(live.caller(key.hash())).isNull();
        assertThat(registry.lookups()).isEqualTo(1);
    }

    @Test
    void manyCallsWithTheSameNewKeyAskOnce() throws Exception {
        store(team, key);
        LiveDirectory live = open();
        CountDownLatch allThere = new CountDownLatch(1);
        registry.whileLookingUp(() -> await(allThere), () -> {});
        try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
            List<Future<@Nullable Caller>> callers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Callable<@Nullable Caller> look = () -> live.caller(key.hash());
                callers.add(pool.submit(look));
            }
            allThere.countDown();
            for (Future<@Nullable Caller> caller : callers) {
                assertThat(caller.get()).isEqualTo(new Caller.Member(key, team));
            }
        }
        assertThat(registry.lookups()).isEqualTo(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aRevokedKeyIsUnknownAfterTheNextRefresh() {
        store(team, key);
        LiveDirectory live = open();
        assertThat(live.caller(key.hash())).isNotNull();
        revoke();
        live.refresh();
        assertThat(live.caller(key.hash())).isNull();
    }

    @Test
    void aKeyMadeAfterItWasRememberedAsUnknownIsFound() {
        store(team);
        LiveDirectory live = open();
        assertThat(live.caller(key.hash())).isNull();
        store(team, key);
        live.refresh();
        assertThat(live.caller(key.hash())).isEqualTo(new Caller.Member(key, team));
    }

    @Test
    void aLookUpThatCrossesARevocationDoesNotLeaveADeadKeyAlive() {
        store(team, key);
        LiveDirectory live = open();
        AtomicBoolean once = new AtomicBoolean();
        registry.whileLookingUp(
                () -> {},
                () -> {
                    if (once.compareAndSet(false, true)) {
                        revoke();
                        live.refresh();
                    }
                });
        assertThat(live.caller(key.hash())).isNull();
        assertThat(live.caller(key.hash())).isNull();
    }

    @Test
    void aChangedTeamIsSeenByKeysThatAreKnownAlready() {
        store(team, key);
        LiveDirectory live = open();
        assertThat(live.caller(key.hash())).isNotNull();
        Team changed = Teams.withAliases(team, Map.of("a", "c"));
        store(changed);
        live.refresh();
        assertThat(live.caller(key.hash())).isEqualTo(new Caller.Member(key, changed));
    }

    @Test
    void aKeyWhoseTeamIsGoneIsNobodys() {
        registry.change(
                Author.SIGNALBOX,
                edit -> {
                    edit.put(key);
                    return key;
                });
        assertThat(open().caller(key.hash())).isNull();
    }

    @Test
    void aKeyThatAnotherReplicaMadeWithItsTeamWorksAtOnce() {
        LiveDirectory live = open();
        store(team, key);
        assertThat(live.caller(key.hash())).isEqualTo(new Caller.Member(key, team));
    }

    @Test
    void whoIsTooFarBehindTakesEverythingAnew() {
        store(team, key);
        LiveDirectory live = open();
        assertThat(live.caller(key.hash())).isNotNull();
        Team other = Teams.team("other", Map.of());
        registry.change(
                Author.SIGNALBOX,
                edit -> {
                    edit.remove(team.id());
                    edit.put(other);
                    return other;
                });
        registry.forgetTombstones();
        live.refresh();
        assertThat(live.present().team(team.id())).isNull();
        assertThat(live.present().team(other.id())).isEqualTo(other);
        assertThat(live.caller(key.hash())).isNull();
    }

    @Test
    void inventedKeysDriveNoRealOneOut() {
        store(team, key);
        LiveDirectory live = open();
        assertThat(live.caller(key.hash())).isNotNull();
        for (int i = 0; i < 1000; i++) {
            assertThat(live.caller(Credential.of("invented " + i).hash())).isNull();
        }
        registry.away(true);
        assertThat(live.caller(key.hash())).isEqualTo(new Caller.Member(key, team));
    }

    @Test
    void whoIsAheadOfARestoredRegistryGoesBackWithIt() {
        store(team);
        Runnable restore = registry.backup();
        store(Teams.withAliases(team, Map.of()), key);
        LiveDirectory live = open();
        assertThat(live.caller(key.hash())).isNotNull();
        restore.run();
        assertThat(live.caller(Teams.credential(2).hash())).isNull();
        assertThat(live.present().team(team.id())).isEqualTo(team);
        assertThat(live.caller(key.hash())).isNull();
    }

    @Test
    void aKnownKeyIsServedWhileTheRegistryIsAwayAndAnUnknownOneIsNotGuessedAt() {
        store(team, key);
        LiveDirectory live = open();
        assertThat(live.caller(key.hash())).isNotNull();
        registry.away(true);
        assertThat(live.caller(key.hash())).isEqualTo(new Caller.Member(key, team));
        Key.Hash stranger = Teams.credential(2).hash();
        assertThatThrownBy(() -> live.caller(stranger)).isInstanceOf(RegistryUnavailable.class);
        registry.away(false);
        assertThat(live.caller(stranger)).isNull();
    }

    @Test
    void aCallKeepsTheDirectoryThatItTook() {
        store(team);
        LiveDirectory live = open();
        Directory taken = live.present();
        store(Teams.withAliases(team, Map.of()));
        live.refresh();
        assertThat(taken.team(team.id())).isEqualTo(team);
        assertThat(live.present().revision()).isGreaterThan(taken.revision());
    }
}
