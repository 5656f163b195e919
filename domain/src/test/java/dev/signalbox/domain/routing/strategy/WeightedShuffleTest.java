package dev.signalbox.domain.routing.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.pulse.Pulse;
import dev.signalbox.domain.routing.Candidate;
import dev.signalbox.domain.routing.Candidates;
import dev.signalbox.domain.routing.Strategy;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
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

    private static Candidates among(Deployment... deployments) {
        List<Candidate> list = new ArrayList<>();
        for (Deployment deployment : deployments) {
            list.add(new Candidate(deployment, new Pulse()));
        }
        ModelGroup group = new ModelGroup(new ModelName("g"), List.of(deployments));
        return new Candidates(group, list, false, 0, 0);
    }

    private static Map<String, Integer> draw(int times, Deployment... candidates) {
        Strategy strategy = new WeightedShuffle(new Random(42));
        Map<String, Integer> drawn = new HashMap<>();
        for (int i = 0; i < times; i++) {
            drawn.merge(
                    strategy.choose(among(candidates)).deployment().id().text(), 1, Integer::sum);
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
        assertThat(new WeightedShuffle(none).choose(among(only)).deployment()).isEqualTo(only);
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
        Candidates two = among(deployment("a", 0.2), last);
        assertThat(new WeightedShuffle(almostOne).choose(two).deployment()).isEqualTo(last);
    }
}
