package dev.signalbox.http.admin.form;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;

import dev.signalbox.domain.access.Aliases;
import dev.signalbox.domain.access.ModelList;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.http.exchange.Checked;
import dev.signalbox.http.exchange.ErrorAnswer;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The records that bodies are read into, and what must hold for their fields. */
public final class Fields {

    private Fields() {}

    /** Of {@code /team/new} and {@code /team/update}. */
    public record OfTeam(
            @JsonProperty("team_id") @Nullable String id,
            @JsonProperty("team_alias") @Nullable String name,
            @JsonProperty("models") @Nullable List<String> models,
            @JsonProperty("model_aliases") @Nullable Map<String, String> aliases,
            @JsonProperty("blocked") @Nullable Boolean blocked,
            @JsonAnySetter Map<String, JsonNode> kept) {}

    /** Of {@code /key/generate}. */
    public record OfKey(
            @JsonProperty("key") @Nullable String key,
            @JsonProperty("key_alias") @Nullable String name,
            @JsonProperty("team_id") @Nullable String team,
            @JsonProperty("models") @Nullable List<String> models,
            @JsonProperty("blocked") @Nullable Boolean blocked,
            @JsonProperty("duration") @Nullable String duration,
            @JsonAnySetter Map<String, JsonNode> kept) {}

    /** Of routes that name one team. */
    public record OneTeam(@JsonProperty("team_id") @Nullable String id) {}

    /** Of routes that name teams. */
    public record SomeTeams(@JsonProperty("team_ids") @Nullable List<String> ids) {}

    /** Of routes that name one key. */
    public record OneKey(@JsonProperty("key") @Nullable String key) {}

    /** Of routes that name keys. */
    public record SomeKeys(@JsonProperty("keys") @Nullable List<String> keys) {}

    /** A field that must be there. */
    public static <T> Checked<T> required(String field, @Nullable T value) {
        return value == null
                ? Checked.bad(
                        ErrorAnswer.wrongField(
                                field, "Missing required parameter: '" + field + "'."))
                : Checked.good(value);
    }

    /** Checks one after the other; the first that is wrong decides. */
    public static <A, B> Checked<List<B>> each(List<A> all, Function<A, Checked<B>> check) {
        List<B> checked = new ArrayList<>();
        for (A one : all) {
            switch (check.apply(one)) {
                case Checked.Good<B> good -> checked.add(good.value());
                case Checked.Bad<B> bad -> {
                    return Checked.bad(bad.answer());
                }
            }
        }
        return Checked.good(checked);
    }

    /** The id of a team, that stood in {@code field}. */
    public static Checked<Team.Id> teamId(String field, String text) {
        return Team.Id.accepts(text)
                ? Checked.good(new Team.Id(text))
                : Checked.bad(
                        ErrorAnswer.wrongField(
                                field,
                                "A team's id has 1 to "
                                        + Team.Id.MAX_LENGTH
                                        + " characters, none a control one."));
    }

    /** A list of models; none is an empty one. */
    public static Checked<ModelList> models(@Nullable List<String> entries) {
        List<String> present = entries == null ? List.of() : entries;
        return present.stream().allMatch(ModelName::accepts)
                ? Checked.good(new ModelList(present))
                : Checked.bad(unfitName("models"));
    }

    /** Aliases and their targets; none is no alias. */
    public static Checked<Aliases> aliases(@Nullable Map<String, String> targets) {
        Map<ModelName, ModelName> aliases = new HashMap<>();
        Map<String, String> present = targets == null ? Map.of() : targets;
        for (Map.Entry<String, String> alias : present.entrySet()) {
            if (!ModelName.accepts(alias.getKey()) || !ModelName.accepts(alias.getValue())) {
                return Checked.bad(unfitName("model_aliases"));
            }
            aliases.put(new ModelName(alias.getKey()), new ModelName(alias.getValue()));
        }
        return Checked.good(new Aliases(aliases));
    }

    private static ErrorAnswer unfitName(String field) {
        return ErrorAnswer.wrongField(
                field,
                "A model's name has 1 to "
                        + ModelName.MAX_LENGTH
                        + " characters, none a control one.");
    }
}
