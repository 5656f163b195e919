package dev.signalbox.bootstrap.config;

import dev.signalbox.application.call.CallBody;
import dev.signalbox.bootstrap.config.GatewayConfig.Model;
import dev.signalbox.bootstrap.config.reading.KnownKeys;
import dev.signalbox.bootstrap.config.reading.Reading;
import dev.signalbox.bootstrap.config.reading.Section;
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
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code model_list}. */
final class ModelListReader {

    private static final String NAME = "model_name";
    private static final String PARAMS = "litellm_params";
    private static final String MODEL = "model";
    private static final String PROVIDER = "custom_llm_provider";
    private static final String API_BASE = "api_base";
    private static final String BASE_URL = "base_url";
    private static final ModelName UNNAMED = new ModelName("unnamed");
    private static final Mapping NO_INFO = new Mapping(Place.top(""), List.of());

    private final Reading reading;
    private final Providers providers;
    private final boolean stored;
    private final KnownKeys.Group itemKeys;
    private final KnownKeys.Group paramKeys;
    private final KnownKeys.Group requestKeys;

    /**
     * @param stored true: the models are kept in the database
     */
    ModelListReader(Reading reading, Providers providers, boolean stored) {
        this.reading = reading;
        this.providers = providers;
        this.stored = stored;
        this.itemKeys = reading.keys().group("model_list");
        this.paramKeys = reading.keys().group(PARAMS);
        this.requestKeys = reading.keys().group("request");
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
        Mapping info = section.mapping("model_info");
        int errors = reading.findings().errorCount();
        Model model = read(params, group == null ? UNNAMED : group, info);
        // A model with a mistake is not tried out: its provider would complain of what follows.
        if (group == null || reading.findings().errorCount() > errors) {
            return null;
        }
        return model;
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

    private Deployment.About about(Mapping params, @Nullable Mapping info) {
        Section section = new Section(info == null ? NO_INFO : info, reading);
        return new Deployment.About(
                shown(params),
                info == null ? FreeJson.EMPTY : shown(info),
                Set.copyOf(section.texts("access_groups")),
                stored);
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

    private @Nullable Model read(Mapping params, ModelName group, @Nullable Mapping info) {
        Section section = new Section(params, reading);
        String text = section.text(MODEL);
        String word = section.text(PROVIDER);
        Double weight = section.positive("weight");
        if (params.member(MODEL) == null) {
            error(params.place(), "model is missing; it says who serves it (`azure/deployment`)");
        }
        Providers.Choice choice = text == null ? null : providers.choose(text, word);
        if (text != null && choice == null) {
            error(
                    section.placeOf(word == null ? MODEL : PROVIDER),
                    providers.complaint(text, word));
        }
        Map<String, String> words = new HashMap<>();
        List<CallBody.Member> defaults = new ArrayList<>();
        Set<String> settings =
                choice == null ? providers.allSettings() : choice.provider().settings();
        sort(params, settings, words, defaults);
        if (choice == null) {
            return null;
        }
        checkStars(group, choice.model(), section.placeOf(MODEL));
        return new Model(
                params,
                group,
                info == null ? null : new Section(info, reading).text("id"),
                choice.provider(),
                choice.model(),
                words,
                defaults,
                weight == null ? Model.DEFAULT_WEIGHT : weight,
                about(params, info));
    }

    /** Finds out for each parameter whose it is: the provider's, the request's, or nobody's. */
    private void sort(
            Mapping params,
            Set<String> settings,
            Map<String, String> words,
            List<CallBody.Member> defaults) {
        for (Member member : params.members()) {
            String key = member.key();
            if (settings.contains(key)) {
                take(key, member, words);
            } else if (key.equals(BASE_URL) && settings.contains(API_BASE)) {
                takeBaseUrl(member, params, words);
            } else if (requestKeys.serves(key)) {
                String json =
                        json(reading.environment().resolve(member.value(), reading.findings()));
                defaults.add(new CallBody.Member(key, json));
            } else if (!paramKeys.serves(key)) {
                Set<String> more = new LinkedHashSet<>(settings);
                more.addAll(requestKeys.served());
                reading.reportUnserved(member, paramKeys, more);
            }
        }
    }

    private void takeBaseUrl(Member member, Mapping params, Map<String, String> words) {
        if (params.member(API_BASE) != null) {
            error(member.place(), "base_url and api_base say the same; remove one of them");
        } else {
            take(API_BASE, member, words);
        }
    }

    private void take(String key, Member member, Map<String, String> words) {
        ConfigNode value = reading.environment().resolve(member.value(), reading.findings());
        if (!isNothing(value)) {
            words.put(key, value instanceof Scalar scalar ? scalar.text() : json(value));
        }
    }

    private String json(ConfigNode value) {
        try {
            return JsonText.of(value);
        } catch (JsonText.NoSuchNotation e) {
            error(e.place(), String.valueOf(e.getMessage()));
            return "null";
        }
    }

    private static boolean isNothing(ConfigNode node) {
        return node instanceof Scalar scalar && scalar.kind() == ConfigNode.Kind.NOTHING;
    }

    private void error(Place place, String message) {
        reading.findings().error(place, message);
    }
}
