package dev.signalbox.domain.pulse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.domain.catalog.Fault;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

class PulseTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;

    private final Pulse pulse = new Pulse();

    private void enter(long tokens, long now) {
        assertThat(pulse.enter(Pulse.Room.ENDLESS, tokens, now)).isTrue();
    }

    @Test
    void itServesUntilItIsToldToRest() {
        assertThat(pulse.state(0)).isEqualTo(Pulse.State.SERVING);
        pulse.failed(Fault.Kind.BROKEN, 0);
        assertThat(pulse.state(0)).isEqualTo(Pulse.State.SERVING);
        assertThat(pulse.restLeft(0)).isZero();
    }

    @Test
    void itRestsThenReturnsThenServesAgainWhenOneCallSucceeds() {
        assertThat(pulse.rest(5 * SECOND, 0)).isTrue();
        assertThat(pulse.state(0)).isEqualTo(Pulse.State.RESTING);
        assertThat(pulse.restLeft(2 * SECOND)).isEqualTo(3 * SECOND);
        assertThat(pulse.state(5 * SECOND - 1)).isEqualTo(Pulse.State.RESTING);

        assertThat(pulse.state(5 * SECOND)).isEqualTo(Pulse.State.RETURNING);
        assertThat(pulse.restLeft(5 * SECOND)).isZero();

        enter(1, 5 * SECOND);
        pulse.succeeded(6 * SECOND);
        assertThat(pulse.state(6 * SECOND)).isEqualTo(Pulse.State.SERVING);
    }

    @Test
    void aFurtherFailurePutsTheEndOfARestOffAndNeverBringsItCloser() {
        pulse.rest(5 * SECOND, 0);
        assertThat(pulse.rest(SECOND, SECOND)).as("it rested already").isFalse();
        assertThat(pulse.restLeft(SECOND)).isEqualTo(4 * SECOND);
        assertThat(pulse.rest(10 * SECOND, SECOND)).isFalse();
        assertThat(pulse.restLeft(SECOND)).isEqualTo(10 * SECOND);
    }

    @Test
    void aRestThatIsOverIsNoReasonForALongerOne() {
        pulse.rest(5 * SECOND, 0);
        assertThat(pulse.rest(SECOND, 7 * SECOND)).as("it did not rest any more").isTrue();
        assertThat(pulse.restLeft(7 * SECOND)).isEqualTo(SECOND);
    }

    @Test
    void anAnswerThatWasUnderWayWhenItBeganToRestDoesNotWakeIt() {
        enter(1, 0);
        pulse.rest(5 * SECOND, SECOND);
        pulse.succeeded(2 * SECOND);
        assertThat(pulse.state(2 * SECOND)).isEqualTo(Pulse.State.RESTING);
    }

    @Test
    void oneCallAtATimeTriesItUntilThatEnds() {
        pulse.rest(SECOND, 0);
        assertThat(pulse.isTried()).isFalse();
        enter(1, 2 * SECOND);
        assertThat(pulse.isTried()).isTrue();
        pulse.failed(Fault.Kind.BROKEN, 3 * SECOND);
        assertThat(pulse.isTried()).isFalse();

        enter(1, 4 * SECOND);
        pulse.abandoned();
        assertThat(pulse.isTried()).as("its caller went away").isFalse();
        assertThat(pulse.state(4 * SECOND)).isEqualTo(Pulse.State.RETURNING);

        enter(1, 5 * SECOND);
        pulse.succeeded(6 * SECOND);
        enter(1, 7 * SECOND);
        assertThat(pulse.isTried()).as("whoever serves is not being tried").isFalse();
    }

    @Test
    void whatWentWrongBeforeTheRestIsForgottenWhenItServesAgain() {
        pulse.failed(Fault.Kind.BROKEN, 0);
        pulse.rest(SECOND, 0);
        pulse.succeeded(2 * SECOND);
        assertThat(pulse.failed(Fault.Kind.TIMEOUT, 3 * SECOND).failures()).isEqualTo(1);
    }

    @Test
    void aMinuteIsCountedForItself() {
        enter(100, MINUTE - 1);
        enter(20, MINUTE - 1);
        pulse.succeeded(MINUTE - 1);
        assertThat(pulse.requests(MINUTE - 1)).isEqualTo(2);
        assertThat(pulse.tokens(MINUTE - 1)).isEqualTo(120);

        assertThat(pulse.requests(MINUTE)).isZero();
        assertThat(pulse.tokens(MINUTE)).isZero();
        assertThat(pulse.failed(Fault.Kind.BROKEN, MINUTE).good()).isZero();
    }

    @Test
    void aClockThatBeginsBelowZeroHasMinutesToo() {
        enter(7, -1);
        assertThat(pulse.tokens(-1)).isEqualTo(7);
        assertThat(pulse.tokens(0)).isZero();
    }

    @Test
    void whoeverReadTheClockEarlierAndComesLaterDoesNotEmptyTheMinute() {
        enter(7, MINUTE);
        enter(1, MINUTE - 1);
        assertThat(pulse.tokens(MINUTE)).isEqualTo(8);
        assertThat(pulse.requests(MINUTE)).isEqualTo(2);
    }

    @Test
    void tokensReckonedTooHighAreGivenBackButNeverBelowNothing() {
        enter(100, 0);
        pulse.spent(-30, 1);
        assertThat(pulse.tokens(1)).isEqualTo(70);
        pulse.spent(-500, MINUTE);
        assertThat(pulse.tokens(MINUTE)).isZero();
    }

    @Test
    void anAnswerBrokenOffCountsAsAFailureAndNoLongerAsASuccess() {
        pulse.succeeded(0);
        pulse.succeeded(0);
        Tally tally = pulse.brokeOff(1);
        assertThat(tally.good()).isEqualTo(1);
        assertThat(tally.failures(Fault.Kind.BROKEN)).isEqualTo(1);
        assertThat(pulse.brokeOff(MINUTE).good()).as("begun in the minute before").isZero();
    }

    @Test
    void whatCallersDidWrongIsNoFailureOfIts() {
        pulse.failed(Fault.Kind.CALLER_ERROR, 0);
        pulse.failed(Fault.Kind.CONTEXT_TOO_LONG, 0);
        Tally tally = pulse.failed(Fault.Kind.TIMEOUT, 0);
        assertThat(tally.failures()).isEqualTo(1);
        assertThat(tally.failures(Fault.Kind.CALLER_ERROR)).isEqualTo(1);
    }

    @Test
    void manyCallsAtOnceTakeNoMoreThanThePlacesThereAre() throws InterruptedException {
        AtomicInteger most = new AtomicInteger();
        AtomicInteger taken = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        for (int i = 0; i < 20_000; i++) {
                                            if (pulse.enter(new Pulse.Room(2, null, null), 1, 0)) {
                                                taken.incrementAndGet();
                                                most.accumulateAndGet(pulse.inFlight(), Math::max);
                                                pulse.leave();
                                            }
                                        }
                                    }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(taken.get()).isPositive();
        assertThat(most.get()).isLessThanOrEqualTo(2);
        assertThat(pulse.inFlight()).isZero();
    }

    @Test
    void manyCallsAtOncePassNoLimitOfTheMinute() throws InterruptedException {
        Pulse.Room ten = new Pulse.Room(Integer.MAX_VALUE, 10L, 100L);
        AtomicInteger taken = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        for (int i = 0; i < 1_000; i++) {
                                            taken.addAndGet(pulse.enter(ten, 20, 0) ? 1 : 0);
                                        }
                                    }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(taken.get()).as("the tokens end first").isEqualTo(5);
        assertThat(pulse.enter(ten, 1, MINUTE)).isTrue();
    }
}
