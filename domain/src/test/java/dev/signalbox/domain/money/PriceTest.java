package dev.signalbox.domain.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.domain.limits.Usage;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.SplittableRandom;

/** What a use costs, to the nanodollar. */
class PriceTest {

    private static final long SEED = 20_261_127;
    private static final int ROUNDS = 20_000;

    private static final Price LIKE_O3 = new Price(2_000_000, 500_000, 8_000_000, 9_000_000, 0);

    @Test
    void everyKindOfTokenHasItsOwnPrice() {
        // 600 read anew, 400 read before, 90 written, 10 thought.
        assertThat(LIKE_O3.cost(new Usage(1000, 100, 400, 10)))
                .isEqualTo(new NanoUsd(600 * 2000 + 400 * 500 + 90 * 8000 + 10 * 9000));
    }

    @Test
    void theCallItselfMayHaveAPrice() {
        Price price = new Price(0, 0, 0, 0, Price.picos(new BigDecimal("0.005")));
        assertThat(price.cost(new Usage(7, 7, 0, 0))).isEqualTo(new NanoUsd(5_000_000));
    }

    @Test
    void moneyIsRoundedOnceAndHalfUp() {
        // Three tokens of 0.5 nanodollars are 1.5 and not three times 1.
        assertThat(Price.of(500, 0).cost(new Usage(3, 0, 0, 0))).isEqualTo(new NanoUsd(2));
        assertThat(Price.of(499, 0).cost(new Usage(1, 0, 0, 0))).isEqualTo(NanoUsd.ZERO);
    }

    @Test
    void noMoreTokensAreCachedOrUnseenThanThereAre() {
        assertThat(LIKE_O3.cost(new Usage(10, 10, 99, 99)))
                .isEqualTo(LIKE_O3.cost(new Usage(10, 10, 10, 10)));
    }

    @Test
    void dollarsBecomePicodollarsAndBack() {
        assertThat(Price.picos(new BigDecimal("1.5e-7"))).isEqualTo(150_000);
        assertThat(Price.dollars(150_000)).isEqualTo(new BigDecimal("1.5E-7"));
        assertThat(Price.dollars(2_000_000_000_000L)).isEqualTo(new BigDecimal("2"));
        assertThat(Price.picos(new BigDecimal("0.0000000000005"))).isEqualTo(1);
        assertThat(Price.of(150_000, 600_000).ofTwoTokens()).isEqualTo(new BigDecimal("7.5E-7"));
    }

    @Test
    void whatDoesNotFitSaysSo() {
        assertThatThrownBy(() -> Price.of(Long.MAX_VALUE, 0).cost(new Usage(2, 0, 0, 0)))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Price.of(1L << 62, 1L << 62).cost(new Usage(1, 1, 0, 0)))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Price.picos(new BigDecimal("1e8")))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Price.of(-1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aCostIsTheRoundedSumOfItsPartsAndGrowsWithEachOfThem() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            Price price = price(random);
            Usage usage = usage(random);
            String about = price + " " + usage;
            long cost = price.cost(usage).amount();
            assertThat(cost).as(about).isEqualTo(sum(price, usage)).isNotNegative();
            assertThat(price.cost(more(usage, random)).amount())
                    .as(about)
                    .isGreaterThanOrEqualTo(cost);
            assertThat(dearer(price, random).cost(usage).amount())
                    .as(about)
                    .isGreaterThanOrEqualTo(cost);
        }
    }

    @Test
    void whateverTheNumbersItIsTheSumOrItSaysThatThereIsNotAsMuch() {
        SplittableRandom random = new SplittableRandom(SEED);
        int tooMuch = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Price price = new Price(any(random), any(random), any(random), any(random), 0);
            Usage usage = new Usage(any(random), any(random), any(random), any(random));
            try {
                assertThat(price.cost(usage).amount())
                        .as(price + " " + usage)
                        .isEqualTo(sum(price, usage));
            } catch (ArithmeticException e) {
                tooMuch++;
                assertThat(exact(price, usage).add(BigInteger.valueOf(500)).bitLength())
                        .as(price + " " + usage)
                        .isGreaterThan(63);
            }
        }
        assertThat(tooMuch).isBetween(1, ROUNDS - 1);
    }

    /** What it must be, by other means. */
    private static long sum(Price price, Usage usage) {
        return new BigDecimal(exact(price, usage), 3)
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    private static BigInteger exact(Price price, Usage usage) {
        long cached = Math.min(usage.cached(), usage.prompt());
        long unseen = Math.min(usage.reasoning(), usage.completion());
        return product(price.input(), usage.prompt() - cached)
                .add(product(price.cached(), cached))
                .add(product(price.output(), usage.completion() - unseen))
                .add(product(price.reasoning(), unseen))
                .add(BigInteger.valueOf(price.request()));
    }

    private static BigInteger product(long price, long tokens) {
        return BigInteger.valueOf(price).multiply(BigInteger.valueOf(tokens));
    }

    private static Price price(SplittableRandom random) {
        long most = 1L << random.nextInt(1, 30);
        return new Price(
                random.nextLong(most),
                random.nextLong(most),
                random.nextLong(most),
                random.nextLong(most),
                random.nextLong(most));
    }

    private static Usage usage(SplittableRandom random) {
        long most = 1L << random.nextInt(1, 21);
        return new Usage(
                random.nextLong(most),
                random.nextLong(most),
                random.nextLong(most),
                random.nextLong(most));
    }

    /** Longer by some tokens of the question and of the answer. */
    private static Usage more(Usage usage, SplittableRandom random) {
        return new Usage(
                usage.prompt() + random.nextLong(100),
                usage.completion() + random.nextLong(100),
                usage.cached(),
                usage.reasoning());
    }

    private static Price dearer(Price price, SplittableRandom random) {
        return new Price(
                price.input() + random.nextLong(100),
                price.cached() + random.nextLong(100),
                price.output() + random.nextLong(100),
                price.reasoning() + random.nextLong(100),
                price.request() + random.nextLong(100));
    }

    /** Of any size, the huge ones as often as the small ones. */
    private static long any(SplittableRandom random) {
        return random.nextLong(1L << random.nextInt(1, 63));
    }
}
