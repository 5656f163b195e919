package dev.signalbox.domain.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.domain.catalog.Deployment;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;

class WeightedShuffleTest {

    private static Deployment deployment(String id, double weight) {
        return new Deployment(
                new Deployment.Id(id), new Deployment.Provider("azure"), "m", "http://h", weight);
    }

    private static Map<String, Integer> draw(int times, Deployment... candidates) {
        Strategy strategy = new WeightedShuffle(new Random(42));
        Map<String, Integer> drawn = new HashMap<>();
        for (int i = 0; i < times; i++) {
            drawn.merge(strategy.choose(List.of(candidates)).id().text(), 1, Integer::sum);
        }
        return drawn;
    }

    @Test
    void theOnlyOneIsChosenWithoutAskingChance() {
        RandomGenerator none =
                () -> {
                    throw new AssertionError("nothing to choose");
                };
        Deployment only = deployment("only", 3);
        assertThat(new WeightedShuffle(none).choose(List.of(only))).isEqualTo(only);
    }

    @Test
    void equalWeightsShareEqually() {
        Map<String, Integer> drawn = draw(10_000, deployment("a", 1), deployment("b", 1));
        assertThat(drawn.get("a") / 10_000.0).isCloseTo(0.5, within(0.02));
    }

    @Test
    void eachIsChosenAsOftenAsItsWeightSays() {
        Map<String, Integer> drawn =
                draw(10_000, deployment("a", 7), deployment("b", 2), deployment("c", 1));
        assertThat(drawn.get("a") / 10_000.0).isCloseTo(0.7, within(0.02));
        assertThat(drawn.get("b") / 10_000.0).isCloseTo(0.2, within(0.02));
        assertThat(drawn.get("c") / 10_000.0).isCloseTo(0.1, within(0.02));
    }

    @Test
    void theLastCrumbOfChanceStillChoosesSomebody() {
        RandomGenerator almostOne =
                new RandomGenerator() {
                    @Override
                    public long nextLong() {
                        return -1L;
                    }

                    @Override
                    public double nextDouble() {
                        return 1.0;
                    }
                };
        Deployment last = deployment("b", 0.1);
        assertThat(new WeightedShuffle(almostOne).choose(List.of(deployment("a", 0.2), last)))
                .isEqualTo(last);
    }
}
