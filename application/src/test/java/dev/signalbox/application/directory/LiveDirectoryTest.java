package dev.signalbox.application.directory;

import static dev.signalbox.application.testkit.Callers.caller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.call.Credential;
import dev.signalbox.application.driven.Snapshots.Snapshot;
import dev.signalbox.application.testkit.InMemoryRegistry;
import dev.signalbox.application.testkit.Teams;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.history.Author;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

class LiveDirectoryTest {

    private static final Directory.Models NO_MODELS = new Directory.Models(Map.of(), Map.of());

    private final InMemoryRegistry registry = new InMemoryRegistry();
    private final AtomicLong nanos = new AtomicLong();
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
        assertThat(caller(live, credential)).isEqualTo(new Caller.Member(key, team));
        assertThat(caller(live, credential)).isEqualTo(new Caller.Member(key, team));
        assertThat(registry.lookups()).isEqualTo(1);
    }

    @Test
    void aStrangerIsAskedForOnceToo() {
        LiveDirectory live = open();
        assertThat(caller(live, credential)).isNull();
        assertThat(caller(live, credential)).isNull();
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
                Callable<@Nullable Caller> look = () -> caller(live, credential);
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
        assertThat(caller(live, credential)).isNotNull();
        revoke();
        live.refresh();
        assertThat(caller(live, credential)).isNull();
    }

    @Test
    void aKeyMadeAfterItWasRememberedAsUnknownIsFound() {
        store(team);
        LiveDirectory live = open();
        assertThat(caller(live, credential)).isNull();
        store(team, key);
        live.refresh();
        assertThat(caller(live, credential)).isEqualTo(new Caller.Member(key, team));
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
        assertThat(caller(live, credential)).isNull();
        assertThat(caller(live, credential)).isNull();
    }

    @Test
    void aChangedTeamIsSeenByKeysThatAreKnownAlready() {
        store(team, key);
        LiveDirectory live = open();
        assertThat(caller(live, credential)).isNotNull();
        Team changed = Teams.withAliases(team, Map.of("a", "c"));
        store(changed);
        live.refresh();
        assertThat(caller(live, credential)).isEqualTo(new Caller.Member(key, changed));
    }

    @Test
    void aKeyWhoseTeamIsGoneIsNobodys() {
        registry.change(
                Author.SIGNALBOX,
                edit -> {
                    edit.put(key);
                    return key;
                });
        assertThat(caller(open(), credential)).isNull();
    }

    @Test
    void aKeyThatAnotherReplicaMadeWithItsTeamWorksAtOnce() {
        LiveDirectory live = open();
        store(team, key);
        assertThat(caller(live, credential)).isEqualTo(new Caller.Member(key, team));
    }

    @Test
    void whoIsTooFarBehindTakesEverythingAnew() {
        store(team, key);
        LiveDirectory live = open();
        assertThat(caller(live, credential)).isNotNull();
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
        assertThat(caller(live, credential)).isNull();
    }

    @Test
    void inventedKeysDriveNoRealOneOut() {
        store(team, key);
        LiveDirectory live = open();
        assertThat(caller(live, credential)).isNotNull();
        Random random = new Random(9);
        for (int i = 0; i < 1000; i++) {
            assertThat(caller(live, Credential.mint(random))).isNull();
        }
        registry.away(true);
        assertThat(caller(live, credential)).isEqualTo(new Caller.Member(key, team));
    }

    @Test
    void whoIsAheadOfARestoredRegistryGoesBackWithIt() {
        store(team);
        Runnable restore = registry.backup();
        store(Teams.withAliases(team, Map.of()), key);
        LiveDirectory live = open();
        assertThat(caller(live, credential)).isNotNull();
        restore.run();
        assertThat(caller(live, Teams.credential(2))).isNull();
        assertThat(live.present().team(team.id())).isEqualTo(team);
        assertThat(caller(live, credential)).isNull();
    }

    @Test
    void aKnownKeyIsServedWhileTheRegistryIsAwayAndAnUnknownOneIsNotGuessedAt() {
        store(team, key);
        LiveDirectory live = open();
        assertThat(caller(live, credential)).isNotNull();
        registry.away(true);
        assertThat(caller(live, credential)).isEqualTo(new Caller.Member(key, team));
        Credential stranger = Teams.credential(2);
        assertThat(live.recognise(stranger)).isEqualTo(refused(new Refusal.RegistryAway()));
        registry.away(false);
        assertThat(caller(live, stranger)).isNull();
    }

    @Test
    void withoutContactForTooLongNobodyIsBelievedAndWithContactEverybodyAgain() {
        store(team, key);
        LiveDirectory live = open(Duration.ofSeconds(30));
        assertThat(live.recognise(credential)).isEqualTo(member());
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(30));
        assertThat(live.recognise(credential)).isEqualTo(member());
        nanos.addAndGet(1);
        assertThat(live.recognise(credential)).isEqualTo(refused(new Refusal.DirectoryStale()));
        live.inTouch();
        assertThat(live.recognise(credential)).isEqualTo(member());
    }

    @Test
    void whereNothingWasSaidKeysAreServedFromMemoryForEver() {
        store(team, key);
        LiveDirectory live = open(null);
        assertThat(live.recognise(credential)).isEqualTo(member());
        registry.away(true);
        live.outOfTouch();
        nanos.addAndGet(TimeUnit.DAYS.toNanos(365));
        assertThat(live.recognise(credential)).isEqualTo(member());
        assertThat(live.recognise(Teams.credential(2)))
                .isEqualTo(refused(new Refusal.RegistryAway()));
    }

    @Test
    void keysOfForeignFormsShareABudgetAndOursDoNot() {
        LiveDirectory live = open(null);
        for (int i = 0; i < 50; i++) {
            assertThat(live.recognise(Credential.of("sk-invented-" + i)))
                    .isEqualTo(refused(new Refusal.UnknownKey()));
        }
        assertThat(live.recognise(Credential.of("sk-one-more")))
                .isEqualTo(refused(new Refusal.TooManyLookups()));
        assertThat(live.recognise(Credential.of("sk-invented-1")))
                .isEqualTo(refused(new Refusal.UnknownKey()));
        Credential ours = Credential.mint(new Random(7));
        assertThat(ours.isOurs()).isTrue();
        assertThat(live.recognise(ours)).isEqualTo(refused(new Refusal.UnknownKey()));
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(live.recognise(Credential.of("sk-one-more")))
                .isEqualTo(refused(new Refusal.UnknownKey()));
    }

    @Test
    void aSlowRegistryKeepsNoCallAndTheAnswerIsNotLost() {
        store(team, key);
        CountDownLatch slow = new CountDownLatch(1);
        registry.whileLookingUp(() -> await(slow), () -> {});
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        LiveDirectory live =
                LiveDirectory.open(
                        registry,
                        ModelShelf.of(NO_MODELS),
                        new Terms(100, null, Duration.ofMillis(50), nanos::get, threads));
        for (int i = 0; i < 3; i++) {
            assertThat(live.recognise(credential)).isEqualTo(refused(new Refusal.RegistryAway()));
        }
        slow.countDown();
        threads.close();
        int asked = registry.lookups();
        assertThat(asked).as("each wait asks anew").isBetween(1, 3);
        assertThat(live.recognise(credential)).isEqualTo(member());
        assertThat(registry.lookups()).isEqualTo(asked);
    }

    @Test
    void howeverManyUnknownKeysComeFewAskAtATimeAndNobodyWaitsForLong() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        registry.whileLookingUp(() -> await(slow), () -> {});
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            LiveDirectory live =
                    LiveDirectory.open(
                            registry,
                            ModelShelf.of(NO_MODELS),
                            new Terms(100, null, Duration.ofMillis(100), nanos::get, threads));
            List<Future<Recognition>> calls = new ArrayList<>();
            Random random = new Random(8);
            for (int i = 0; i < 2000; i++) {
                Credential invented = Credential.mint(random);
                calls.add(threads.submit(() -> live.recognise(invented)));
            }
            for (Future<Recognition> call : calls) {
                assertThat(call.get()).isEqualTo(refused(new Refusal.RegistryAway()));
            }
            assertThat(registry.lookups()).isBetween(1, 6);
            slow.countDown();
        }
    }

    @Test
    void aChangeOfAKeyLeavesEveryTeamAsItIs() {
        store(team, key);
        LiveDirectory live = open();
        Shards<Team.Id, Team> before = live.present().shards();
        store(team, Teams.key(Teams.credential(2), "t"));
        revoke();
        registry.change(
                Author.SIGNALBOX,
                edit -> {
                    edit.put(key);
                    return key;
                });
        live.refresh();
        Shards<Team.Id, Team> after = live.present().shards();
        assertThat(after.sharedWith(before)).isGreaterThanOrEqualTo(255);
        revoke();
        live.refresh();
        assertThat(live.present().shards()).isSameAs(after);
    }

    @Test
    void aSnapshotIsEnoughToBeginWithAndIsCaughtUpWhenTheRegistryIsBack() {
        Credential other = Teams.credential(2);
        Key doomed = Teams.key(other, "t");
        store(team, key, doomed);
        LiveDirectory before = open();
        assertThat(caller(before, credential)).isNotNull();
        assertThat(caller(before, other)).isNotNull();
        Snapshot snapshot = before.snapshot();
        assertThat(snapshot.revision()).isEqualTo(before.revision());
        registry.change(
                Author.SIGNALBOX,
                edit -> {
                    edit.remove(doomed.hash());
                    return doomed;
                });
        registry.away(true);

        LiveDirectory live = from(snapshot, null);
        assertThat(live.contact().isLost()).isTrue();
        assertThat(live.recognise(credential)).isEqualTo(member());
        assertThat(live.recognise(other))
                .isEqualTo(new Recognition.Recognised(new Caller.Member(doomed, team)));
        assertThat(live.recognise(Teams.credential(3)))
                .isEqualTo(refused(new Refusal.RegistryAway()));

        registry.away(false);
        live.refresh();
        assertThat(live.contact().isLost()).isFalse();
        assertThat(live.recognise(credential)).isEqualTo(member());
        assertThat(live.recognise(other)).isEqualTo(refused(new Refusal.UnknownKey()));
    }

    @Test
    void aSnapshotThatIsAheadOfTheRegistryIsForgotten() {
        store(team);
        Runnable restore = registry.backup();
        store(Teams.withAliases(team, Map.of()), key);
        LiveDirectory before = open();
        assertThat(caller(before, credential)).isNotNull();
        Snapshot snapshot = before.snapshot();
        restore.run();

        LiveDirectory live = from(snapshot, null);
        live.refresh();
        assertThat(live.present().team(team.id())).isEqualTo(team);
        assertThat(live.recognise(credential)).isEqualTo(refused(new Refusal.UnknownKey()));
    }

    @Test
    void aSnapshotIsAsOldAsItIs() {
        store(team, key);
        LiveDirectory before = open();
        assertThat(caller(before, credential)).isNotNull();
        LiveDirectory live = from(before.snapshot(), Duration.ofSeconds(5));
        assertThat(live.recognise(credential)).isEqualTo(refused(new Refusal.DirectoryStale()));
        live.refresh();
        assertThat(live.recognise(credential)).isEqualTo(member());
    }

    @Test
    void onlyWhatIsWorthKeepingRaisesTheVersion() {
        store(team, key);
        LiveDirectory live = open();
        assertThat(live.version()).isZero();
        assertThat(caller(live, credential)).isNotNull();
        assertThat(live.version()).isEqualTo(1);
        assertThat(caller(live, credential)).isNotNull();
        assertThat(caller(live, Teams.credential(2))).isNull();
        live.refresh();
        assertThat(live.version()).isEqualTo(1);
        revoke();
        live.refresh();
        assertThat(live.version()).isEqualTo(2);
        assertThat(live.snapshot().keys()).isEmpty();
    }

    @Test
    void whatARotatedKeyWasBeforeOpensItToo() {
        Credential next = Teams.credential(2);
        Key rotated = Teams.formerly(Teams.key(next, "t"), key.hash());
        store(team, key);
        LiveDirectory live = open();
        assertThat(caller(live, credential)).isNotNull();
        registry.change(
                Author.SIGNALBOX,
                edit -> {
                    edit.rotate(key.hash(), rotated);
                    return rotated;
                });
        live.refresh();
        assertThat(caller(live, credential)).isEqualTo(new Caller.Member(rotated, team));
        LiveDirectory later = from(live.snapshot(), null);
        registry.away(true);
        assertThat(caller(later, credential)).isEqualTo(new Caller.Member(rotated, team));
        assertThat(caller(later, next)).isEqualTo(new Caller.Member(rotated, team));
    }

    /** Six seconds later. */
    private LiveDirectory from(Snapshot snapshot, @Nullable Duration staleness) {
        return LiveDirectory.from(
                new Terms.Earlier(snapshot, Duration.ofSeconds(6)),
                registry,
                ModelShelf.of(NO_MODELS),
                new Terms(100, staleness, Duration.ofSeconds(10), nanos::get, Runnable::run));
    }

    private Recognition member() {
        return new Recognition.Recognised(new Caller.Member(key, team));
    }

    private static Recognition refused(Refusal refusal) {
        return new Recognition.Unrecognised(refusal);
    }

    private LiveDirectory open(@Nullable Duration staleness) {
        return LiveDirectory.open(
                registry,
                ModelShelf.of(NO_MODELS),
                new Terms(100, staleness, Duration.ofSeconds(10), nanos::get, Runnable::run));
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
