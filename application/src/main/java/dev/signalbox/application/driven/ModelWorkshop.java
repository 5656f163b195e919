package dev.signalbox.application.driven;

import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.stored.Sealed;
import dev.signalbox.domain.stored.StoredModel;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Knows what the words of a model mean, and keeps what is secret in them sealed. Opens no
 * connection. Safe for many threads.
 */
public interface ModelWorkshop {

    /**
     * Tries out what somebody wants to be stored, and seals it.
     *
     * @param before what is stored now: its members stay where {@code sketch} does not name them,
     *     and go where it names null; null if there is nothing
     */
    Drawing draw(Sketch sketch, @Nullable StoredModel before);

    /** Makes ready to ask what is stored. */
    Opening open(StoredModel stored);

    /**
     * The same parameters, sealed with the present key.
     *
     * @return null if they are, or if nobody here can open them
     */
    @Nullable Sealed sealedAnew(StoredModel stored);

    /**
     * What somebody says of a model.
     *
     * @param params {@code litellm_params}, an object; holds secrets
     * @param info {@code model_info}, an object
     */
    record Sketch(Deployment.Id id, ModelName group, FreeJson params, FreeJson info) {

        /** Never the parameters: there are secrets among them. */
        @Override
        public String toString() {
            return "a sketch of " + id;
        }
    }

    /** What became of a sketch. */
    sealed interface Drawing {

        /**
         * It can be used.
         *
         * @param shown what of the parameters may be shown
         * @param warnings what the operator should know, a sentence each
         */
        record Fit(Sealed params, FreeJson shown, FreeJson info, List<String> warnings)
                implements Drawing {
            public Fit {
                warnings = List.copyOf(warnings);
            }
        }
    }

    /** What became of something stored. */
    sealed interface Opening {

        /** It can be asked. */
        record Ready(Deployment deployment, Upstream upstream) implements Opening {}
    }

    /**
     * It cannot be used.
     *
     * @param flaws what is wrong and what to do, a sentence each, beginning with the field; no
     *     secret
     */
    record Unfit(List<String> flaws) implements Drawing, Opening {
        public Unfit {
            flaws = List.copyOf(flaws);
        }
    }
}
