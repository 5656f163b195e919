package dev.signalbox.application.driven;

import dev.signalbox.application.call.body.CallBody;
import dev.signalbox.application.call.body.Spelling;
import dev.signalbox.domain.catalog.Deployment;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A family of upstreams that speaks one dialect. Found with {@link java.util.ServiceLoader};
 * created once, used while the configuration is read.
 */
public interface UpstreamProvider {

    /** The word before the slash in {@code litellm_params.model}. */
    Deployment.Provider name();

    /** The names in {@code litellm_params} that this family reads, {@code model} not among them. */
    Set<String> settings();

    /**
     * Makes ready to ask one deployment; opens no connection.
     *
     * @throws BadSetting if a setting is missing or wrong
     */
    Connection connect(Settings settings);

    /**
     * What the configuration says about one deployment.
     *
     * @param model the text behind the provider's word and the slash
     * @param words the settings of this family that are there, by name; may hold secrets. {@code
     *     base_model} is the model behind the deployment, {@code drop_params} is {@code true} if
     *     what that model refuses is to be left out
     * @param spelling how bodies are written for it, before the family adds what its models want
     */
    record Settings(String model, Map<String, String> words, Spelling spelling) {
        public Settings {
            words = Map.copyOf(words);
        }

        /** Settings of a deployment for which bodies are only completed. */
        public Settings(String model, Map<String, String> words, List<CallBody.Member> defaults) {
            this(model, words, Spelling.with(defaults));
        }

        /** Never the words: there are secrets among them. */
        @Override
        public String toString() {
            return "settings of " + model;
        }
    }

    /**
     * A deployment that can be asked.
     *
     * @param address where it lies, fit to be shown: no credential, no query
     * @param warnings what the operator should know, a sentence each
     */
    record Connection(Upstream upstream, String address, List<String> warnings) {
        public Connection {
            warnings = List.copyOf(warnings);
        }
    }

    /** A setting cannot be used. The message names the rule and a remedy, never a secret. */
    final class BadSetting extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String key;

        /**
         * @param key its name in {@code litellm_params}
         */
        public BadSetting(String key, String message) {
            super(message);
            this.key = key;
        }

        /** The name of the setting in {@code litellm_params}. */
        public String key() {
            return key;
        }
    }
}
