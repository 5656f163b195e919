package dev.signalbox.simulator.model;

/**
 * How one deployment behaves.
 *
 * @param name as it stands in paths
 * @param model the underlying model's name, for example {@code gpt-35-turbo}
 * @param content what it says
 * @param tokens how many tokens it says; 0 leaves that to the content
 * @param ttft time to the first token
 * @param itl time between two tokens; an answer in one piece takes {@code ttft} and as many of
 *     these as it has tokens
 * @param seed of everything drawn; the same seed and the same order of requests draw the same
 * @param asyncFilter whether annotations come in events of their own, beside the text
 * @param places how many requests it serves at the same time
 */
public record DeploymentSettings(
        String name,
        String model,
        Content content,
        int tokens,
        Latency ttft,
        Latency itl,
        long seed,
        boolean asyncFilter,
        Places places) {

    public DeploymentSettings {
        if (name.isBlank() || model.isBlank()) {
            throw new IllegalArgumentException("a deployment has a name and a model");
        }
        if (tokens < 0) {
            throw new IllegalArgumentException("not a number of tokens: " + tokens);
        }
    }

    /** A deployment that echoes at once. */
    public static DeploymentSettings of(String name, String model) {
        return new DeploymentSettings(
                name,
                model,
                new Content.Echo(),
                0,
                Latency.none(),
                Latency.none(),
                1,
                false,
                Places.ENDLESS);
    }

    /** The same, saying something else. */
    public DeploymentSettings saying(Content content) {
        return new DeploymentSettings(
                name, model, content, tokens, ttft, itl, seed, asyncFilter, places);
    }

    /** The same, at another length in tokens; 0 leaves it to the content. */
    public DeploymentSettings ofTokens(int tokens) {
        return new DeploymentSettings(
                name, model, content, tokens, ttft, itl, seed, asyncFilter, places);
    }

    /** The same, taking its time to the first token and between two. */
    public DeploymentSettings taking(Latency ttft, Latency itl) {
        return new DeploymentSettings(
                name, model, content, tokens, ttft, itl, seed, asyncFilter, places);
    }

    /** The same, drawing otherwise. */
    public DeploymentSettings seeded(long seed) {
        return new DeploymentSettings(
                name, model, content, tokens, ttft, itl, seed, asyncFilter, places);
    }

    /** The same, with or without the asynchronous filter. */
    public DeploymentSettings asyncFiltered(boolean asyncFilter) {
        return new DeploymentSettings(
                name, model, content, tokens, ttft, itl, seed, asyncFilter, places);
    }

    /** The same, serving so many at the same time. */
    public DeploymentSettings withPlaces(Places places) {
        return new DeploymentSettings(
                name, model, content, tokens, ttft, itl, seed, asyncFilter, places);
    }

    /** The same deployment of another model. */
    public DeploymentSettings serving(String model) {
        return new DeploymentSettings(
                name, model, content, tokens, ttft, itl, seed, asyncFilter, places);
    }
}
