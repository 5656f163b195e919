package dev.signalbox.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.call.Credential;
import dev.signalbox.application.directory.Directory;
import dev.signalbox.application.directory.LiveDirectory;
import dev.signalbox.application.directory.ModelShelf;
import dev.signalbox.application.directory.Recognition;
import dev.signalbox.application.directory.Terms;
import dev.signalbox.application.driven.Registry;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.history.Author;
import dev.signalbox.domain.history.PlannedAliases;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A process that knows no key yet, and everybody comes at once. */
class ColdStartTest {

    private static final int KEYS = 5_000;

    /** Enough for a busy machine; how long a call really waits is no matter here. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<Credential> credentials =
            IntStream.range(0, KEYS).mapToObj(i -> Credential.mint(new Random(i))).toList();

    @Test
    void fiveThousandKeysAtOnceAreEachLookedUpOnce() throws Exception {
        try (TestDatabase schema = TestDatabase.fresh()) {
            schema.open().close();
            store(schema);
            try (FrontDoor door = new FrontDoor(schema.url());
                    Database database =
                            Database.open(door.url(), Duration.ofSeconds(10), progress -> {});
                    ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
                    ExecutorService lookUps = Executors.newVirtualThreadPerTaskExecutor()) {
                Counted registry = new Counted(database.registry());
                LiveDirectory live =
                        LiveDirectory.open(
                                registry,
                                ModelShelf.of(new Directory.Models(Map.of(), Map.of())),
                                new Terms(2 * KEYS, null, PATIENCE, System::nanoTime, lookUps));
                int visits = door.visits();
                for (Future<Recognition> answer : everyKeyTwice(live, calls)) {
                    assertThat(answer.get()).isInstanceOf(Recognition.Recognised.class);
                }
                assertThat(registry.lookUps).hasSize(KEYS);
                assertThat(registry.lookUps.values()).allMatch(count -> count.get() == 1);
                assertThat(registry.questions.get()).isLessThan(KEYS / 10);
                assertThat(door.visits() - visits).isLessThanOrEqualTo(Connections.MOST);
                assertThat(registry.most.get()).isLessThan(Connections.MOST);
                assertThat(live.snapshot().keys()).hasSize(KEYS);
            }
        }
    }

    private List<Future<Recognition>> everyKeyTwice(LiveDirectory live, ExecutorService calls) {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Recognition>> answers = new ArrayList<>();
        Stream.concat(credentials.stream(), credentials.stream())
                .forEach(
                        credential ->
                                answers.add(
                                        calls.submit(
                                                () -> {
                                                    start.await();
                                                    return live.recognise(credential);
                                                })));
        start.countDown();
        return answers;
    }

    private void store(TestDatabase schema) {
        String hashes =
                credentials.stream()
                        .map(credential -> credential.hash().hex())
                        .collect(Collectors.joining(" "));
        schema.execute(
                """
                INSERT INTO keys (hash, public_id, label, models, blocked, extras, created_at,
                    updated_at, revision)
                SELECT hash, 'p', 'sk-...', '{}', false, '{}', now(), now(), 0
                FROM unnest(string_to_array('%s', ' ')) AS hash;
                ANALYZE keys
                """
                        .formatted(hashes));
    }

    /** Counts who asks for which key, and how many at the same time. */
    private static final class Counted implements Registry {

        private final Registry registry;
        private final Map<Key.Hash, AtomicInteger> lookUps = new ConcurrentHashMap<>();
        private final AtomicInteger questions = new AtomicInteger();
        private final AtomicInteger present = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();

        Counted(Registry registry) {
            this.registry = registry;
        }

        @Override
        public Found findAll(Collection<Key.Hash> hashes) {
            questions.incrementAndGet();
            hashes.forEach(
                    hash ->
                            lookUps.computeIfAbsent(hash, unused -> new AtomicInteger())
                                    .incrementAndGet());
            most.accumulateAndGet(present.incrementAndGet(), Math::max);
            try {
                return registry.findAll(hashes);
            } finally {
                present.decrementAndGet();
            }
        }

        @Override
        public Contents contents() {
            return registry.contents();
        }

        @Override
        public Changes changesSince(long revision) {
            return registry.changesSince(revision);
        }

        @Override
        public <T> T change(Author by, Function<Edit, T> change) {
            return registry.change(by, change);
        }

        @Override
        public List<PlannedAliases> duePlans() {
            return registry.duePlans();
        }

        @Override
        public List<PlannedAliases> plansOf(Team.Id id) {
            return registry.plansOf(id);
        }

        @Override
        public boolean answers() {
            return registry.answers();
        }
    }
}
