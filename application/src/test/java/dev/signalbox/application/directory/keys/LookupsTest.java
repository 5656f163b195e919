package dev.signalbox.application.directory.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.application.driven.Registry.RegistryUnavailable;
import dev.signalbox.application.testkit.Teams;
import dev.signalbox.domain.access.Key;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

class LookupsTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(100);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger questions = new AtomicInteger();
    private final CountDownLatch answered = new CountDownLatch(1);

    @AfterEach
    void close() {
        answered.countDown();
        threads.close();
    }

    private Lookups lookups(Duration patience, Function<List<Key.Hash>, Map<Key.Hash, Key>> ask) {
        return new Lookups(new Lookups.Terms(threads, patience, SHORT, () -> false), ask);
    }

    /** Answers when it is let, with every key that it is asked for. */
    private Map<Key.Hash, Key> keys(List<Key.Hash> hashes) {
        questions.incrementAndGet();
        try {
            answered.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Map<Key.Hash, Key> keys = new HashMap<>();
        hashes.forEach(hash -> keys.put(hash, Teams.key(Teams.credential(1), null)));
        return keys;
    }

    private static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    private List<Future<Optional<Key>>> herd(Lookups lookups, int size) {
        List<Future<Optional<Key>>> calls = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Key.Hash hash = Teams.credential(i).hash();
            calls.add(threads.submit(() -> lookups.ask(hash)));
        }
        return calls;
    }

    @Test
    void whatComesWhileQuestionsAreUnderWayIsAskedForTogether() throws Exception {
        Lookups lookups = lookups(LONG, this::keys);
        List<Future<Optional<Key>>> calls = herd(lookups, 5_000);
        until(() -> lookups.isUnderWay(Teams.credential(4_999).hash()));
        answered.countDown();
        for (Future<Optional<Key>> call : calls) {
            assertThat(call.get()).isPresent();
        }
        assertThat(questions.get()).isLessThan(100);
    }

    @Test
    void aSlowRegistryIsWaitedForWhileItIsHeardOfAndNoLonger() {
        AtomicInteger looks = new AtomicInteger();
        Lookups lookups =
                new Lookups(
                        new Lookups.Terms(threads, LONG, SHORT, () -> looks.incrementAndGet() > 3),
                        this::keys);
        assertThatThrownBy(() -> lookups.ask(Teams.credential(1).hash()))
                .isInstanceOf(RegistryUnavailable.class)
                .hasMessageContaining("silent");
        assertThat(looks.get()).isGreaterThan(3);
    }

    @Test
    void nobodyWaitsForEver() {
        Lookups lookups = lookups(SHORT, this::keys);
        assertThatThrownBy(() -> lookups.ask(Teams.credential(1).hash()))
                .isInstanceOf(RegistryUnavailable.class);
    }

    @Test
    void whoeverFindsTooManyWaitingIsRefusedAtOnce() {
        Lookups lookups = lookups(LONG, this::keys);
        List<Future<Optional<Key>>> calls = herd(lookups, 13_000);
        until(() -> calls.stream().anyMatch(call -> call.state() == Future.State.FAILED));
        assertThat(calls.stream().filter(call -> call.state() == Future.State.FAILED))
                .hasSizeLessThanOrEqualTo(3_000);
    }

    @Test
    void aQuestionThatFailsFailsForAllWhomItWasAskedForAndIsAskedAgain() {
        AtomicBoolean away = new AtomicBoolean(true);
        Lookups lookups =
                lookups(
                        LONG,
                        hashes -> {
                            if (away.get()) {
                                throw new RegistryUnavailable("away", null);
                            }
                            return Map.of();
                        });
        herd(lookups, 10)
                .forEach(
                        call ->
                                assertThatThrownBy(call::get)
                                        .hasCauseInstanceOf(RegistryUnavailable.class));
        away.set(false);
        assertThat(lookups.ask(Teams.credential(1).hash())).isEmpty();
    }

    @Test
    void whomNobodyIsFreeToAskForFailsAtOnceAndIsAskedForLater() {
        AtomicBoolean full = new AtomicBoolean(true);
        Executor executor =
                task -> {
                    if (full.get()) {
                        throw new RejectedExecutionException("full");
                    }
                    threads.execute(task);
                };
        Lookups lookups =
                new Lookups(
                        new Lookups.Terms(executor, LONG, SHORT, () -> false), hashes -> Map.of());
        Key.Hash hash = Teams.credential(1).hash();
        assertThatThrownBy(() -> lookups.ask(hash)).isInstanceOf(RegistryUnavailable.class);
        assertThat(lookups.isUnderWay(hash)).isFalse();
        full.set(false);
        assertThat(lookups.ask(hash)).isEmpty();
    }

    @Test
    void afterAQuestionThatHangsTheSameKeyIsAskedForAgain() {
        Lookups lookups =
                lookups(
                        Duration.ofSeconds(2),
                        hashes -> questions.get() == 0 ? keys(hashes) : Map.of());
        Key.Hash hash = Teams.credential(1).hash();
        assertThatThrownBy(() -> lookups.ask(hash)).isInstanceOf(RegistryUnavailable.class);
        assertThat(lookups.ask(hash)).isEmpty();
    }

    @Test
    void aLateAnswerIsGoodForWhoAskedAnewAndTheQuestionsStayFew() throws Exception {
        Lookups lookups = lookups(Duration.ofSeconds(1), this::keys);
        for (int i = 0; i < 4; i++) {
            Key.Hash hash = Teams.credential(i).hash();
            assertThatThrownBy(() -> lookups.ask(hash)).isInstanceOf(RegistryUnavailable.class);
        }
        Key.Hash hash = Teams.credential(0).hash();
        Future<Optional<Key>> anew = threads.submit(() -> lookups.ask(hash));
        until(() -> lookups.isUnderWay(hash));
        assertThat(questions).hasValue(4);
        answered.countDown();
        assertThat(anew.get()).isPresent();
    }

    @Test
    void aKeyThatCannotBeReadFailsAloneOfAllThatWereAskedForTogether() throws Exception {
        Key.Hash bad = Teams.credential(123).hash();
        Lookups lookups =
                lookups(
                        LONG,
                        hashes -> {
                            Map<Key.Hash, Key> keys = keys(hashes);
                            if (hashes.contains(bad)) {
                                throw new IllegalStateException("unreadable");
                            }
                            return keys;
                        });
        List<Future<Optional<Key>>> calls = herd(lookups, 400);
        until(() -> lookups.isUnderWay(Teams.credential(399).hash()));
        answered.countDown();
        for (int i = 0; i < 400; i++) {
            Future<Optional<Key>> call = calls.get(i);
            if (i == 123) {
                assertThatThrownBy(call::get).hasCauseInstanceOf(IllegalStateException.class);
            } else {
                assertThat(call.get()).isPresent();
            }
        }
        assertThat(questions.get()).isLessThan(100);
    }
}
