package dev.signalbox.application.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.testkit.InMemoryCounters;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.domain.quota.Allowance;
import dev.signalbox.domain.quota.Cost;
import dev.signalbox.domain.quota.Holder;
import dev.signalbox.domain.quota.Holder.Level;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Random calls on one to five replicas, any of which may die or be cut off at any moment. */
class SharingPropertyTest {

    private static final Instant START = Instant.parse("2026-03-04T12:00:00Z");
    private static final String METER = "key/usd/ever/-/k";
    private static final int STEPS = 400;

    static IntStream seeds() {
        return IntStream.range(0, 150);
    }

    /** A town of replicas, and a plain account of what they did. */
    private static final class Town {

        private final Random random;
        private final AtomicLong nanos = new AtomicLong();
        private final InMemoryCounters counters =
                InMemoryCounters.careful(() -> START.plusNanos(nanos.get()));
        private final List<Replica> living = new ArrayList<>();
        private final long limit;
        private final Duration patience;
        private final Allowance allowance;
        private int born;
        private long spent;
        private long lost;

        Town(Random random, boolean slots, Duration patience) {
            this.patience = patience;
            this.random = random;
            this.limit = slots ? 1 + random.nextInt(20) : 1 + random.nextInt(2000);
            Holder key = Holder.of(Level.KEY, "k");
            this.allowance =
                    slots ? Allowance.slots(key, limit) : Allowance.money(key, limit, null);
            int replicas = 1 + random.nextInt(5);
            for (int i = 0; i < replicas; i++) {
                living.add(new Replica());
            }
        }

        /** Longer than anything that was said is taken for fresh. */
        void goOn() {
            nanos.addAndGet(Duration.ofMillis(101 + random.nextInt(900)).toNanos());
            living.forEach(replica -> replica.quotas.upkeep().run());
        }

        Replica any() {
            return living.get(random.nextInt(living.size()));
        }

        long used() {
            return spent
                    + lost
                    + living.stream()
                            .flatMap(replica -> replica.underWay.stream())
                            .mapToLong(CallUnderWay::reserved)
                            .sum();
        }

        /** One of them with its calls, and what its journal holds. */
        private final class Replica {

            private final String name = "r" + born++;
            private final InMemoryCounters.View view = counters.of(name);
            private final Quotas quotas =
                    new Quotas(
                            view,
                            new Quotas.Surroundings(
                                    () -> START, nanos::get, Runnable::run, patience));
            private final List<CallUnderWay> underWay = new ArrayList<>();
            private long unwritten;

            Replica() {
                quotas.upkeep().run();
            }

            void write() {
                counters.written(name, METER, unwritten);
                unwritten = 0;
            }
        }
    }

    private record CallUnderWay(Reservation reservation, long reserved) {}

    @ParameterizedTest
    @MethodSource("seeds")
    void ofABudgetExactlyAllIsUsable(int seed) {
        Random random = new Random(seed);
        Town town = new Town(random, false, Quotas.Surroundings.PATIENCE);
        for (int step = 0; step < STEPS; step++) {
            town.goOn();
            Town.Replica replica = town.any();
            switch (random.nextInt(10)) {
                case 0, 1, 2, 3, 4 -> call(town, replica, 1 + random.nextInt(40), step);
                case 5, 6, 7 -> end(town, replica);
                case 8 -> replica.write();
                default -> {
                    if (random.nextInt(8) == 0) {
                        die(town, replica);
                    }
                }
            }
            assertThat(town.used()).isLessThanOrEqualTo(town.limit);
        }
        town.living.forEach(Town.Replica::write);
        assertThat(town.counters.spent(METER)).isEqualTo(town.spent);
    }

    private static void call(Town town, Town.Replica replica, long need, int step) {
        Quotas.Answer answer =
                replica.quotas.reserve(List.of(town.allowance), Cost.ofCall(0, new NanoUsd(need)));
        assertThat(answer instanceof Reservation)
                .as("step %d: %d more of %d, %d used", step, need, town.limit, town.used())
                .isEqualTo(town.used() + need <= town.limit);
        if (answer instanceof Reservation reservation) {
            replica.underWay.add(new CallUnderWay(reservation, need));
        }
    }

    private static void end(Town town, Town.Replica replica) {
        if (!replica.underWay.isEmpty()) {
            CallUnderWay call =
                    replica.underWay.remove(town.random.nextInt(replica.underWay.size()));
            long actual = town.random.nextLong(call.reserved() + 1);
            call.reservation().settle(Cost.ofCall(0, new NanoUsd(actual)));
            replica.unwritten += actual;
            town.spent += actual;
        }
    }

    /** Its journal is read: what was interrupted costs what was reserved. */
    private static void die(Town town, Town.Replica replica) {
        town.living.remove(replica);
        replica.view.cut(true);
        for (CallUnderWay call : replica.underWay) {
            replica.unwritten += call.reserved();
            town.spent += call.reserved();
        }
        replica.write();
        town.counters.closed(replica.name);
        town.living.add(town.new Replica());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void neverMoreThanTheBudgetIsUsedWhoeverIsCutOff(int seed) {
        // Time stands still here: who is cut off would be waited for without an end.
        Random random = new Random(seed);
        Town town = new Town(random, false, Duration.ZERO);
        for (int step = 0; step < STEPS; step++) {
            town.nanos.addAndGet(random.nextLong(Duration.ofSeconds(1).toNanos()));
            Town.Replica replica = town.any();
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3, 4, 5 -> {
                    long need = 1 + random.nextInt(40);
                    Quotas.Answer answer =
                            replica.quotas.reserve(
                                    List.of(town.allowance), Cost.ofCall(0, new NanoUsd(need)));
                    if (answer instanceof Reservation reservation) {
                        replica.underWay.add(new CallUnderWay(reservation, need));
                    }
                }
                case 6, 7, 8 -> end(town, replica);
                case 9 -> replica.write();
                case 10 -> replica.view.cut(random.nextBoolean());
                default -> replica.quotas.upkeep().run();
            }
            assertThat(town.used()).isLessThanOrEqualTo(town.limit);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aBudgetIsPassedOnlyByWhatTheEstimatesOfCallsUnderWayAtOnceMissed(int seed) {
        Random random = new Random(seed);
        Town town = new Town(random, false, Quotas.Surroundings.PATIENCE);
        int atOnce = 3;
        int mostMissed = 20;
        for (int step = 0; step < STEPS; step++) {
            town.goOn();
            Town.Replica replica = town.any();
            int choice = random.nextInt(10);
            if (choice < 5 && replica.underWay.size() < atOnce) {
                long need = 1 + random.nextInt(40);
                Quotas.Answer answer =
                        replica.quotas.reserve(
                                List.of(town.allowance), Cost.ofCall(0, new NanoUsd(need)));
                if (answer instanceof Reservation reservation) {
                    replica.underWay.add(new CallUnderWay(reservation, need));
                }
            } else if (choice < 8 && !replica.underWay.isEmpty()) {
                CallUnderWay call = replica.underWay.removeFirst();
                long actual = call.reserved() + random.nextInt(mostMissed + 1);
                call.reservation().settle(Cost.ofCall(0, new NanoUsd(actual)));
                replica.unwritten += actual;
                town.spent += actual;
            } else if (choice == 8) {
                replica.write();
            }
            assertThat(town.used())
                    .isLessThanOrEqualTo(
                            town.limit + (long) town.living.size() * atOnce * mostMissed);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void slotsNeverLeak(int seed) {
        Random random = new Random(seed);
        Town town = new Town(random, true, Quotas.Surroundings.PATIENCE);
        for (int step = 0; step < STEPS; step++) {
            town.goOn();
            Town.Replica replica = town.any();
            switch (random.nextInt(10)) {
                case 0, 1, 2, 3, 4 -> {
                    Quotas.Answer answer =
                            replica.quotas.reserve(List.of(town.allowance), Cost.NONE);
                    assertThat(answer instanceof Reservation)
                            .as("step %d: one more of %d, %d used", step, town.limit, town.used())
                            .isEqualTo(town.used() < town.limit);
                    if (answer instanceof Reservation reservation) {
                        replica.underWay.add(new CallUnderWay(reservation, 1));
                    }
                }
                case 5, 6, 7, 8 -> {
                    if (!replica.underWay.isEmpty()) {
                        replica.underWay.removeLast().reservation().release();
                    }
                }
                default -> {
                    if (random.nextInt(8) == 0) {
                        town.living.remove(replica);
                        replica.view.cut(true);
                        town.living.add(town.new Replica());
                        for (int second = 0; second < 12; second++) {
                            town.goOn();
                            town.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
                        }
                        town.goOn();
                    }
                }
            }
            assertThat(town.used()).isLessThanOrEqualTo(town.limit);
        }
    }
}
