package dev.signalbox.bootstrap.stored;

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
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.catalog.ModelName;

import java.util.List;
import java.util.Set;

/**
 * A stored model as an item of {@code model_list}. Never printed with its content: there are
 * secrets in it.
 */
record Item(Deployment.Id id, ModelName group, Mapping params, Mapping info) {

    private static final String REFERENCE = "os.environ/";
    private static final String PARAMS = "litellm_params";
    private static final String INFO = "model_info";

    /** What lets into this gateway is not sent to where a model says. */
    private static final Set<String> OUR_SECRETS =
            Set.of(
                    "LITELLM_MASTER_KEY",
                    "DATABASE_URL",
                    "LITELLM_SALT_KEY",
                    "LITELLM_SALT_KEY_OLD");

    private static final String OURS = "SIGNALBOX_";

    /** {@code litellm_params}, as JSON. */
    static Mapping params(String json) {
        return ConfigYaml.json(json, PARAMS);
    }

    /** {@code model_info}, as JSON. */
    static Mapping info(FreeJson json) {
        return ConfigYaml.json(json.text(), INFO);
    }

    /** What its seal is good for. */
    String purpose() {
        return purpose(id);
    }

    /** The same for whoever has that id. */
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

    /** Reports every reference to a variable that holds a secret of ours. */
    void refuseOurOwnSecrets(Findings findings) {
        refuse(params, findings);
    }

    private static void refuse(ConfigNode node, Findings findings) {
        switch (node) {
            case Mapping mapping ->
                    mapping.members().forEach(member -> refuse(member.value(), findings));
            case Sequence sequence -> sequence.items().forEach(item -> refuse(item, findings));
            case Scalar scalar -> {
                if (scalar.text().startsWith(REFERENCE)) {
                    String name = scalar.text().substring(REFERENCE.length()).strip();
                    if (OUR_SECRETS.contains(name) || name.startsWith(OURS)) {
                        findings.error(
                                scalar.place(),
                                "the variable "
                                        + Place.shown(name)
                                        + " is this gateway's own; a stored model cannot use it.");
                    }
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
