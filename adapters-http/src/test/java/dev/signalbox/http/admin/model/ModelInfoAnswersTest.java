package dev.signalbox.http.admin.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.money.Price;
import dev.signalbox.domain.money.Pricing;
import dev.signalbox.domain.money.Tariff;
import dev.signalbox.http.admin.form.AdminJson;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** What models are said to cost. */
class ModelInfoAnswersTest {

    private static final Instant SUMMER = Instant.parse("2026-07-01T00:00:00Z");
    private static final Tariff TARIFF =
            new Tariff(
                    List.of(
                            new Tariff.Version(
                                    "first",
                                    Instant.EPOCH,
                                    new Price(2_500_000, 1_250_000, 10_000_000, 11_000_000, 7)),
                            new Tariff.Version("second", SUMMER, Price.of(1_000_000, 20_000_000))));
    private static final Tariff OTHER =
            new Tariff(
                    List.of(
                            new Tariff.Version(
                                    "other", Instant.EPOCH, Price.of(3_000_000, 4_000_000))));

    private static ModelGroup group(Tariff... tariffs) {
        List<Deployment> deployments =
                List.of(tariffs).stream()
                        .map(
                                tariff ->
                                        new Deployment(
                                                new Deployment.Id("one"),
                                                new Deployment.Provider("azure"),
                                                "m",
                                                "http://h",
                                                Deployment.Terms.NONE
                                                        .draft()
                                                        .pricing(Pricing.of(tariff, SUMMER))
                                                        .done(),
                                                new Deployment.About(
                                                        FreeJson.EMPTY,
                                                        new FreeJson(
                                                                "{\"input_cost_per_token\":9}"),
                                                        Set.of(),
                                                        false,
                                                        null)))
                        .toList();
        return new ModelGroup(new ModelName("g"), deployments);
    }

    private static ModelInfoAnswers at(Instant moment) {
        return new ModelInfoAnswers(new AdminJson(1000), InstantSource.fixed(moment));
    }

    private static JsonNode info(Instant moment, Tariff tariff) {
        return at(moment).deployments(List.of(group(tariff)), null).at("/data/0/model_info");
    }

    @Test
    void aDeploymentShowsThePriceThatHoldsNow() {
        JsonNode before = info(SUMMER.minusSeconds(1), TARIFF);
        assertThat(before.get("price_version").asText()).isEqualTo("first");
        assertThat(before.get("input_cost_per_token").asDouble()).isEqualTo(2.5e-6);
        assertThat(before.get("cache_read_input_token_cost").asDouble()).isEqualTo(1.25e-6);
        assertThat(before.get("output_cost_per_token").asDouble()).isEqualTo(1e-5);
        assertThat(before.get("output_cost_per_reasoning_token").asDouble()).isEqualTo(1.1e-5);
        assertThat(before.get("input_cost_per_request").asDouble()).isEqualTo(7e-12);
        assertThat(info(SUMMER, TARIFF).get("price_version").asText()).isEqualTo("second");
    }

    @Test
    void whatNobodyKnowsIsSaidToBeUnknown() {
        JsonNode info = info(SUMMER, Tariff.UNKNOWN);
        assertThat(info.get("price_version").isNull()).isTrue();
        assertThat(info.has("output_cost_per_token")).isFalse();
    }

    @Test
    void aGroupShowsTheHighestPricesAmongItsDeployments() {
        JsonNode row =
                at(SUMMER)
                        .groups(List.of(group(TARIFF, Tariff.UNKNOWN, OTHER)), null)
                        .at("/data/0");
        assertThat(row.get("input_cost_per_token").asDouble()).isEqualTo(3e-6);
        assertThat(row.get("output_cost_per_token").asDouble()).isEqualTo(2e-5);
        JsonNode unknown = at(SUMMER).groups(List.of(group(Tariff.UNKNOWN)), null).at("/data/0");
        assertThat(unknown.get("input_cost_per_token").isNull()).isTrue();
    }
}
