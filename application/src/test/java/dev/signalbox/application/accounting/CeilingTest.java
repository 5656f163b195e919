package dev.signalbox.application.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.call.Call;
import dev.signalbox.application.call.body.CallBody;
import dev.signalbox.application.testkit.Bodies;
import dev.signalbox.application.testkit.Models;
import dev.signalbox.application.testkit.RememberedSpend;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.domain.money.Price;
import dev.signalbox.domain.money.PriceBook;
import dev.signalbox.domain.money.Pricing;
import dev.signalbox.domain.money.Tariff;
import dev.signalbox.domain.quota.Cost;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

class CeilingTest {

    /** A thousand nanodollars a token of a question, two thousand of an answer. */
    private static final Price PRICE = Price.of(1_000_000, 2_000_000);

    private static ModelGroup group(Price... prices) {
        List<Deployment> deployments =
                IntStream.range(0, prices.length)
                        .mapToObj(i -> priced(Models.deployment("g" + i), prices[i]))
                        .toList();
        return new ModelGroup(new ModelName("g"), deployments);
    }

    private static Tariff tariff(Price price) {
        return new Tariff(List.of(new Tariff.Version("v", Instant.EPOCH, price)));
    }

    private static Deployment priced(Deployment deployment, Price price) {
        return new Deployment(
                deployment.id(),
                deployment.provider(),
                deployment.model(),
                deployment.address(),
                deployment.terms().draft().pricing(Pricing.of(tariff(price), Instant.EPOCH)).done(),
                deployment.about());
    }

    private static Call call(CallBody body) {
        return Models.call(null, "g").withBody(body);
    }

    private static Cost ceiling(String members, ModelGroup group) {
        CallBody body = Bodies.of("{\"messages\":[]" + members + "}");
        return Ceiling.of(call(body), group, new ModelName("g"), RememberedSpend.NOW);
    }

    /** Of money, in thousands of nanodollars, beside what the question may cost by its bytes. */
    private static long answer(String members) {
        long bytes = ("{\"messages\":[]" + members + "}").length();
        return ceiling(members, group(PRICE)).money().amount() / 1_000 - bytes;
    }

    @Test
    void everyByteIsATokenAndTheAnswerIsAsLongAsItMayBe() {
        String members = ",\"max_tokens\":100";
        int bytes = ("{\"messages\":[]" + members + "}").length();
        Cost cost = ceiling(members, group(PRICE));
        assertThat(cost.money()).isEqualTo(new NanoUsd(bytes * 1_000L + 100 * 2_000L));
        assertThat(cost.requests()).isEqualTo(1);
        assertThat(cost.tokens()).isEqualTo((bytes + 3) / 4 + 100);
    }

    @Test
    void theDearestDeploymentCounts() {
        Price dear = Price.of(5_000_000, 2_000_000);
        assertThat(ceiling("", group(PRICE, dear, PRICE)))
                .isEqualTo(ceiling("", group(dear)))
                .isNotEqualTo(ceiling("", group(PRICE)));
    }

    /** What is asked on the left, how many tokens it may have on the right, of two units each. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                ",\"max_tokens\":10 | 10",
                ",\"max_completion_tokens\":10 | 10",
                ",\"max_tokens\":10,\"max_completion_tokens\":20 | 20",
                ",\"max_completion_tokens\":10,\"max_tokens\":20 | 20",
                ",\"max_tokens\":10,\"n\":3 | 30",
                ",\"max_tokens\":10,\"n\":2,\"best_of\":5 | 50",
                ",\"max_tokens\":10,\"n\":0 | 10",
                ",\"max_tokens\":10,\"n\":-7 | 10",
                ",\"max_tokens\":10,\"n\":100000 | 1280",
                ",\"max_tokens\":2e3 | 2000",
                ",\"max_tokens\":1.5 | 2",
                ",\"max_tokens\":9223372036854775807 | 1000000",
                ",\"max_tokens\":99999999999999999999 | 1000000",
                ",\"max_tokens\":1e999999999 | 1000000",
                ",\"max_tokens\":-5 | 1024",
                ",\"max_tokens\":\"many\" | 1024",
                ",\"max_tokens\":null | 1024",
                ",\"n\":2 | 2048"
            })
    void theAnswersAreAsLongAsTheyMayBe(String members, long tokens) {
        assertThat(answer(members)).isEqualTo(2 * tokens);
    }

    @Test
    void whatAFallbackChangesCounts() {
        CallBody body = Bodies.of("{\"messages\":[],\"max_tokens\":1}");
        CallBody changed = body.with(List.of(new CallBody.Member("max_tokens", "500")));
        long before =
                Ceiling.of(call(body), group(PRICE), new ModelName("g"), RememberedSpend.NOW)
                        .money()
                        .amount();
        long after =
                Ceiling.of(call(changed), group(PRICE), new ModelName("g"), RememberedSpend.NOW)
                        .money()
                        .amount();
        assertThat(after - before).isGreaterThanOrEqualTo(499 * 2_000L);
    }

    @Test
    void whatCannotBeCountedIsMoreThanAnybodyHas() {
        Price absurd = Price.of(Long.MAX_VALUE / 2, 0);
        assertThat(ceiling("", group(absurd)).money()).isEqualTo(Ceiling.ENDLESS);
    }

    @Test
    void behindAPatternTheModelThatIsAskedForCounts() {
        PriceBook book =
                new PriceBook(Map.of("azure/gpt-x", tariff(PRICE), "azure/gpt-y", Tariff.UNKNOWN));
        Deployment plain = Models.deployment("any");
        Deployment any =
                new Deployment(
                        plain.id(),
                        plain.provider(),
                        "*",
                        plain.address(),
                        plain.terms()
                                .draft()
                                .pricing(Pricing.of(Tariff.UNKNOWN, Instant.EPOCH).openTo(book))
                                .done(),
                        plain.about());
        ModelGroup group = new ModelGroup(new ModelName("azure/*"), List.of(any));
        Call call = call(Bodies.of("{}"));

        NanoUsd known =
                Ceiling.of(call, group, new ModelName("azure/gpt-x"), RememberedSpend.NOW).money();

        assertThat(known.amount()).isPositive();
    }

    private static long pictured(String before, String packed) {
        String body = before + packed + "\"}]}";
        long counted = Bodies.of(body).mostTokens(Ceiling.PICTURE);
        return counted - body.length() + packed.length();
    }

    @Test
    void aPictureCountsTheSameHoweverLargeItIs() {
        String before = "{\"messages\":[{\"url\" : \"data:image/png;base64,";
        assertThat(pictured(before, "iVBOR/+=".repeat(100_000))).isEqualTo(Ceiling.PICTURE);
        assertThat(pictured(before, "iVBOR/+=".repeat(1_000))).isEqualTo(Ceiling.PICTURE);
        assertThat(pictured(before, "iVBO")).as("a smaller one by its bytes").isEqualTo(4);
    }

    @Test
    void whatOnlyLooksLikeAPictureCountsByItsBytes() {
        String packed = "word".repeat(10_000);
        for (String before :
                List.of(
                        "{\"messages\":[{\"text\":\"data:image/png;base64,",
                        "{\"messages\":[{\"text\":\"a;base64,",
                        "{\"messages\":[{\"url\":\"see data:image/png;base64,",
                        "{\"messages\":[{\"text\":\"{\\\"url\\\":\\\"data:image/png;base64,")) {
            assertThat(pictured(before, packed)).as(before).isEqualTo(packed.length());
        }
    }
}
