package dev.signalbox.application.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.directory.Directory.Models;
import dev.signalbox.application.directory.Directory.Names;
import dev.signalbox.application.driven.Registry.Contents;
import dev.signalbox.application.testkit.ScriptedUpstream;
import dev.signalbox.application.testkit.Teams;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.catalog.Resolution;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

class DirectoryTest {

    private static final Caller MASTER = new Caller.Master();

    private static Models models(Names names, String... groups) {
        Map<ModelName, ModelGroup> all = new HashMap<>();
        Map<Deployment.Id, dev.signalbox.application.driven.Upstream> upstreams = new HashMap<>();
        for (String group : groups) {
            Deployment deployment =
                    new Deployment(
                            new Deployment.Id("id-of-" + group),
                            new Deployment.Provider("azure"),
                            group,
                            "https://host",
                            1);
            ModelName name = new ModelName(group);
            all.put(name, new ModelGroup(name, List.of(deployment)));
            upstreams.put(deployment.id(), new ScriptedUpstream());
        }
        return new Models(all, upstreams, names);
    }

    private static Directory directory(Models models) {
        return Directory.of(
                new Contents(1, List.of(), List.of(), List.of()), ModelShelf.of(models));
    }

    private static Names names(Map<String, String> ofAll, Map<String, String> ofGroups) {
        return new Names(Teams.aliases(ofAll), Teams.aliases(ofGroups), Set.of());
    }

    private static List<String> way(Resolution resolution) {
        return resolution.steps().stream().map(step -> step.level() + ":" + step.to()).toList();
    }

    @ParameterizedTest(name = "{0} is served by {1}")
    @CsvSource({
        "azure/gpt-4,     azure/gpt-*",
        "azure/gpt-4-eu,  azure/gpt-*-eu",
        "azure/o1,        azure/*",
        "azure/exact,     azure/exact",
        "anything,        *",
    })
    void theMostSpecificPatternServes(String asked, String group) {
        Directory directory =
                directory(
                        models(
                                Names.NONE,
                                "*",
                                "azure/*",
                                "azure/gpt-*",
                                "azure/gpt-*-eu",
                                "azure/exact"));
        assertThat(directory.resolve(MASTER, new ModelName(asked)).group().name().text())
                .isEqualTo(group);
    }

    /**
     * @param written group, id, and the model as it is written, of one deployment each
     */
    private static Models written(Names names, String... written) {
        Map<ModelName, List<Deployment>> lists = new HashMap<>();
        Map<Deployment.Id, dev.signalbox.application.driven.Upstream> upstreams = new HashMap<>();
        for (String line : written) {
            String[] words = line.split(" ");
            Deployment deployment =
                    new Deployment(
                            new Deployment.Id(words[1]),
                            new Deployment.Provider("azure"),
                            words[2],
                            "https://host",
                            Deployment.Terms.NONE,
                            Deployment.About.NOTHING.ofModel(words[2]));
            lists.computeIfAbsent(new ModelName(words[0]), name -> new ArrayList<>())
                    .add(deployment);
            upstreams.put(deployment.id(), new ScriptedUpstream());
        }
        Map<ModelName, ModelGroup> groups = new HashMap<>();
        lists.forEach((name, list) -> groups.put(name, new ModelGroup(name, list)));
        return new Models(groups, upstreams, names);
    }

    private static List<String> ids(Resolution resolution) {
        return resolution.group().deployments().stream().map(it -> it.id().text()).toList();
    }

    @Test
    void aNameThatIsOnlyAModelsIsServedByAllItsDeployments() {
        Directory directory =
                directory(
                        written(
                                names(Map.of("everybodys", "azure/chat"), Map.of()),
                                "eu d1 azure/chat",
                                "eu d2 azure/other",
                                "us d3 azure/chat",
                                "us d4 azure/chat"));

        Resolution model = directory.resolve(MASTER, new ModelName("azure/chat"));

        assertThat(ids(model)).containsExactly("d1", "d3", "d4");
        assertThat(model.owners().stream().map(it -> it.name().text())).containsExactly("eu", "us");
        assertThat(way(model)).containsExactly("MODEL:azure/chat");
        assertThat(model.isDirect()).isFalse();
        Resolution alias = directory.resolve(MASTER, new ModelName("everybodys"));
        assertThat(way(alias)).containsExactly("GLOBAL:azure/chat", "MODEL:azure/chat");
        assertThat(ids(alias)).containsExactly("d1", "d3", "d4");
        assertThat(directory.listedNames())
                .extracting(ModelName::text)
                .containsExactlyInAnyOrder("eu", "us", "everybodys");
        assertThat(directory.serves(new ModelName("chat"))).isFalse();
    }

    @ParameterizedTest(name = "{0} is {1}''s")
    @CsvSource({"m1, m1", "m2, eu", "m3-x, m3-*", "m4, m4", "m5-*, nobody"})
    void groupsIdsAndPatternsTakeAModelsNameAway(String asked, String group) {
        Directory directory =
                directory(
                        written(
                                Names.NONE,
                                "m1 d1 other",
                                "eu m2 other",
                                "m3-* d3 other",
                                "us d4 m1",
                                "us d5 m2",
                                "us d6 m3-x",
                                "us d7 m4",
                                "m5-*-x d8 m5-*"));

        ModelGroup found = directory.resolve(MASTER, new ModelName(asked)).group();

        assertThat(found == null ? "nobody" : found.name().text()).isEqualTo(group);
    }

    @Test
    void aPatternIsNoNameToAskFor() {
        Directory directory = directory(models(Names.NONE, "azure/*"));
        assertThat(directory.serves(new ModelName("azure/*"))).isFalse();
        assertThat(directory.serves(new ModelName("azure/x"))).isTrue();
        assertThat(directory.listedNames()).isEmpty();
        assertThat(directory.groupNames()).containsExactly(new ModelName("azure/*"));
    }

    @Test
    void everyLevelIsLookedAtOnceAndInItsOrder() {
        Team team = Teams.team("t", Map.of("b", "c", "a", "wrong", "d", "wrong"));
        Caller caller =
                new Caller.Member(
                        Teams.aliased(
                                Teams.key(Teams.credential(1), "t"), Map.of("a", "b", "c", "a")),
                        team);
        Directory directory =
                directory(
                        models(names(Map.of("c", "d", "e", "a"), Map.of("d", "e", "e", "f")), "e"));
        Resolution resolution = directory.resolve(caller, new ModelName("a"));
        assertThat(way(resolution)).containsExactly("KEY:b", "TEAM:c", "GLOBAL:d", "GROUP_ALIAS:e");
        assertThat(resolution.name()).isEqualTo(new ModelName("e"));
        assertThat(resolution.group().name()).isEqualTo(new ModelName("e"));
        assertThat(resolution.target()).isEqualTo(new ModelName("e"));
    }

    @Test
    void aGroupWinsOverAnotherNameForAGroupAndThatOverAPattern() {
        Directory directory =
                directory(models(names(Map.of(), Map.of("a", "b", "c", "b")), "a", "b", "*"));
        assertThat(way(directory.resolve(MASTER, new ModelName("a")))).isEmpty();
        assertThat(way(directory.resolve(MASTER, new ModelName("c"))))
                .containsExactly("GROUP_ALIAS:b");
        assertThat(way(directory.resolve(MASTER, new ModelName("d"))))
                .containsExactly("WILDCARD:*");
    }

    @Test
    void everybodysNameWinsOverAGroup() {
        Directory directory = directory(models(names(Map.of("a", "b"), Map.of()), "a", "b"));
        assertThat(directory.resolve(MASTER, new ModelName("a")).group().name())
                .isEqualTo(new ModelName("b"));
    }

    @Test
    void hiddenNamesAreServedAndNotListed() {
        Names names =
                new Names(
                        Teams.aliases(Map.of("everybodys", "a")),
                        Teams.aliases(Map.of("open", "a", "hidden", "a")),
                        Set.of(new ModelName("hidden")));
        Directory directory = directory(models(names, "a"));
        assertThat(directory.listedNames())
                .extracting(ModelName::text)
                .containsExactlyInAnyOrder("a", "everybodys", "open");
        assertThat(directory.serves(new ModelName("hidden"))).isTrue();
    }

    @Test
    void aDeploymentIsFoundByItsIdWithTheGroupThatItIsIn() {
        Directory directory =
                directory(written(Names.NONE, "a one gpt-4", "a two gpt-4", "b/* three o1"));

        assertThat(directory.place(new Deployment.Id("two")).group()).isEqualTo(new ModelName("a"));
        assertThat(directory.place(new Deployment.Id("three")).group())
                .isEqualTo(new ModelName("b/*"));
        assertThat(directory.deployment(new Deployment.Id("three")).model()).isEqualTo("o1");
        assertThat(directory.place(new Deployment.Id("four"))).isNull();
        assertThat(directory.deployment(new Deployment.Id("four"))).isNull();
    }

    @Test
    void moreModelsJoinGroupsAndTheRestIsKeptAsItIs() {
        Models file = models(names(Map.of("x", "a"), Map.of()), "a", "b");
        ModelName a = new ModelName("a");
        Deployment second =
                new Deployment(
                        new Deployment.Id("second"), new Deployment.Provider("azure"), "m", "h", 1);
        Deployment twin = file.groups().get(a).deployments().getFirst();
        Models stored =
                new Models(
                        Map.of(
                                a,
                                new ModelGroup(a, List.of(second, twin)),
                                new ModelName("c"),
                                models(Names.NONE, "c").groups().get(new ModelName("c"))),
                        Map.of(second.id(), new ScriptedUpstream()));

        Models both = file.with(stored);

        assertThat(both.groups().keySet())
                .extracting(ModelName::text)
                .containsExactlyInAnyOrder("a", "b", "c");
        assertThat(both.groups().get(a).deployments()).containsExactly(twin, second);
        assertThat(both.groups().get(new ModelName("b")))
                .isSameAs(file.groups().get(new ModelName("b")));
        assertThat(both.groups().get(new ModelName("c")))
                .isSameAs(stored.groups().get(new ModelName("c")));
        assertThat(both.upstreams().get(second.id())).isSameAs(stored.upstreams().get(second.id()));
        assertThat(both.names()).isSameAs(file.names());
        assertThat(file.groups()).hasSize(2);
    }
}
