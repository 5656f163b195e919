package dev.signalbox.bootstrap.config;

import dev.signalbox.application.call.body.CallBody;
import dev.signalbox.application.call.body.Spelling;
import dev.signalbox.bootstrap.config.reading.KnownKeys;
import dev.signalbox.bootstrap.config.reading.Reading;
import dev.signalbox.bootstrap.config.reading.Section;
import dev.signalbox.bootstrap.config.yaml.ConfigNode;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Kind;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Mapping;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Member;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Scalar;
import dev.signalbox.bootstrap.config.yaml.JsonText;
import dev.signalbox.bootstrap.config.yaml.Place;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads what {@code litellm_params} of one model say to its provider, and to those who write
 * bodies. Used once, by one thread.
 */
final class ParamsReader {

    private static final String API_BASE = "api_base";
    private static final String BASE_URL = "base_url";
    private static final String BASE_MODEL = "base_model";
    private static final String FORWARD_METADATA = "forward_metadata";
    private static final String DROP_PARAMS = "drop_params";
    private static final String MORE_DROPPED = "additional_drop_params";

    private final Reading reading;
    private final Set<String> settings;
    private final KnownKeys.Group paramKeys;
    private final KnownKeys.Group requestKeys;
    private final Map<String, String> words = new HashMap<>();
    private final List<CallBody.Member> defaults = new ArrayList<>();

    /**
     * @param settings that the provider reads
     */
    ParamsReader(Reading reading, Set<String> settings) {
        this.reading = reading;
        this.settings = settings;
        this.paramKeys = reading.keys().group("litellm_params");
        this.requestKeys = reading.keys().group("request");
    }

    /** The provider's own settings. */
    Map<String, String> words() {
        return words;
    }

    /** How bodies are written, as far as it is said here. */
    Spelling spelling(Section params) {
        boolean metadata = Boolean.TRUE.equals(params.truth(FORWARD_METADATA));
        return new Spelling(defaults, dropped(params), Map.of(), metadata);
    }

    /** Finds out for each parameter whose it is: the provider's, the request's, or nobody's. */
    void read(Mapping params) {
        for (Member member : params.members()) {
            String key = member.key();
            if (key.equals(BASE_URL) && settings.contains(API_BASE)) {
                takeBaseUrl(member, params);
            } else if (settings.contains(key) && !paramKeys.serves(key)) {
                take(key, member);
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

    /**
     * What the model behind the deployment takes is the provider's to know.
     *
     * @param drops whether what it refuses is left out, where it does not say
     */
    void addFamily(Section params, Section info, boolean drops) {
        String base = params.text(BASE_MODEL);
        String model = base == null ? info.text(BASE_MODEL) : base;
        if (model != null && settings.contains(BASE_MODEL)) {
            words.put(BASE_MODEL, model);
        }
        Boolean said = params.truth(DROP_PARAMS);
        if ((said == null ? drops : said) && settings.contains(DROP_PARAMS)) {
            words.put(DROP_PARAMS, "true");
        }
    }

    private Set<String> dropped(Section params) {
        Set<String> dropped = new HashSet<>();
        for (String name : params.texts(MORE_DROPPED)) {
            if (name.matches("\\w+")) {
                dropped.add(name);
            } else {
                reading.findings()
                        .warn(
                                params.placeOf(MORE_DROPPED),
                                "only parameters at the top of a body can be left out; "
                                        + Place.shown(name)
                                        + " is none and has no effect.");
            }
        }
        return dropped;
    }

    private void takeBaseUrl(Member member, Mapping params) {
        if (params.member(API_BASE) != null) {
            reading.findings()
                    .error(
                            member.place(),
                            "base_url and api_base say the same; remove one of them");
        } else {
            take(API_BASE, member);
        }
    }

    private void take(String key, Member member) {
        ConfigNode value = reading.environment().resolve(member.value(), reading.findings());
        if (!(value instanceof Scalar scalar)) {
            words.put(key, json(value));
        } else if (scalar.kind() != Kind.NOTHING) {
            words.put(key, scalar.text());
        }
    }

    private String json(ConfigNode value) {
        try {
            return JsonText.of(value);
        } catch (JsonText.NoSuchNotation e) {
            reading.findings().error(e.place(), String.valueOf(e.getMessage()));
            return "null";
        }
    }
}
