package dev.signalbox.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bootstrap.config.prices.PriceFile;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.money.Price;
import dev.signalbox.domain.money.Tariff;
import dev.signalbox.domain.money.Tariff.Version;
import dev.signalbox.domain.money.Unpriced;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** What a file says about prices, and what is known where it says nothing. */
class PricesTest {

    private static final Instant LATER = Instant.parse("2026-11-01T00:00:00Z");

    @TempDir Path folder;
    private Reader reader;

    @BeforeEach
    void makeReader() {
        reader = new Reader(folder);
    }

    private static String item(String params, String info) {
        return "model_list:\n"
                + "  - model_name: m\n"
                + "    litellm_params: {model: azure/d, api_base: \"https://h\""
                + params
                + "}\n"
                + "    model_info: {id: one"
                + info
                + "}\n";
    }

    private Deployment deployment(String text) {
        ModelGroup group = reader.models(text).groups().values().iterator().next();
        reader.findings.requireNoError();
        return group.deployments().getFirst();
    }

    private List<Version> versions(String text) {
        return deployment(text).terms().tariff().versions();
    }

    private Price price(String params, String info) {
        return versions(item(params, info)).getFirst().price();
    }

    private static String name(Tariff tariff) {
        Version version = tariff.at(LATER);
        return version == null ? "unknown" : version.id().replaceAll("#[0-9a-f]{8}$", "");
    }

    @Test
    void everyPriceIsReadInPicodollars() {
        assertThat(
                        price(
                                ", input_cost_per_token: 2e-6, output_cost_per_token: 0.000008,"
                                        + " cache_read_input_token_cost: 5e-07",
                                ", output_cost_per_reasoning_token: 9e-6,"
                                        + " input_cost_per_request: 0.001"))
                .isEqualTo(new Price(2_000_000, 500_000, 8_000_000, 9_000_000, 1_000_000_000));
    }

    @Test
    void whatIsNotSaidIsNothingButCachedAndReasoningTokensAreTokens() {
        assertThat(price(", input_cost_per_token: 2e-6", ""))
                .isEqualTo(new Price(2_000_000, 2_000_000, 0, 0, 0));
        assertThat(price("", ", output_cost_per_token: 8e-6"))
                .isEqualTo(new Price(0, 0, 8_000_000, 8_000_000, 0));
    }

    @Test
    void asInLiteLlmTheParamsWinOverTheInfoKeyByKey() {
        assertThat(
                        price(
                                ", input_cost_per_token: 1e-6",
                                ", input_cost_per_token: 5e-6, output_cost_per_token: 7e-6"))
                .isEqualTo(Price.of(1_000_000, 7_000_000));
    }

    @Test
    void thePriceThatIsComparedComesFromTheTariff() {
        Deployment.Terms terms =
                deployment(
                                item(
                                        ", input_cost_per_token: 1e-6, output_cost_per_token: 2e-6",
                                        ", prices: [{valid_from: 2999-01-01,"
                                                + " input_cost_per_token: 9e-6}]"))
                        .terms();
        assertThat(terms.price()).isEqualByComparingTo(new BigDecimal("0.000003"));
        assertThat(deployment(item("", "")).terms().price()).isNull();
    }

    @Test
    void nothingIsAPriceAndNoPriceIsNone() {
        Deployment.Terms free = deployment(item(", input_cost_per_token: 0", "")).terms();
        assertThat(free.pricing().isKnown()).isTrue();
        assertThat(free.price()).isEqualByComparingTo(BigDecimal.ZERO);
        assertThat(deployment(item("", "")).terms().pricing().isKnown()).isFalse();
    }

    @Test
    void pricesWithDatesFollowOneAnother() {
        String info =
                ", prices: [{valid_from: 2026-07-01, input_cost_per_token: 2e-6},"
                        + " {valid_from: \"2026-09-01T00:00:00+02:00\","
                        + " input_cost_per_token: 3e-6}]";
        Tariff tariff = deployment(item(", input_cost_per_token: 1e-6", info)).terms().tariff();
        assertThat(tariff.versions().stream().map(it -> it.price().input()))
                .containsExactly(1_000_000L, 2_000_000L, 3_000_000L);
        assertThat(tariff.versions().stream().map(it -> it.validFrom().toString()))
                .containsExactly(
                        "1970-01-01T00:00:00Z", "2026-07-01T00:00:00Z", "2026-08-31T22:00:00Z");
        assertThat(tariff.versions().stream().map(it -> it.id().replaceAll("#.{8}$", "")))
                .containsExactly(
                        "config:one", "config:one@2026-07-01", "config:one@2026-08-31T22:00:00Z");
    }

    @Test
    void aVersionIsCalledTheSameAsLongAsItsNumbersAreTheSame() {
        String id = versions(item(", input_cost_per_token: 1e-6", "")).getFirst().id();
        assertThat(versions(item("", ", input_cost_per_token: 0.000001")).getFirst().id())
                .isEqualTo(id)
                .isEqualTo("config:one#251b9a17");
        assertThat(versions(item(", input_cost_per_token: 2e-6", "")).getFirst().id())
                .isNotEqualTo(id);
    }

    @Test
    void aPricesMistakesAreNamedWithTheirLines() {
        String list =
                item("", "")
                        .replace(
                                "{id: one}",
                                """

                                      id: one
                                      prices:
                                        - input_cost_per_token: 1e-6
                                        - valid_from: 1. July
                                          input_cost_per_token: 1e-6
                                        - {valid_from: 2026-07-01}
                                        - {valid_from: 2026-07-01, input_cost_per_tokn: 1}
                                        - {valid_from: 2026-07-01, input_cost_per_token: 1e-6}
                                        - {valid_from: 2026-07-01, input_cost_per_token: 1e-6}
                                        - {valid_from: 2026-08-01, input_cost_per_token: 1.5}
                                        - tomorrow
                                """);
        String where = "model_list[0].model_info.prices";
        assertThat(reader.errors(list))
                .containsExactly(
                        "config.yaml:7: "
                                + where
                                + "[0]: valid_from is missing; it is the day from which this price"
                                + " holds",
                        "config.yaml:8: "
                                + where
                                + "[1].valid_from: this must be a day (2026-07-01, from 00:00 UTC)"
                                + " or a moment with its offset (2026-07-01T00:00:00+02:00)",
                        "config.yaml:10: "
                                + where
                                + "[2]: input_cost_per_token or output_cost_per_token is missing",
                        "config.yaml:11: "
                                + where
                                + "[3].input_cost_per_tokn: nobody knows this key; did you mean"
                                + " input_cost_per_token? Correct or remove it, or start with"
                                + " --allow-unknown-config-keys.",
                        "config.yaml:13: "
                                + where
                                + "[5].valid_from: another price holds from the same moment; remove"
                                + " one of them",
                        "config.yaml:14: "
                                + where
                                + "[6].input_cost_per_token: this must be at most 1 USD: it"
                                + " is the price of one token, and not of a million",
                        "config.yaml:15: "
                                + where
                                + "[7]: this must be a price (`valid_from: …`), not a text");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "input_cost_per_token: -1",
                "output_cost_per_token: much",
                "cache_read_input_token_cost: 2",
                "output_cost_per_reasoning_token: [1]",
                "input_cost_per_request: 1001",
                "prices: 5"
            })
    void aPriceThatCannotBeIsNamedWithItsLine(String price) {
        String key = price.substring(0, price.indexOf(':'));
        assertThat(reader.errors(item("", ", " + price)))
                .first()
                .asString()
                .startsWith("config.yaml:4: model_list[0].model_info." + key + ": this must be ");
    }

    @Test
    void whatWouldHaveNoEffectIsWarnedOf() {
        deployment(item("", ", cache_read_input_token_cost: 1e-6, input_cost_per_second: 1"));
        assertThat(reader.warnings())
                .satisfiesExactlyInAnyOrder(
                        warning ->
                                assertThat(warning)
                                        .startsWith("config.yaml:4: ")
                                        .contains("it has no effect without input_cost_per_token"),
                        warning ->
                                assertThat(warning)
                                        .contains("model_info.input_cost_per_second: is LiteLLM's")
                                        .contains("Calls are priced by"));
    }

    @ParameterizedTest
    @CsvSource({
        "azure/gpt-4o-mini, , table:azure/gpt-4o-mini@2024-10-01",
        "azure/my-own, , unknown",
        "azure/my-own, gpt-4o, table:azure/gpt-4o@2024-10-02",
        "azure/my-own, azure/eu/gpt-4o-2024-08-06, table:azure/eu/gpt-4o-2024-08-06@2024-10-01",
        "azure/my-own, openai/gpt-3.5-turbo-instruct, table:gpt-3.5-turbo-instruct@2023-09-18",
        "azure/gpt-4o, nobody-knows, table:azure/gpt-4o@2024-10-02",
        "azure/gpt-4o, o3, table:azure/o3@2025-06-10",
        "gpt-4o, , table:gpt-4o@2024-10-02",
        "openai/o3, , table:o3@2025-06-10"
    })
    void theTableIsAskedAboutTheModelBehindFirstAndThenAboutTheName(
            String model, String base, String price) {
        String text =
                item("", base == null ? "" : ", base_model: " + base).replace("azure/d", model);
        assertThat(name(deployment(text).terms().tariff())).isEqualTo(price);
    }

    @Test
    void aDeploymentsOwnPriceIsAskedForBeforeTheTable() {
        String text = item(", base_model: azure/gpt-4o", ", input_cost_per_token: 0");
        assertThat(name(deployment(text).terms().tariff())).isEqualTo("config:one");
    }

    @Test
    void anOpenNameIsLookedUpWhenItIsKnown() {
        Deployment open =
                deployment(
                        item("", "").replace("azure/d", "azure/*").replace(": m\n", ": \"*\"\n"));
        assertThat(open.terms().tariff()).isEqualTo(Tariff.UNKNOWN);
        assertThat(open.terms().pricing().isKnown()).isTrue();
        assertThat(name(open.withModel("gpt-4o").terms().tariff()))
                .isEqualTo("table:azure/gpt-4o@2024-10-02");
        assertThat(open.withModel("my-own").terms().tariff()).isEqualTo(Tariff.UNKNOWN);
    }

    @Test
    void anOpenNameWithAPriceOfItsOwnHasItForAllModels() {
        Deployment open =
                deployment(
                        item(", input_cost_per_token: 1e-6", "")
                                .replace("azure/d", "azure/*")
                                .replace(": m\n", ": \"*\"\n"));
        assertThat(name(open.withModel("gpt-4o").terms().tariff())).isEqualTo("config:one");
    }

    @Test
    void theTableCanBeReplacedWhole() {
        reader.writeBeside(
                "ours.yaml",
                """
                gpt-4o:
                  - {valid_from: 2026-01-01, input_cost_per_token: 1e-6, source: our contract}
                """);
        String settings = "general_settings: {price_file: ours.yaml}\n";
        assertThat(name(deployment(settings + item("", ", base_model: gpt-4o")).terms().tariff()))
                .isEqualTo("file:gpt-4o@2026-01-01");
        assertThat(versions(settings + item("", ", base_model: o3"))).isEmpty();
    }

    @Test
    void mistakesInTheTableAreNamedWithItsLines() {
        reader.writeBeside("ours.yaml", "gpt-4o:\n  - {valid_from: 2026-01-01}\no3: 5\n");
        assertThat(reader.errors("general_settings: {price_file: ours.yaml}\n"))
                .containsExactly(
                        "ours.yaml:2: gpt-4o[0]: input_cost_per_token or output_cost_per_token is"
                                + " missing",
                        "ours.yaml:3: o3: this must be a list (`- valid_from: …`), not a whole"
                                + " number");
    }

    @Test
    void aTableThatIsNotThereStopsTheStart() {
        assertThat(reader.errors("general_settings: {price_file: ours.yaml}\n"))
                .containsExactly(
                        "config.yaml:1: general_settings.price_file: ours.yaml: there is no such"
                                + " file");
    }

    @Test
    void ourOwnTableIsWithoutMistakes() {
        assertThat(PriceFile.builtIn().tariffs())
                .hasSizeGreaterThan(150)
                .containsKeys("gpt-4o", "azure/gpt-4o-mini", "azure/eu/gpt-4o-2024-08-06", "o3")
                .containsKeys("text-embedding-3-small", "azure/text-embedding-3-large")
                .allSatisfy(
                        (model, tariff) ->
                                assertThat(tariff.versions())
                                        .as(model)
                                        .isNotEmpty()
                                        .allSatisfy(
                                                version ->
                                                        assertThat(version.price().cached())
                                                                .isLessThanOrEqualTo(
                                                                        version.price().input())));
    }

    @Test
    void whoeverHasNoPriceIsServedUnlessTheFileSaysNo() {
        assertThat(reader.read("").unpriced()).isEqualTo(Unpriced.ALLOW);
        assertThat(reader.read("general_settings: {unpriced_models: refuse}").unpriced())
                .isEqualTo(Unpriced.REFUSE);
        assertThat(reader.errors("general_settings: {unpriced_models: maybe}"))
                .singleElement()
                .asString()
                .startsWith("config.yaml:1: general_settings.unpriced_models: this must be ");
    }
}
