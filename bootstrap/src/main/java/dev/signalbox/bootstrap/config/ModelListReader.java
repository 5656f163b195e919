package dev.signalbox.bootstrap.config;

import dev.signalbox.bootstrap.config.GatewayConfig.Model;
import dev.signalbox.bootstrap.config.GatewayConfig.Usual;
import dev.signalbox.bootstrap.config.prices.PriceReader;
import dev.signalbox.bootstrap.config.reading.KnownKeys;
import dev.signalbox.bootstrap.config.reading.Reading;
import dev.signalbox.bootstrap.config.reading.Section;
import dev.signalbox.bootstrap.config.routing.TermsReader;
import dev.signalbox.bootstrap.config.yaml.ConfigNode;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Mapping;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Member;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Scalar;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Sequence;
import dev.signalbox.bootstrap.config.yaml.Discretion;
import dev.signalbox.bootstrap.config.yaml.Findings;
import dev.signalbox.bootstrap.config.yaml.JsonText;
import dev.signalbox.bootstrap.config.yaml.Place;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.catalog.NamePattern;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads {@code model_list}. */
final class ModelListReader {

    private static final String NAME = "model_name";
    private static final String PARAMS = "litellm_params";
    private static final String MODEL = "model";
    private static final String PROVIDER = "custom_llm_provider";
    private static final String ENVIRONMENTS = "supported_environments";
    private static final ModelName UNNAMED = new ModelName("unnamed");
    private static final Mapping NO_INFO = new Mapping(Place.top(""), List.of());

    private final Reading reading;
    private final Providers providers;
    private final boolean stored;
    private final Usual usual;
    private final Set<ModelName> elsewhere = new HashSet<>();
    private final KnownKeys.Group itemKeys;

    /**
     * @param stored true: the models are kept in the database
     * @param usual what holds where a model does not say
     */
    ModelListReader(Reading reading, Providers providers, boolean stored, Usual usual) {
        this.reading = reading;
        this.providers = providers;
        this.stored = stored;
        this.usual = usual;
        this.itemKeys = reading.keys().group("model_list");
    }

    /** The models that can be used; what is wrong with the others is reported. */
    List<Model> read(@Nullable Member list) {
        List<Model> models = new ArrayList<>();
        if (list == null || isNothing(list.value())) {
            return models;
        }
        if (!(list.value() instanceof Sequence sequence)) {
            error(
                    list.place(),
                    "this must be a list (`- model_name: …`), not " + list.value().what());
            return models;
        }
        for (ConfigNode item : sequence.items()) {
            Model model = read(item);
            if (model != null) {
                models.add(model);
            }
        }
        return models;
    }

    /** The groups of which deployments were left out, being for another environment. */
    Set<ModelName> elsewhere() {
        return Set.copyOf(elsewhere);
    }

    /** One model; null if it cannot be used. */
    @Nullable Model read(ConfigNode item) {
        if (!(item instanceof Mapping mapping)) {
            error(item.place(), "this must be a model (`model_name: …`), not " + item.what());
            return null;
        }
        Section section = Section.checked(mapping, itemKeys, reading);
        ModelName group = group(section, item.place());
        Mapping params = section.mapping(PARAMS);
        if (params == null) {
            if (mapping.member(PARAMS) == null) {
                error(item.place(), "litellm_params is missing; it says where the model is served");
            }
            return null;
        }
        Mapping described = section.mapping("model_info");
        Mapping info = described == null ? NO_INFO : described;
        int errors = reading.findings().errorCount();
        Section about = new Section(info, reading);
        warnOfPolicy(info);
        Deployment.Terms terms =
                new TermsReader(section, new Section(params, reading), about, reading).read();
        Model model = read(params, group == null ? UNNAMED : group, info, terms);
        // A model with a mistake is not tried out: its provider would complain of what follows.
        if (group == null || reading.findings().errorCount() > errors || !isHere(about, group)) {
            return null;
        }
        return model;
    }

    /** Whatever else stands in model_info is anybody's own. */
    private void warnOfPolicy(Mapping info) {
        Member policy = info.member("allowed_fails_policy");
        if (policy != null) {
            reading.findings()
                    .warn(
                            policy.place(),
                            "is LiteLLM's and not served yet. model_info.allowed_fails holds for"
                                    + " failures of every kind.");
        }
    }

    /** Whether the model is meant for the environment that this process runs in. */
    private boolean isHere(Section info, ModelName group) {
        List<String> environments = info.texts(ENVIRONMENTS);
        String ours = reading.environment().get("LITELLM_ENVIRONMENT");
        if (environments.isEmpty() || (ours != null && environments.contains(ours))) {
            return true;
        }
        String meant = "it is for " + Place.shown(String.join(", ", environments));
        if (ours == null) {
            error(
                    info.placeOf(ENVIRONMENTS),
                    meant + ", and LITELLM_ENVIRONMENT does not say which of them this is");
        } else if (stored) {
            error(info.placeOf(ENVIRONMENTS), meant + ", and this is " + Place.shown(ours));
        } else {
            elsewhere.add(group);
            reading.findings()
                    .warn(
                            info.placeOf(ENVIRONMENTS),
                            meant + ", and this is " + Place.shown(ours) + ": it is left out.");
        }
        return false;
    }

    private @Nullable ModelName group(Section section, Place item) {
        String name = section.text(NAME);
        if (name == null) {
            error(item, "model_name is missing; it is what callers ask for");
            return null;
        }
        if (!ModelName.accepts(name)) {
            error(
                    section.placeOf(NAME),
                    "a model's name has 1 to "
                            + ModelName.MAX_LENGTH
                            + " characters and no control character");
            return null;
        }
        return new ModelName(name);
    }

    /** What stands in the group's name where the model's has a star, and as often. */
    private void checkStars(ModelName group, String model, Place place) {
        NamePattern pattern = NamePattern.in(group.text());
        NamePattern template = NamePattern.in(model);
        if (template == null) {
            return;
        }
        if (pattern == null) {
            error(place, "there is a `*` in model and none in model_name that would fill it");
        } else if (template.stars() != pattern.stars()) {
            error(place, "model has another number of `*` than model_name");
        }
    }

    private Deployment.About about(Mapping params, Mapping info) {
        return new Deployment.About(
                shown(params),
                shown(info),
                Set.copyOf(new Section(info, reading).texts("access_groups")),
                stored,
                null);
    }

    /**
     * Whoever stores a model need not be whoever sets our variables, so of those they see the names
     * only. Nobody is told of a variable that is not set: where it matters they are told already.
     */
    private FreeJson shown(Mapping mapping) {
        Findings unheard = new Findings();
        Discretion discretion =
                new Discretion(
                        scalar ->
                                !stored
                                                && reading.environment().resolve(scalar, unheard)
                                                        instanceof Scalar resolved
                                        ? resolved
                                        : scalar);
        try {
            return new FreeJson(JsonText.of(discretion.shown(mapping)));
        } catch (JsonText.NoSuchNotation e) {
            return FreeJson.EMPTY;
        }
    }

    private @Nullable Model read(
            Mapping params, ModelName group, Mapping info, Deployment.Terms terms) {
        Section section = new Section(params, reading);
        Section described = new Section(info, reading);
        String text = section.text(MODEL);
        String word = section.text(PROVIDER);
        if (params.member(MODEL) == null) {
            error(params.place(), "model is missing; it says who serves it (`azure/deployment`)");
        }
        Providers.Choice choice = text == null ? null : providers.choose(text, word);
        if (text != null && choice == null) {
            error(
                    section.placeOf(word == null ? MODEL : PROVIDER),
                    providers.complaint(text, word));
        }
        ParamsReader reader =
                new ParamsReader(
                        reading,
                        choice == null ? providers.allSettings() : choice.provider().settings());
        reader.read(params);
        reader.addFamily(section, described, usual.drops());
        if (text == null || choice == null) {
            return null;
        }
        checkStars(group, choice.model(), section.placeOf(MODEL));
        PriceReader prices = new PriceReader(reading, usual.prices());
        prices.warnOfOthers(info);
        return new Model(
                params,
                group,
                described.text("id"),
                choice.provider(),
                choice.model(),
                reader.words(),
                reader.spelling(section),
                terms,
                prices.read(section, described, choice.provider().name().word(), choice.model()),
                about(params, info).ofModel(text));
    }

    private static boolean isNothing(ConfigNode node) {
        return node instanceof Scalar scalar && scalar.kind() == ConfigNode.Kind.NOTHING;
    }

    private void error(Place place, String message) {
        reading.findings().error(place, message);
    }
}
