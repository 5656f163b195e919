package dev.signalbox.domain.routing.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.domain.catalog.Deployment.Terms;
import dev.signalbox.domain.policy.Picking;
import dev.signalbox.domain.policy.Picking.Way;
import dev.signalbox.domain.routing.strategy.Simulation.Place;
import dev.signalbox.domain.routing.strategy.Simulation.Plan;
import dev.signalbox.domain.routing.strategy.Simulation.Result;
import dev.signalbox.domain.routing.strategy.Simulation.Trouble;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Which shares each strategy gives to whom, and what callers have of it. */
class SimulationTest {

    private static final long SEED = 2026;
    private static final int CALLS = 10_000;
    private static final int ANY = Integer.MAX_VALUE;

    private static Picking picking(Way way, double buffer) {
        return new Picking(way, Duration.ofHours(1), buffer);
    }

    private static Result run(Way way, double perSecond, List<Place> places, Trouble... troubles) {
        return Simulation.run(
                new Plan(SEED, CALLS, perSecond, places, List.of(troubles)), picking(way, 0));
    }

    private static Place place(String name, Terms terms) {
        return new Place(name, terms, 200, ANY);
    }

    private static Place taking(String name, double millis) {
        return new Place(name, Terms.NONE, millis, ANY);
    }

    @Test
    void theShuffleSharesByWeight() {
        Result result =
                run(
                        Way.WEIGHTED_SHUFFLE,
                        100,
                        List.of(
                                place("nine", Terms.NONE.draft().weight(9.0).done()),
                                place("one", Terms.NONE.draft().weight(1.0).done())));
        assertThat(result.share(0)).isCloseTo(0.9, within(0.03));
        assertThat(result.share(1)).isCloseTo(0.1, within(0.03));
    }

    @Test
    void theShuffleSharesByRequestsOfAMinuteWhereNobodyHasAWeight() {
        Result result =
                run(
                        Way.WEIGHTED_SHUFFLE,
                        100,
                        List.of(
                                place("much", Terms.NONE.draft().rpm(6_000L).done()),
                                place("some", Terms.NONE.draft().rpm(3_000L).done()),
                                place("none", Terms.NONE)));
        assertThat(result.share(0)).isCloseTo(0.667, within(0.03));
        assertThat(result.share(1)).isCloseTo(0.333, within(0.03));
        assertThat(result.share(2)).isZero();
    }

    @Test
    void theLeastBusySharesInverselyToTheTimeThatCallsTake() {
        Result result =
                run(
                        Way.LEAST_BUSY,
                        400,
                        List.of(taking("a", 200), taking("b", 400), taking("c", 800)));
        // 1/200 : 1/400 : 1/800
        assertThat(result.share(0)).isCloseTo(4 / 7.0, within(0.03));
        assertThat(result.share(1)).isCloseTo(2 / 7.0, within(0.03));
        assertThat(result.share(2)).isCloseTo(1 / 7.0, within(0.03));
    }

    @Test
    void theLowestLatencyGoesToTheFastOneAndLeavesItWhenItSlowsDown() {
        Result result =
                run(
                        Way.LOWEST_LATENCY,
                        100,
                        List.of(taking("fast", 200), taking("b", 600), taking("c", 600)),
                        new Trouble(0, 10, 50, 1_000));
        assertThat(result.share(0, 5, 50)).isGreaterThan(0.95);
        assertThat(result.share(0, 60, 100)).isLessThan(0.05);
    }

    @Test
    void theLeastUsedEvensOutTokensWhateverCallsTake() {
        Result result =
                run(
                        Way.LEAST_USED,
                        50,
                        List.of(taking("a", 100), taking("b", 400), taking("c", 1_600)));
        for (int minute = 0; minute < 3; minute++) {
            long all = 0;
            for (int i = 0; i < 3; i++) {
                all += result.tokens(i, minute);
            }
            for (int i = 0; i < 3; i++) {
                assertThat(result.tokens(i, minute) / (double) all)
                        .isCloseTo(1 / 3.0, within(0.01));
            }
        }
    }

    @Test
    void theLeastUsedPassesNoLimitOfAMinuteAsLongAsAnotherHasRoom() {
        Result result =
                run(
                        Way.LEAST_USED,
                        50,
                        List.of(
                                place("limited", Terms.NONE.draft().tpm(100_000L).done()),
                                place("free", Terms.NONE)));
        for (int minute = 0; minute < 3; minute++) {
            assertThat(result.tokens(0, minute)).isBetween(95_000L, 100_000L);
        }
    }

    @Test
    void theLowestCostGivesAllToTheCheapestUntilItIsLeftOut() {
        Result result =
                run(
                        Way.LOWEST_COST,
                        100,
                        List.of(
                                place("dear", StrategiesTest.costing("0.00004")),
                                place("cheap", StrategiesTest.costing("0.000002")),
                                place("mid", StrategiesTest.costing("0.00001"))),
                        new Trouble(1, Double.POSITIVE_INFINITY, 30, 60));
        assertThat(result.share(1, 0, 30)).isEqualTo(1);
        assertThat(result.share(2, 30, 60)).isEqualTo(1);
        assertThat(result.share(1, 60, 1_000)).isEqualTo(1);
    }

    @Test
    void twoChoicesShareEquallyAmongEquals() {
        Result result =
                run(
                        Way.TWO_CHOICES,
                        100,
                        List.of(taking("a", 200), taking("b", 200), taking("c", 200)));
        for (int i = 0; i < 3; i++) {
            assertThat(result.share(i)).isCloseTo(1 / 3.0, within(0.03));
        }
    }

    @Test
    void twoChoicesComeBackToOneThatWasSlow() {
        Result result =
                run(
                        Way.TWO_CHOICES,
                        50,
                        List.of(taking("a", 200), taking("b", 200), taking("c", 200)),
                        new Trouble(0, 20, 20, 60));
        assertThat(result.share(0, 25, 60)).isLessThan(0.03);
        assertThat(result.share(0, 150, 200)).isCloseTo(1 / 3.0, within(0.05));
    }

    /** Five that serve eight calls at a time, each of which takes 200 ms. */
    private static Plan fiveAlike(long seed, double perSecond, Trouble... troubles) {
        List<Place> places = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            places.add(new Place("d" + i, Terms.NONE, 200, 8));
        }
        return new Plan(seed, (int) (120 * perSecond), perSecond, places, List.of(troubles));
    }

    private static Map<Way, Result> underEach(Plan plan) {
        Map<Way, Result> results = new EnumMap<>(Way.class);
        for (Way way : Way.values()) {
            results.put(way, Simulation.run(plan, picking(way, 0.1)));
        }
        return results;
    }

    @ParameterizedTest
    @ValueSource(longs = {SEED, 1, 2, 3, 4, 5})
    void twoChoicesBeatAllOthersWhenOneOfFiveTakesTwentyTimesAsLongForAMinute(long seed)
            throws IOException {
        Map<Way, Result> results = underEach(fiveAlike(seed, 100, new Trouble(0, 20, 30, 90)));
        if (seed == SEED) {
            System.out.println("\nOne of five slows down, seed " + seed + "\n");
            System.out.println(Comparison.table(results));
            Files.writeString(
                    Path.of("target", "strategies.svg"),
                    Comparison.picture(
                            "How long callers wait where one of five slows down", results));
        }
        Result ours = results.get(Way.TWO_CHOICES);
        for (Way way : Way.values()) {
            if (way != Way.TWO_CHOICES) {
                Result other = results.get(way);
                assertThat(ours.mean()).as("mean, %s, seed %s", way, seed).isLessThan(other.mean());
                assertThat(ours.percentile(0.99))
                        .as("p99, %s, seed %s", way, seed)
                        .isLessThan(other.percentile(0.99));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {SEED, 1, 2, 3, 4, 5})
    void twoChoicesCostLittleWhereAllAreWellAndThereIsMuchToDo(long seed) {
        Map<Way, Result> results = underEach(fiveAlike(seed, 160));
        if (seed == SEED) {
            System.out.println(
                    "\nAll are well at four fifths of what they can, seed " + seed + "\n");
            System.out.println(Comparison.table(results));
        }
        double best = results.get(Way.LEAST_BUSY).mean();
        assertThat(results.get(Way.TWO_CHOICES).mean())
                .as("seed %s", seed)
                .isLessThan(1.1 * best)
                .isLessThan(results.get(Way.WEIGHTED_SHUFFLE).mean());
    }
}
