package dev.signalbox.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.directory.Directory;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.catalog.ModelName;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

class ConfigTranslatorTest {

    @TempDir Path folder;

    @Test
    void itemsOfOneNameFormOneGroup() {
        Directory.Models models =
                models(
                        item("a", "x", "https://1")
                                + item("b", "x", "https://2")
                                + item("a", "y", "h"));

        assertThat(models.groups().keySet())
                .containsExactlyInAnyOrder(new ModelName("a"), new ModelName("b"));
        assertThat(deployments(models, "a"))
                .extracting(Deployment::model)
                .containsExactly("x", "y");
        assertThat(models.upstreams()).hasSize(3);
    }

    @Test
    void aDeploymentKeepsItsIdWhateverElseIsAdded() {
        Deployment.Id before = deployments(models(item("a", "x", "h")), "a").getFirst().id();
        Deployment.Id after =
                deployments(models(item("b", "y", "h") + item("a", "x", "h")), "a").getFirst().id();

        assertThat(after).isEqualTo(before);
        assertThat(before.text()).matches("[0-9a-f]{64}");
    }

    @Test
    void twoOfTheSameHaveDifferentIds() {
        List<Deployment> twins =
                deployments(models(item("a", "x", "h") + item("a", "x", "h")), "a");
        assertThat(twins.get(0).id()).isNotEqualTo(twins.get(1).id());
    }

    @Test
    void aModelsOwnNameMayBeWhatAnAliasOrAFallbackMeans() {
        Reader reader = new Reader(folder);
        Directory.Models models =
                reader.models(
                        "model_list:\n"
                                + item("a", "x", "https://1")
                                + "litellm_settings: {model_alias_map: {easy: azure/x}}\n"
                                + "router_settings: {fallbacks: [{a: [azure/x]}]}\n");

        reader.findings.requireNoError();
        assertThat(reader.warnings()).isEmpty();
        assertThat(deployments(models, "a").getFirst().about().model()).isEqualTo("azure/x");
    }

    @Test
    void whatAProviderSaysIsHandedOnWithItsPlace() {
        Reader reader = new Reader(folder);
        reader.models("model_list:\n" + item("a", "x", "http://plain"));
        assertThat(reader.warnings())
                .containsExactly(
                        "config.yaml:2: model_list[0].litellm_params: this address is not"
                                + " encrypted");
    }

    @Test
    void aDeploymentOfAPatternAsksWhatTheStarStandsFor() {
        Reader reader = new Reader(folder);
        Directory.Models models =
                reader.models("model_list:\n" + item("'azure/*'", "*", "https://h"));

        ModelGroup group = models.groups().get(new ModelName("azure/*"));
        assertThat(
                        group.asked(group.deployments().getFirst(), new ModelName("azure/gpt-4"))
                                .model())
                .isEqualTo("gpt-4");
        assertThat(models.upstreams().values())
                .first()
                .isInstanceOf(dev.signalbox.application.relay.WildcardUpstream.class);
    }

    private Directory.Models models(String items) {
        return new Reader(folder).models("model_list:\n" + items);
    }

    private static List<Deployment> deployments(Directory.Models models, String group) {
        return models.groups().get(new ModelName(group)).deployments();
    }

    private static String item(String group, String model, String base) {
        return "  - {model_name: %s, litellm_params: {model: 'azure/%s', api_base: '%s'}}\n"
                .formatted(group, model, base);
    }
}
