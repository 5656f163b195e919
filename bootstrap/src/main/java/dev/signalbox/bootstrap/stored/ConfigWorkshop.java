package dev.signalbox.bootstrap.stored;

import dev.signalbox.application.driven.ModelWorkshop;
import dev.signalbox.bootstrap.config.ConfigReader;
import dev.signalbox.bootstrap.config.ConfigTranslator;
import dev.signalbox.bootstrap.config.GatewayConfig.Model;
import dev.signalbox.bootstrap.config.GatewayConfig.Storing;
import dev.signalbox.bootstrap.config.GatewayConfig.Usual;
import dev.signalbox.bootstrap.config.Providers;
import dev.signalbox.bootstrap.config.reading.Environment;
import dev.signalbox.bootstrap.config.yaml.BadConfiguration;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Mapping;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Member;
import dev.signalbox.bootstrap.config.yaml.Discretion;
import dev.signalbox.bootstrap.config.yaml.Findings;
import dev.signalbox.bootstrap.config.yaml.JsonText;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.stored.Sealed;
import dev.signalbox.domain.stored.StoredModel;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
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
    private final OwnSecrets own;
    private final Usual usual;

    /**
     * @param storing whose variables are meant by references, and whose secrets seal
     * @param databaseUrl that no model may use; empty if there is none
     */
    public ConfigWorkshop(Providers providers, Storing storing, String databaseUrl) {
        this.providers = providers;
        this.environment = storing.variables();
        this.usual = storing.usual();
        this.vault = Vault.of(storing.secrets());
        List<String> secrets = new ArrayList<>(storing.secrets());
        secrets.add(databaseUrl);
        secrets.removeIf(String::isEmpty);
        this.own = new OwnSecrets(environment, secrets);
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
        Findings findings = new Findings();
        Item item = Item.of(sketch);
        if (before != null) {
            Item former = opened(before);
            if (former == null) {
                return closed(before);
            }
            item = item.over(former, findings);
        }
        Opening.Ready ready = ready(item, findings, false);
        findings.requireNoError();
        if (ready == null) {
            throw new IllegalStateException("an error was not told");
        }
        return sealed(item, findings);
    }

    private Drawing sealed(Item item, Findings findings) {
        Mapping info = DISCRETION.shown(item.info());
        for (Member member : item.info().members()) {
            if (info.member(member.key()) == null) {
                findings.warn(
                        member.place(),
                        "this looks like a secret and is not kept: whoever may call the model sees"
                                + " model_info. litellm_params is the place for secrets.");
            }
        }
        return new Drawing.Fit(
                vault.seal(JsonText.of(item.params()), Item.purpose(item.id())),
                new FreeJson(JsonText.of(DISCRETION.shown(item.params()))),
                new FreeJson(JsonText.of(info)),
                findings.warnings());
    }

    @Override
    public Opening open(StoredModel stored) {
        try {
            Item item = opened(stored);
            if (item == null) {
                return closed(stored);
            }
            Findings findings = new Findings();
            Opening.Ready ready = ready(item, findings, true);
            findings.requireNoError();
            return ready == null ? new Unfit(List.of("it cannot be read.")) : ready;
        } catch (BadConfiguration e) {
            return new Unfit(e.errors());
        }
    }

    /** Null if nobody here has the key. */
    private @Nullable Item opened(StoredModel stored) {
        String params = vault.open(stored.params(), purpose(stored));
        return params == null ? null : Item.of(stored, params);
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
        item.refuse(own::isIn, findings);
        item.refuseIdentities(environment, findings);
        if (findings.errorCount() > 0) {
            return null;
        }
        Model model =
                new ConfigReader(providers, findings, environment, unknownKeysAllowed)
                        .storedModel(item.mapping(), usual);
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
