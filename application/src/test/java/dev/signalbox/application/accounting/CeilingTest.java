package dev.signalbox.application.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.call.Call;
import dev.signalbox.application.call.Wishes;
import dev.signalbox.application.testkit.Bodies;
import dev.signalbox.application.testkit.Models;
import dev.signalbox.application.testkit.RememberedSpend;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.Endpoint;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.domain.money.Price;
import dev.signalbox.domain.money.Pricing;
import dev.signalbox.domain.money.Tariff;
import dev.signalbox.domain.quota.Cost;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

class CeilingTest {

    /** A thousand nanodollars a token of a question, two thousand of an answer. */
    private static final Price PRICE = Price.of(1_000_000, 2_000_000);

    private static final String BODY = "{\"messages\":[]}";

    private static ModelGroup group(Price... prices) {
        List<Deployment> deployments =
                IntStream.range(0, prices.length)
                        .mapToObj(i -> priced(Models.deployment("g" + i), prices[i]))
                        .toList();
        return new ModelGroup(new ModelName("g"), deployments);
    }

    private static Deployment priced(Deployment deployment, Price price) {
        Tariff tariff = new Tariff(List.of(new Tariff.Version("v", Instant.EPOCH, price)));
        return new Deployment(
                deployment.id(),
                deployment.provider(),
                deployment.model(),
                deployment.address(),
                deployment.terms().draft().pricing(Pricing.of(tariff, Instant.EPOCH)).done(),
                deployment.about());
    }

    private static Cost ceiling(String body, @Nullable Long mostTokens, ModelGroup group) {
        Wishes wishes = new Wishes(null, false, null, null, null, Set.of(), null, null, mostTokens);
        Call call =
                new Call(
                        "c",
                        Endpoint.CHAT_COMPLETIONS,
                        null,
                        new ModelName("g"),
                        false,
                        Bodies.of(body),
                        wishes);
        return Ceiling.of(call, group, RememberedSpend.NOW);
    }

    @Test
    void everyByteIsATokenAndTheAnswerIsAsLongAsItMayBe() {
        Cost cost = ceiling(BODY, 100L, group(PRICE));
        assertThat(cost.money()).isEqualTo(new NanoUsd(BODY.length() * 1_000L + 100 * 2_000L));
        assertThat(cost.requests()).isEqualTo(1);
        assertThat(cost.tokens()).isEqualTo((BODY.length() + 3) / 4 + 100);
    }

    @Test
    void theDearestDeploymentCounts() {
        Price dear = Price.of(5_000_000, 0);
        assertThat(ceiling(BODY, 0L, group(PRICE, dear, PRICE)).money())
                .isEqualTo(new NanoUsd(BODY.length() * 5_000L));
    }

    @Test
    void aPictureCountsTheSameHoweverLargeItIs() {
        String before = "{\"messages\":[{\"url\":\"data:image/png;base64,";
        String behind = "\"}]}";
        Cost large = ceiling(before + "iVBOR/+=".repeat(100_000) + behind, 0L, group(PRICE));
        Cost small = ceiling(before + "iVBOR/+=".repeat(1_000) + behind, 0L, group(PRICE));
        long text = before.length() + behind.length();
        assertThat(large.money()).isEqualTo(new NanoUsd((text + Ceiling.PICTURE) * 1_000));
        assertThat(small.money()).isEqualTo(large.money());
        assertThat(ceiling(before + "iVBO" + behind, 0L, group(PRICE)).money())
                .as("one that is smaller counts by its bytes")
                .isEqualTo(new NanoUsd((text + 4) * 1_000));
    }

    @Test
    void anAnswerThatNobodyBoundsIsGuessed() {
        Cost cost = ceiling(BODY, null, group(PRICE));
        assertThat(cost.money())
                .isEqualTo(new NanoUsd(BODY.length() * 1_000L + Ceiling.UNSAID * 2_000L));
        assertThat(cost.tokens()).isEqualTo((BODY.length() + 3) / 4 + Ceiling.UNSAID_OF_LIMITS);
    }
}
