package dev.signalbox.simulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.simulator.model.Content;
import dev.signalbox.simulator.model.DeploymentSettings;
import dev.signalbox.simulator.model.Latency;
import dev.signalbox.simulator.model.Places;

import java.util.Set;

/** A deployment's settings as JSON. */
final class DeploymentWords {

    private static final Set<String> MEMBERS =
            Set.of(
                    "model",
                    "content",
                    "tokens",
                    "ttft",
                    "itl",
                    "seed",
                    "asyncFilter",
                    "places",
                    "line");

    private DeploymentWords() {}

    /**
     * The settings with what the object says; what it does not mention stays.
     *
     * @throws IllegalArgumentException if it says something that has no meaning
     */
    static DeploymentSettings changed(DeploymentSettings before, JsonNode said) {
        Words.allow(said, MEMBERS);
        DeploymentSettings after = before;
        if (said.has("model")) {
            after = after.serving(said.path("model").asText());
        }
        if (said.has("content")) {
            after = after.saying(content(said.path("content")));
        }
        Latency ttft = said.has("ttft") ? latency(said.path("ttft")) : after.ttft();
        Latency itl = said.has("itl") ? latency(said.path("itl")) : after.itl();
        return after.ofTokens(Math.toIntExact(Words.whole(said, "tokens", after.tokens())))
                .taking(ttft, itl)
                .seeded(Words.whole(said, "seed", after.seed()))
                .asyncFiltered(said.path("asyncFilter").asBoolean(after.asyncFilter()))
                .withPlaces(places(after.places(), said));
    }

    /** All settings. */
    static void write(DeploymentSettings settings, ObjectNode into) {
        into.put("name", settings.name());
        into.put("model", settings.model());
        write(settings.content(), into.putObject("content"));
        into.put("tokens", settings.tokens());
        write(settings.ttft(), into.putObject("ttft"));
        write(settings.itl(), into.putObject("itl"));
        into.put("seed", settings.seed());
        into.put("asyncFilter", settings.asyncFilter());
        into.put("places", settings.places().most());
        into.put("line", settings.places().line());
    }

    private static Places places(Places before, JsonNode said) {
        return new Places(
                Math.toIntExact(Words.whole(said, "places", before.most())),
                said.path("line").asBoolean(before.line()));
    }

    private static Content content(JsonNode said) {
        String kind = said.isTextual() ? said.asText() : said.path("kind").asText();
        return switch (kind) {
            case "echo" -> new Content.Echo();
            case "lorem" -> new Content.Lorem(Words.whole(said, "seed", 1));
            case "script" -> new Content.Script(said.path("text").asText());
            default ->
                    throw new IllegalArgumentException(
                            "content is echo, lorem or script, not '" + kind + "'");
        };
    }

    private static void write(Content content, ObjectNode into) {
        switch (content) {
            case Content.Echo echo -> into.put("kind", "echo");
            case Content.Lorem lorem -> into.put("kind", "lorem").put("seed", lorem.seed());
            case Content.Script script -> into.put("kind", "script").put("text", script.text());
        }
    }

    private static Latency latency(JsonNode said) {
        if (said.isNumber()) {
            return new Latency.Fixed(said.asDouble());
        }
        String kind = said.path("kind").asText();
        return switch (kind) {
            case "fixed" -> new Latency.Fixed(Words.number(said, "ms"));
            case "uniform" ->
                    new Latency.Uniform(Words.number(said, "min"), Words.number(said, "max"));
            case "normal" ->
                    new Latency.Normal(Words.number(said, "mean"), Words.number(said, "deviation"));
            case "lognormal" ->
                    new Latency.LogNormal(Words.number(said, "mu"), Words.number(said, "sigma"));
            default ->
                    throw new IllegalArgumentException(
                            "a latency is a number of milliseconds, or fixed, uniform, normal or"
                                    + " lognormal, not '"
                                    + kind
                                    + "'");
        };
    }

    private static void write(Latency latency, ObjectNode into) {
        switch (latency) {
            case Latency.Fixed fixed -> into.put("kind", "fixed").put("ms", fixed.millis());
            case Latency.Uniform uniform ->
                    into.put("kind", "uniform").put("min", uniform.min()).put("max", uniform.max());
            case Latency.Normal normal ->
                    into.put("kind", "normal")
                            .put("mean", normal.mean())
                            .put("deviation", normal.deviation());
            case Latency.LogNormal log ->
                    into.put("kind", "lognormal").put("mu", log.mu()).put("sigma", log.sigma());
        }
    }
}
