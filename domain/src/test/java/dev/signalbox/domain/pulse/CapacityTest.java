package dev.signalbox.domain.pulse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.domain.pulse.OverrunHost.Behaviour;
import dev.signalbox.domain.pulse.OverrunHost.Seconds;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CapacityTest {

    private static final int PLACES = 50;
    private static final double MILLIS = 20;
    private static final double PEAK = PLACES * 1_000 / MILLIS;

    @Test
    void nobodyIsKeptAwayFromAHostThatServes() {
        OverrunHost host = new OverrunHost(1, Behaviour.REFUSES, 100_000, MILLIS);

        Seconds ten = host.run(PEAK, 10);

        assertThat(ten.kept()).isZero();
        assertThat(ten.refused()).isZero();
        assertThat(host.capacity().most()).isEqualTo(Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @EnumSource(Behaviour.class)
    void atThreeTimesTheLoadAsManyAreServedAsTheHostCan(Behaviour behaviour) {
        OverrunHost host = new OverrunHost(2, behaviour, PLACES, MILLIS);

        Seconds two = host.run(3 * PEAK, 2);
        Seconds ten = host.run(3 * PEAK, 10);

        assertThat(two.served() / 2.0).as("a second, of %s", PEAK).isGreaterThan(0.9 * PEAK);
        assertThat(ten.served() / 10.0).as("a second, of %s", PEAK).isGreaterThan(0.9 * PEAK);
        assertThat(ten.refused()).as("refused by the host").isLessThan(ten.came() / 50);
        assertThat(ten.slowest()).as("ms").isLessThan(6 * MILLIS);
        assertThat(host.capacity().most()).isBetween(40, 130);
    }

    @ParameterizedTest
    @EnumSource(Behaviour.class)
    void aHostThatBearsMoreIsGivenMore(Behaviour behaviour) {
        OverrunHost host = new OverrunHost(3, behaviour, PLACES, MILLIS);
        host.run(3 * PEAK, 5);

        host.bears(10 * PLACES);
        host.run(8 * PEAK, 5);
        Seconds then = host.run(8 * PEAK, 5);

        assertThat(then.served()).as("of %s", then.came()).isGreaterThan(then.came() * 98 / 100);
    }

    @ParameterizedTest
    @EnumSource(Behaviour.class)
    void aHostThatBearsLessIsGivenLessAtOnce(Behaviour behaviour) {
        OverrunHost host = new OverrunHost(4, behaviour, 10 * PLACES, MILLIS);
        host.run(8 * PEAK, 5);

        host.bears(PLACES);
        host.run(8 * PEAK, 1);
        Seconds then = host.run(8 * PEAK, 5);

        assertThat(then.served() / 5.0).isGreaterThan(0.9 * PEAK);
        assertThat(then.refused()).isLessThan(then.came() / 50);
    }

    @ParameterizedTest
    @ValueSource(doubles = {3, 10, 40})
    void longerAnswersAreNoQueueAndKeepNobodyAwayForLong(double times) {
        OverrunHost host = new OverrunHost(5, Behaviour.REFUSES, 100_000, MILLIS);
        host.run(PEAK, 10);

        host.takes(times * MILLIS);
        host.run(PEAK, 5 + times);
        Seconds then = host.run(PEAK, 10);

        assertThat(then.kept()).isZero();
        assertThat(host.capacity().most()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void oneQuickAnswerAmongManyMakesTheOthersNotSlow() {
        Capacity capacity = new Capacity();
        for (int i = 0; i < 10_000; i++) {
            long took = i % 20 == 0 ? 1_000_000 : 500_000_000L;
            capacity.answered(true, i, 20, i + took);
        }
        assertThat(capacity.most()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void howManyCallsThereOnceWereDoesNotMatter() {
        Capacity capacity = new Capacity();
        for (int i = 0; i < 1_000; i++) {
            capacity.answered(true, i, 5_000, i + 20_000_000L);
        }
        for (int i = 1_000; i < 2_000; i++) {
            capacity.answered(true, i, 20, i + 20_000_000L);
        }
        for (int i = 2_000; capacity.most() == Integer.MAX_VALUE; i++) {
            capacity.answered(true, i, 40, i + 90_000_000L);
        }
        assertThat(capacity.most()).isEqualTo(30);
    }

    @Test
    void fewCallsAreNotWhyAHostIsSlow() {
        Capacity capacity = new Capacity();
        for (int i = 0; i < 10_000; i++) {
            capacity.answered(false, i, Capacity.FEW, i + (i < 5_000 ? 20_000_000L : 900_000_000L));
        }
        assertThat(capacity.most()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void whoRefusesTheFewThatAreLeftHasAnotherTrouble() {
        Capacity capacity = new Capacity();
        long now = 0;
        boolean explained = true;
        int times = 0;
        while (explained) {
            now += 1_000;
            explained = capacity.overrun(now, Math.min(100, capacity.most()), now);
            times++;
        }
        assertThat(capacity.most()).isEqualTo(Capacity.LEAST);
        assertThat(times).isBetween(20, 40);
    }

    @Test
    void ofCallsThatWereUnderWayTogetherOneRefusalCounts() {
        Capacity capacity = new Capacity();
        for (int i = 0; i < 100; i++) {
            assertThat(capacity.overrun(0, 100 - i, 1 + i)).isTrue();
        }
        assertThat(capacity.most()).isEqualTo(90);
    }
}
