package dev.signalbox.bootstrap.stored;

import dev.signalbox.application.driven.ModelWorkshop.Sketch;
import dev.signalbox.bootstrap.config.reading.Environment;
import dev.signalbox.bootstrap.config.yaml.ConfigNode;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Kind;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Mapping;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Member;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Scalar;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Sequence;
import dev.signalbox.bootstrap.config.yaml.ConfigYaml;
import dev.signalbox.bootstrap.config.yaml.Findings;
import dev.signalbox.bootstrap.config.yaml.Place;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.stored.StoredModel;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A stored model as an item of {@code model_list}. Never printed with its content: there are
 * secrets in it.
 */
record Item(Deployment.Id id, ModelName group, Mapping params, Mapping info) {

    private static final String PARAMS = "litellm_params";
    private static final String INFO = "model_info";
    private static final String TOKEN = "azure_ad_token";
    private static final Set<String> MACHINES =
            Set.of("azure_managed_identity", "azure_federated_token_file", "api_key_file");

    /** What somebody says. */
    static Item of(Sketch sketch) {
        return new Item(
                sketch.id(),
                sketch.group(),
                ConfigYaml.json(sketch.params().text(), PARAMS),
                ConfigYaml.json(sketch.info().text(), INFO));
    }

    /**
     * What is stored.
     *
     * @param params unsealed
     */
    static Item of(StoredModel stored, String params) {
        return new Item(
                stored.id(),
                stored.group(),
                ConfigYaml.json(params, PARAMS),
                ConfigYaml.json(stored.info().text(), INFO));
    }

    /** This, written over what was; says what is taken out. */
    Item over(Item former, Findings findings) {
        Mapping merged = former.params.with(params);
        for (Member member : former.params.members()) {
            if (merged.member(member.key()) == null) {
                findings.warn(member.place(), "this is taken out.");
            }
        }
        return new Item(id, group, merged, former.info.with(info));
    }

    /** What a seal of this model is good for. */
    static String purpose(Deployment.Id id) {
        return "model." + id.text();
    }

    /** The whole item. */
    Mapping mapping() {
        return new Mapping(
                Place.field(""),
                List.of(
                        text("model_name", group.text()),
                        new Member(params.place(), PARAMS, params),
                        new Member(info.place(), INFO, withId())));
    }

    /**
     * Reports every reference to a variable that nobody but this gateway may read.
     *
     * @param ours whether a variable is such a one, by its name
     */
    void refuse(Predicate<String> ours, Findings findings) {
        refuse(params, ours, findings);
        refuse(info, ours, findings);
    }

    /**
     * Reports what would show who the machine is, or what stands in its files, wherever a model
     * says: that is only for the operator to allow.
     *
     * @param environment what references mean
     */
    void refuseIdentities(Environment environment, Findings findings) {
        for (Member member : params.members()) {
            boolean exchanged =
                    member.key().equals(TOKEN)
                            && member.value() instanceof Scalar scalar
                            && said(scalar, environment).strip().startsWith("oidc/");
            if (exchanged || MACHINES.contains(member.key())) {
                findings.error(
                        member.place(),
                        "identities and files of the machine are the operator's; a stored model"
                                + " cannot use them. Write tenant_id, client_id and client_secret,"
                                + " or let the model stand in the file.");
            }
        }
    }

    private static String said(Scalar scalar, Environment environment) {
        String name = Environment.variable(scalar);
        String value = name == null ? scalar.text() : environment.get(name);
        return value == null ? "" : value;
    }

    private static void refuse(ConfigNode node, Predicate<String> ours, Findings findings) {
        switch (node) {
            case Mapping mapping ->
                    mapping.members().forEach(member -> refuse(member.value(), ours, findings));
            case Sequence sequence ->
                    sequence.items().forEach(item -> refuse(item, ours, findings));
            case Scalar scalar -> {
                String name = Environment.variable(scalar);
                if (name != null && ours.test(name)) {
                    findings.error(
                            scalar.place(),
                            "the variable "
                                    + Place.shown(name)
                                    + " holds a secret of this gateway; a stored model cannot use"
                                    + " it.");
                }
            }
        }
    }

    private Mapping withId() {
        return info.with(new Mapping(info.place(), List.of(text("id", id.text()))));
    }

    private static Member text(String key, String text) {
        Place place = Place.field(key);
        return new Member(place, key, new Scalar(place, Kind.TEXT, text));
    }
}
