package dev.signalbox.domain.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.domain.catalog.Resolution.Arm;
import dev.signalbox.domain.catalog.Resolution.Level;
import dev.signalbox.domain.catalog.Resolution.Lot;
import dev.signalbox.domain.catalog.Resolution.Split;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** Who draws which of several groups. */
class SplitTest {

    private static final int MANY = 20_000;
    private static final String STONE = "1210010210010020000001100001012100100010";

    private static Split split(int... weights) {
        List<Arm> arms = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            arms.add(new Arm(new ModelName("group-" + i), weights[i]));
        }
        return new Split(arms);
    }

    private static String drawn(Split split, String who) {
        return split.lot(Level.TEAM, "team t", new ModelName("gpt"), who).arm().group().text();
    }

    private static int count(Split split, String group) {
        int count = 0;
        for (int i = 0; i < MANY; i++) {
            count += drawn(split, "key " + i).equals(group) ? 1 : 0;
        }
        return count;
    }

    @Test
    void eachIsDrawnByItsShare() {
        for (int weight : new int[] {1, 100, 300, 900}) {
            double share = weight / 1000.0;
            double off = 5 * Math.sqrt(share * (1 - share) * MANY);
            assertThat((double) count(split(1000 - weight, weight), "group-1"))
                    .as("weight %d", weight)
                    .isBetween(share * MANY - off, share * MANY + off);
        }
    }

    /** Another version must draw the same, or everybody changes sides on the day it comes. */
    @Test
    void whatIsDrawnIsWrittenInStone() {
        StringBuilder drawn = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            drawn.append(drawn(split(60, 30, 10), "user " + i).substring(6));
        }
        assertThat(drawn).hasToString(STONE);
    }

    @Test
    void aNewWeightMovesNoMoreThanItMust() {
        Split before = split(90, 10);
        Split after = split(80, 20);
        int moved = 0;
        for (int i = 0; i < MANY; i++) {
            String was = drawn(before, "key " + i);
            String is = drawn(after, "key " + i);
            // Nobody goes back.
            assertThat(was.equals("group-1") && is.equals("group-0")).isFalse();
            moved += was.equals(is) ? 0 : 1;
        }
        assertThat(moved).isBetween(MANY / 10 - 250, MANY / 10 + 250);
    }

    @Test
    void whoseArmIsGoneDrawsAnewAndNobodyElse() {
        Split before = split(50, 30, 20);
        Split after = new Split(before.arms().subList(0, 2));
        for (int i = 0; i < MANY; i++) {
            String was = drawn(before, "key " + i);
            if (!was.equals("group-2")) {
                assertThat(drawn(after, "key " + i)).isEqualTo(was);
            }
        }
    }

    @Test
    void theOrderOfWritingDecidesNothingAndTheOwnerDoes() {
        Split written = split(50, 50);
        Split turned = new Split(written.arms().reversed());
        int others = 0;
        for (int i = 0; i < MANY; i++) {
            String who = "key " + i;
            assertThat(drawn(turned, who)).isEqualTo(drawn(written, who));
            String elsewhere =
                    written.lot(Level.TEAM, "team u", new ModelName("gpt"), who)
                            .arm()
                            .group()
                            .text();
            others += elsewhere.equals(drawn(written, who)) ? 0 : 1;
        }
        assertThat(others).isBetween(MANY / 2 - 400, MANY / 2 + 400);
    }

    @Test
    void theFirstOfTheHeaviestIsSafe() {
        assertThat(split(10, 90).safe()).isEqualTo(1);
        assertThat(split(50, 50).safe()).isZero();
        Lot lot = split(1, 1000).lot(Level.KEY, "key k", new ModelName("gpt"), "user x");
        assertThat(lot.stop().arm().group().text()).isEqualTo("group-1");
        assertThat(lot.stop().stopped()).isTrue();
    }

    @Test
    void whatIsNoSplitIsNone() {
        assertThatThrownBy(() -> split(1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> split(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> split(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> split(1, 1001)).isInstanceOf(IllegalArgumentException.class);
        Arm arm = new Arm(new ModelName("a"), 1);
        assertThatThrownBy(() -> new Split(List.of(arm, arm)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
