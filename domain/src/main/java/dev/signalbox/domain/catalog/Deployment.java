package dev.signalbox.domain.catalog;

/**
 * One place that serves a group's model.
 *
 * @param model the name that this place knows the model by (on Azure: the deployment's name)
 * @param address where it lies, fit to be shown: no credential, no query
 * @param weight its share among its siblings, more than 0; 1 unless the configuration says
 *     otherwise
 */
public record Deployment(Id id, Provider provider, String model, String address, double weight) {

    public Deployment {
        if (!(weight > 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException("a weight is a number above 0, not " + weight);
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
