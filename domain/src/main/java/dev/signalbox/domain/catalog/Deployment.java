package dev.signalbox.domain.catalog;

import java.util.Set;

/**
 * One place that serves a group's model.
 *
 * @param model the name that this place knows the model by (on Azure: the deployment's name); with
 *     stars in it only where the group's name has them
 * @param address where it lies, fit to be shown: no credential, no query
 * @param weight its share among its siblings, more than 0; 1 unless the configuration says
 *     otherwise
 * @param about what else is written down about it
 */
public record Deployment(
        Id id, Provider provider, String model, String address, double weight, About about) {

    public Deployment {
        if (!(weight > 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException("a weight is a number above 0, not " + weight);
        }
    }

    /** A deployment of which nothing else is written down. */
    public Deployment(Id id, Provider provider, String model, String address, double weight) {
        this(id, provider, model, address, weight, About.NOTHING);
    }

    /** The same place, asked for another model. */
    public Deployment withModel(String model) {
        return new Deployment(id, provider, model, address, weight, about);
    }

    /**
     * What somebody wrote down about a deployment, fit to be shown: no secret is in it.
     *
     * @param params an object ({@code litellm_params})
     * @param info an object ({@code model_info})
     * @param accessGroups names under which lists of models may mean it
     * @param stored true: kept in the database; false: written in the file
     */
    public record About(FreeJson params, FreeJson info, Set<String> accessGroups, boolean stored) {

        /** Nothing is written down. */
        public static final About NOTHING =
                new About(FreeJson.EMPTY, FreeJson.EMPTY, Set.of(), false);

        public About {
            accessGroups = Set.copyOf(accessGroups);
        }
    }

    /** Names one deployment for its whole life, restarts included; shown to callers. */
    public record Id(String text) {
        public Id {
            if (text.isBlank()) {
                throw new IllegalArgumentException("a deployment's id is not blank");
            }
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * The family that speaks to it, a word and not a list of ours: {@code azure}, {@code openai}.
     */
    public record Provider(String word) {
        @Override
        public String toString() {
            return word;
        }
    }
}
