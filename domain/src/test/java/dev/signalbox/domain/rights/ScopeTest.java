package dev.signalbox.domain.rights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.domain.access.Aliases;
import dev.signalbox.domain.access.ModelList;
import dev.signalbox.domain.access.RouteList;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.policy.RoutingTerms;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class ScopeTest {

    private static final String ACCESS_GROUP = "azure/beta";
    private static final Scope.Names NAMES =
            new Scope.Names(
                    name -> !name.equals(ACCESS_GROUP) && !name.contains("nobody"),
                    ACCESS_GROUP::equals);

    @ParameterizedTest(name = "{0} may give {1}: {2}")
    @CsvSource({
        "azure/*,   azure/gpt-4,      yes",
        "azure/*,   azure/*,          yes",
        "azure/*,   azure/gpt-*,      yes",
        "azure/*,   azure/*-eu,       yes",
        "azure/*,   azure/*/*,        yes",
        "azure/*,   azure*,           no",
        "azure/*,   */gpt-4,          no",
        "azure/*,   openai/gpt-4,     no",
        "azure/*,   *,                no",
        "azure/*,   azure/beta,       no",
        "azure/*,   azure/nobody,     no",
        "azure/beta, azure/beta,      yes",
        "*-eu,      azure/*-eu,       yes",
        "*-eu,      azure/*,          no",
        "a*b*c,     ab*c,             yes",
        "a*b*c,     a*c,              no",
        "azure/gpt, azure/*,          no",
        "al*,       all-proxy-models, no",
        "al*,       all-team-models,  no",
        "**,        *,                no",
    })
    void aPatternMayBeGivenOnAsNamesAndNarrowerPatterns(String own, String given, String may) {
        assertThat(mayGive(models(own), models(given))).isEqualTo(may.equals("yes"));
    }

    @Test
    void anAliasMayPointToWhatAPatternFits() {
        Scope own = models("azure/*");
        assertThat(mayGive(own, own.withAliases(alias("gpt", "azure/gpt-4")))).isTrue();
        assertThat(mayGive(own, own.withAliases(alias("gpt", ACCESS_GROUP)))).isTrue();
        assertThat(mayGive(own, own.withAliases(alias("gpt", "openai/gpt-4")))).isFalse();
    }

    @Test
    void anAliasThatHidesAModelIsNoWayToThatModel() {
        Scope team = Scope.of(teamWith("gpt-4", alias("premium", "gpt-4")));
        assertThat(mayGive(team, team.withAliases(alias("y", "premium")))).isFalse();
        assertThat(mayGive(team, team.withAliases(alias("y", "gpt-4")))).isTrue();

        Scope moved = Scope.of(teamWith("gpt-4", alias("gpt-4", "gpt-4-eu")));
        assertThat(mayGive(moved, moved.withAliases(alias("y", "gpt-4")))).isFalse();
        assertThat(mayGive(moved, moved.withAliases(alias("y", "gpt-4-eu")))).isTrue();

        Scope key = models("gpt-4").withAliases(alias("premium", "gpt-4"));
        assertThat(mayGive(key, models("premium"))).isFalse();
        assertThat(mayGive(key, models("premium").withAliases(alias("premium", "gpt-4")))).isTrue();
    }

    @Test
    void anAliasWithAStarInItsNameIsJustAName() {
        for (String name : List.of("*", "gpt-*", "all-proxy-models", "all-team-models")) {
            Scope own = models("gpt-4").withAliases(alias(name, "gpt-4"));
            assertThat(mayGive(own, models("gpt-5"))).as(name).isFalse();
            assertThat(mayGive(own, models(name))).as(name).isFalse();
            assertThat(mayGive(own, own.withAliases(alias("x", "gpt-5")))).as(name).isFalse();
            Scope team = Scope.of(teamWith("gpt-4", own.aliases()));
            assertThat(mayGive(team, models("gpt-5"))).as(name).isFalse();
            assertThat(mayGive(team, team.withAliases(alias("x", "gpt-5")))).as(name).isFalse();
            assertThat(mayGive(team, team.withAliases(alias("x", "gpt-4")))).as(name).isTrue();
        }
    }

    @Test
    void anAliasThatAPatternLetsThroughMayBeGivenOn() {
        Scope own = models("my-*").withAliases(alias("my-gpt", "openai/gpt-4"));
        assertThat(mayGive(own, models("openai/gpt-4"))).isTrue();
        assertThat(mayGive(own, models("openai/gpt-5"))).isFalse();
    }

    private static boolean mayGive(Scope own, Scope given) {
        return given.beyond(own, NAMES) == null;
    }

    private static Scope models(String... entries) {
        return new Scope(
                new ModelList(List.of(entries)),
                Aliases.NONE,
                RouteList.EVERYTHING,
                Limits.NONE,
                null);
    }

    private static Aliases alias(String name, String target) {
        Map<ModelName, ModelName> targets = new HashMap<>();
        targets.put(new ModelName(name), new ModelName(target));
        return new Aliases(targets);
    }

    private static Team teamWith(String model, Aliases aliases) {
        return new Team(
                new Team.Id("t"),
                null,
                new ModelList(List.of(model)),
                aliases,
                List.of(),
                Limits.NONE,
                false,
                RoutingTerms.NONE,
                FreeJson.EMPTY,
                Instant.EPOCH,
                Instant.EPOCH);
    }
}
