package dev.signalbox.domain.routing.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.Deployment.Terms;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.money.Price;
import dev.signalbox.domain.money.Pricing;
import dev.signalbox.domain.money.Tariff;
import dev.signalbox.domain.policy.Picking;
import dev.signalbox.domain.policy.Picking.Way;
import dev.signalbox.domain.pulse.Pulse;
import dev.signalbox.domain.routing.Candidate;
import dev.signalbox.domain.routing.Candidates;
import dev.signalbox.domain.routing.Strategy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;

/** What each strategy looks at, one choice at a time. */
class StrategiesTest {

    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;

    private final RandomGenerator random = new Random(42);

    /** So many dollars for a token of the question and one of the answer. */
    static Terms costing(String dollars) {
        Price price = Price.of(Price.picos(new BigDecimal(dollars)), 0);
        Tariff tariff = new Tariff(List.of(new Tariff.Version("v", Instant.EPOCH, price)));
        return Terms.NONE.draft().pricing(Pricing.of(tariff, Instant.EPOCH)).done();
    }

    private static Candidate candidate(String id, Terms terms) {
        Deployment deployment =
                new Deployment(
                        new Deployment.Id(id),
                        new Deployment.Provider("azure"),
                        "m",
                        "http://h",
                        terms,
                        Deployment.About.NOTHING);
        return new Candidate(deployment, new Pulse());
    }

    private static Candidate busy(String id, int calls) {
        Candidate candidate = candidate(id, Terms.NONE);
        for (int i = 0; i < calls; i++) {
            assertThat(candidate.pulse().enter(Pulse.Room.ENDLESS, 0, 0)).isTrue();
        }
        return candidate;
    }

    /** Its documents take so long; its streams take the opposite. */
    private static Candidate taking(String id, long millis) {
        Candidate candidate = candidate(id, Terms.NONE);
        candidate.pulse().documents().measured(millis * MILLI, 0);
        candidate.pulse().events().measured(MILLI * 100_000 / millis, 0);
        return candidate;
    }

    private static Candidate used(String id, long tokens, Terms terms) {
        Candidate candidate = candidate(id, terms);
        assertThat(candidate.pulse().enter(Pulse.Room.ENDLESS, tokens, 0)).isTrue();
        return candidate;
    }

    private static Candidates among(Candidate... candidates) {
        return among(false, 0, candidates);
    }

    private static Candidates among(boolean streamed, long tokens, Candidate... candidates) {
        List<Deployment> deployments = new ArrayList<>();
        for (Candidate candidate : candidates) {
            deployments.add(candidate.deployment());
        }
        ModelGroup group = new ModelGroup(new ModelName("g"), deployments);
        return new Candidates(group, List.of(candidates), streamed, tokens, 0);
    }

    private Strategy strategy(Way way) {
        return Strategies.of(new Picking(way, Duration.ofHours(1), 0), random);
    }

    private static String chosen(Strategy strategy, Candidates among) {
        return strategy.choose(among).deployment().id().text();
    }

    private static Map<String, Integer> draw(Strategy strategy, Candidates among) {
        Map<String, Integer> drawn = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            drawn.merge(chosen(strategy, among), 1, Integer::sum);
        }
        return drawn;
    }

    private static void assertShares(Map<String, Integer> drawn, String... names) {
        assertThat(drawn).containsOnlyKeys(names);
        assertThat(drawn.values())
                .allSatisfy(
                        count ->
                                assertThat(count / 10_000.0)
                                        .isCloseTo(1.0 / names.length, within(0.02)));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void theOnlyOneIsChosenAndThatIsSaid(Way way) {
        Candidates only = among(used("a", 500, Terms.NONE.draft().rpm(1L).tpm(1L).done()));
        assertThat(chosen(strategy(way), only)).isEqualTo("a");
        assertThat(strategy(way).why(only, only.list().getFirst())).isEqualTo("the only one");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void equalsAreChosenByChance(Way way) {
        Candidate a = candidate("a", Terms.NONE);
        Candidate b = candidate("b", Terms.NONE);
        Candidate c = candidate("c", Terms.NONE);
        assertShares(draw(strategy(way), among(a, b, c)), "a", "b", "c");
    }

    @Test
    void theLeastBusyServesTheFewestCalls() {
        Candidates three = among(busy("a", 3), busy("b", 2), busy("c", 2));
        Strategy strategy = strategy(Way.LEAST_BUSY);
        assertShares(draw(strategy, three), "b", "c");
        assertThat(strategy.why(three, three.list().get(0)))
                .isEqualTo("3 calls in flight, 2 others have less");
        assertThat(strategy.why(three, three.list().get(1)))
                .isEqualTo("2 calls in flight, as little as 1 more: by chance");
        Candidates two = among(busy("a", 3), busy("b", 1));
        assertThat(strategy.why(two, two.list().get(1))).isEqualTo("1 call in flight, the least");
    }

    @Test
    void theLowestLatencyIsThatOfWhatTheCallWaitsFor() {
        Candidate a = taking("a", 200);
        Candidate b = taking("b", 500);
        Strategy strategy = strategy(Way.LOWEST_LATENCY);
        assertThat(chosen(strategy, among(false, 0, a, b))).isEqualTo("a");
        assertThat(chosen(strategy, among(true, 0, a, b))).isEqualTo("b");
        assertThat(strategy.why(among(a, b), a)).isEqualTo("its answer takes 200 ms, the lowest");
        assertThat(strategy.why(among(true, 0, a, b), a))
                .isEqualTo("its first event takes 500 ms, the lowest is 200 ms");
    }

    @Test
    void whoeverWasNeverMeasuredIsTriedFirst() {
        Candidate known = taking("known", 1);
        Candidate other = candidate("new", Terms.NONE);
        Strategy strategy = strategy(Way.LOWEST_LATENCY);
        assertThat(chosen(strategy, among(known, other))).isEqualTo("new");
        assertThat(strategy.why(among(known, other), other))
                .isEqualTo("not measured lately, so it is tried");
        assertThat(strategy.why(among(known, other), known))
                .isEqualTo("its answer takes 1 ms, another is yet to be measured");
    }

    @Test
    void thoseWithinTheBufferOfTheLowestAreChosenAmong() {
        Picking picking = new Picking(Way.LOWEST_LATENCY, Duration.ofHours(1), 0.5);
        Strategy strategy = Strategies.of(picking, random);
        Candidates three = among(taking("a", 100), taking("b", 149), taking("c", 151));
        assertShares(draw(strategy, three), "a", "b");
        assertThat(strategy.why(three, three.list().get(1)))
                .isEqualTo("its answer takes 149 ms, by chance among 2");
    }

    @Test
    void whatIsOlderThanTheMemoryIsUnknown() {
        Candidate slow = taking("slow", 900);
        Candidate fast = candidate("fast", Terms.NONE);
        fast.pulse().documents().measured(MILLI, 60 * SECOND);
        Picking picking = new Picking(Way.LOWEST_LATENCY, Duration.ofSeconds(30), 0);
        ModelGroup group = among(slow, fast).group();
        Candidates later = new Candidates(group, List.of(slow, fast), false, 0, 60 * SECOND);
        assertThat(chosen(Strategies.of(picking, random), later)).isEqualTo("slow");
        assertThat(chosen(strategy(Way.LOWEST_LATENCY), later)).isEqualTo("fast");
    }

    @Test
    void theLeastUsedHadTheFewestTokensInThisMinute() {
        Candidates three =
                among(
                        used("a", 30, Terms.NONE),
                        used("b", 20, Terms.NONE),
                        used("c", 20, Terms.NONE));
        Strategy strategy = strategy(Way.LEAST_USED);
        assertShares(draw(strategy, three), "b", "c");
        assertThat(strategy.why(three, three.list().get(0)))
                .isEqualTo("30 tokens in this minute, 2 others have less");
    }

    @ParameterizedTest
    @EnumSource(names = {"LEAST_USED", "LOWEST_LATENCY", "LOWEST_COST"})
    void whoeverHasNoRoomInThisMinuteIsLeftOutUnlessNobodyHas(Way way) {
        Candidate tokens = used("tokens", 1, Terms.NONE.draft().tpm(10L).done());
        Candidate requests = used("requests", 1, Terms.NONE.draft().rpm(1L).done());
        Candidate roomy = used("roomy", 500, Terms.NONE.draft().rpm(2L).tpm(510L).done());
        Strategy strategy = strategy(way);
        Candidates three = among(false, 10, tokens, requests, roomy);
        assertThat(draw(strategy, three)).containsOnlyKeys("roomy");
        assertThat(strategy.why(three, tokens))
                .isEqualTo("no room for the question in this minute");
        assertShares(draw(strategy, among(false, 10, tokens, requests)), "tokens", "requests");
        assertThat(draw(strategy, among(false, 9, tokens, requests))).containsOnlyKeys("tokens");
    }

    @Test
    void theLowestCostIsThatOfInputAndOutputTogether() {
        Candidate cheap = candidate("cheap", costing("0.0000006"));
        Candidate dear = candidate("dear", costing("0.00004"));
        Candidate unknown = candidate("unknown", Terms.NONE);
        Strategy strategy = strategy(Way.LOWEST_COST);
        Candidates all = among(unknown, dear, cheap);
        assertThat(chosen(strategy, all)).isEqualTo("cheap");
        assertThat(chosen(strategy, among(unknown, dear))).isEqualTo("dear");
        assertThat(strategy.why(all, cheap)).isEqualTo("$0.0000006 a token, the least");
        assertThat(strategy.why(all, unknown)).isEqualTo("no price is known, 2 others have less");
    }

    @Test
    void ofTwoTheOneWithLessToDoBeforeItAnswersIsChosen() {
        Candidate quickAndBusy = taking("quick", 100);
        Candidate slowAndIdle = taking("slow", 450);
        Strategy strategy = strategy(Way.TWO_CHOICES);
        for (int i = 0; i < 4; i++) {
            assertThat(chosen(strategy, among(quickAndBusy, slowAndIdle))).isEqualTo("quick");
            assertThat(quickAndBusy.pulse().enter(Pulse.Room.ENDLESS, 0, 0)).isTrue();
        }
        assertThat(chosen(strategy, among(quickAndBusy, slowAndIdle))).isEqualTo("slow");
        assertThat(strategy.why(among(quickAndBusy, slowAndIdle), quickAndBusy))
                .isEqualTo("4 in flight, 100 ms each: in 0 % of the calls");
    }

    @Test
    void ofFiveTheWorstIsNeverChosenAndTheBestAsOftenAsItIsDrawn() {
        Candidates five =
                among(
                        taking("a", 10),
                        taking("b", 20),
                        taking("c", 30),
                        taking("d", 40),
                        taking("e", 50));
        Strategy strategy = strategy(Way.TWO_CHOICES);
        Map<String, Integer> drawn = draw(strategy, five);
        assertThat(drawn).doesNotContainKey("e");
        assertThat(drawn.getOrDefault("a", 0) / 10_000.0).isCloseTo(0.4, within(0.02));
        assertThat(strategy.why(five, five.list().getFirst()))
                .isEqualTo("0 in flight, 10 ms each: in 40 % of the calls");
    }

    @Test
    void whoeverIsUnknownIsTakenForAsQuickAsTheQuickest() {
        Candidate unknown = candidate("new", Terms.NONE);
        Candidates three = among(unknown, taking("a", 100), taking("b", 300));
        Map<String, Integer> drawn = draw(strategy(Way.TWO_CHOICES), three);
        assertThat(drawn).containsOnlyKeys("new", "a");
        assertThat(strategy(Way.TWO_CHOICES).why(three, unknown))
                .isEqualTo("0 in flight, not measured lately: in 50 % of the calls");
    }
}
