package dev.signalbox.bootstrap.stored;

import dev.signalbox.application.driven.ModelWorkshop;
import dev.signalbox.bootstrap.config.ConfigReader;
import dev.signalbox.bootstrap.config.ConfigTranslator;
import dev.signalbox.bootstrap.config.Environment;
import dev.signalbox.bootstrap.config.GatewayConfig.Model;
import dev.signalbox.bootstrap.config.Providers;
import dev.signalbox.bootstrap.config.yaml.BadConfiguration;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Mapping;
import dev.signalbox.bootstrap.config.yaml.Discretion;
import dev.signalbox.bootstrap.config.yaml.Findings;
import dev.signalbox.bootstrap.config.yaml.JsonText;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.stored.Sealed;
import dev.signalbox.domain.stored.StoredModel;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Reads stored models with the eyes of the configuration: one item of {@code model_list} means the
 * same wherever it stands. Safe for many threads.
 */
public final class ConfigWorkshop implements ModelWorkshop {

    private static final Discretion DISCRETION = new Discretion(scalar -> scalar);

    private final Providers providers;
    private final Environment environment;
    private final Vault vault;

    /**
     * @param environment that references in stored models mean
     * @param secrets the first seals, each of them opens; never printed
     */
    public ConfigWorkshop(Providers providers, Environment environment, List<String> secrets) {
        this.providers = providers;
        this.environment = environment;
        this.vault = Vault.of(secrets);
    }

    @Override
    public Drawing draw(Sketch sketch, @Nullable StoredModel before) {
        try {
            return drawn(sketch, before);
        } catch (BadConfiguration e) {
            return new Unfit(e.errors());
        }
    }

    private Drawing drawn(Sketch sketch, @Nullable StoredModel before) {
        Mapping params = Item.params(sketch.params().text());
        Mapping info = Item.info(sketch.info());
        if (before != null) {
            String known = vault.open(before.params(), purpose(before));
            if (known == null) {
                return closed(before);
            }
            params = Item.params(known).with(params);
            info = Item.info(before.info()).with(info);
        }
        Item item = new Item(sketch.id(), sketch.group(), params, info);
        Findings findings = new Findings();
        item.refuseOurOwnSecrets(findings);
        Opening.Ready ready = ready(item, findings, false);
        findings.requireNoError();
        if (ready == null) {
            throw new IllegalStateException("an error was not told");
        }
        return new Drawing.Fit(
                vault.seal(JsonText.of(params), item.purpose()),
                new FreeJson(JsonText.of(DISCRETION.shown(params))),
                new FreeJson(JsonText.of(info)),
                findings.warnings());
    }

    @Override
    public Opening open(StoredModel stored) {
        String params = vault.open(stored.params(), purpose(stored));
        if (params == null) {
            return closed(stored);
        }
        try {
            Item item =
                    new Item(
                            stored.id(),
                            stored.group(),
                            Item.params(params),
                            Item.info(stored.info()));
            Findings findings = new Findings();
            Opening.Ready ready = ready(item, findings, true);
            findings.requireNoError();
            return ready == null ? new Unfit(List.of("it cannot be read.")) : ready;
        } catch (BadConfiguration e) {
            return new Unfit(e.errors());
        }
    }

    @Override
    public @Nullable Sealed sealedAnew(StoredModel stored) {
        if (vault.isFresh(stored.params())) {
            return null;
        }
        String params = vault.open(stored.params(), purpose(stored));
        return params == null ? null : vault.seal(params, purpose(stored));
    }

    private Opening.@Nullable Ready ready(
            Item item, Findings findings, boolean unknownKeysAllowed) {
        Model model =
                new ConfigReader(providers, findings, environment, unknownKeysAllowed)
                        .storedModel(item.mapping());
        return model == null ? null : ConfigTranslator.ready(model, findings);
    }

    private static Unfit closed(StoredModel stored) {
        return new Unfit(
                List.of(
                        "litellm_params: they were sealed with the key "
                                + Vault.nameOfKey(stored.params())
                                + ", which is not here. Start with it in LITELLM_SALT_KEY or"
                                + " LITELLM_SALT_KEY_OLD, or delete the model and store it anew."));
    }

    private static String purpose(StoredModel stored) {
        return Item.purpose(stored.id());
    }
}
