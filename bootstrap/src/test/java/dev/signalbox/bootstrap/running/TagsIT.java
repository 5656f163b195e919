package dev.signalbox.bootstrap.running;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.http.HttpResponse;
import java.nio.file.Path;

/** Tags decide who serves: over real sockets, through the started jar. */
@Timeout(300)
class TagsIT {

    private static final String POLICY =
            """
            router_settings:
              enable_tag_filtering: true
            """;
    private static final String ALL_OF_THEM =
            """
            "router_settings": {"enable_tag_filtering": true, "tag_filtering_match_any": false}""";

    @TempDir static Path folder;
    private static final Fleet FLEET = new Fleet();
    private static RunningGateway gateway;

    @BeforeAll
    static void startEverything() {
        FLEET.serves("gpt-4", "free", "tags: [free]")
                .serves("gpt-4", "paid", "tags: [paid, eu]")
                .serves("gpt-4", "usual", "tags: [default]");
        FLEET.serves("strict", "strict-paid", "tags: [paid]");
        FLEET.serves("plain", "plain-1");
        FLEET.embeds("vectors", "vectors-1");
        gateway = RunningGateway.Order.in(folder).prepared().serving(FLEET.config(POLICY)).listen();
    }

    @AfterAll
    static void stopEverything() {
        try {
            gateway.close();
        } finally {
            FLEET.close();
        }
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "tags": ["free"]                                         |               | free
                    "metadata": {"tags": ["paid"]}                           |               | paid
                    "user": "u"                                              | paid          | paid
                    "user": "u"                                              | nothing, free | free
                    "tags": ["nothing"]                                      |               | usual
                    "user": "u"                                              |               | usual
                    "tags": ["eu", "us"]                                     |               | paid
                    """)
    void aCallGoesWhereOneOfItsTagsIs(String members, String header, String served) {
        Asker caller = Asker.master(gateway);
        HttpResponse<String> answer =
                header == null
                        ? caller.chat("gpt-4", members)
                        : caller.chat("gpt-4", members, "x-litellm-tags", header);

        assertThat(Asker.by(answer)).as(answer.body()).isEqualTo(served);
        if (!members.startsWith("\"metadata\"")) {
            assertThat(FLEET.asked(served).getLast().text()).doesNotContain("\"tags\"");
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ["paid", "eu"]         | paid
                    ["paid"]               | paid
                    ["paid", "us"]         | usual
                    ["paid", "eu", "free"] | usual
                    """)
    void orOnlyWhereAllOfThemAre(String tags, String served) {
        Asker caller = Asker.withKey(gateway, ALL_OF_THEM);
        HttpResponse<String> answer = caller.chat("gpt-4", "\"tags\": " + tags);
        assertThat(Asker.by(answer)).as(answer.body()).isEqualTo(served);
    }

    @Test
    void whereNobodyHasTheTagTheCallerIsToldSo() {
        HttpResponse<String> answer = Asker.master(gateway).chat("strict", "\"tags\": [\"free\"]");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(401);
        assertThat(answer.body())
                .contains("Not allowed to access model due to tags configuration")
                .contains("Passed model=strict and tags=['free']");
    }

    @Test
    void withoutTagsAGroupWithoutDefaultServesWithAll() {
        assertThat(Asker.by(Asker.master(gateway).chat("strict"))).isEqualTo("strict-paid");
    }

    @Test
    void aKeyHasTags() {
        Asker tagged = Asker.withKey(gateway, "\"metadata\": {\"tags\": [\"paid\"]}");
        assertThat(Asker.by(tagged.chat("gpt-4"))).isEqualTo("paid");
    }

    @Test
    void aTeamHasTags() {
        gateway.post(
                "/team/new",
                RunningGateway.MASTER_KEY,
                "{\"team_id\": \"team-t\", \"metadata\": {\"tags\": [\"free\"]}}");
        Asker member = Asker.withKey(gateway, "\"team_id\": \"team-t\"");
        assertThat(Asker.by(member.chat("gpt-4"))).isEqualTo("free");
    }

    @Test
    void allTagsTogetherCount() {
        Asker tagged =
                Asker.withKey(gateway, ALL_OF_THEM + ", \"metadata\": {\"tags\": [\"paid\"]}");
        assertThat(Asker.by(tagged.chat("gpt-4", "\"user\": \"u\"", "x-litellm-tags", "eu")))
                .isEqualTo("paid");
        assertThat(Asker.by(tagged.chat("gpt-4", "\"tags\": [\"free\"]"))).isEqualTo("usual");
    }

    @Test
    void tagsAndAliasesLeadToTheSamePlace() {
        String key = gateway.keyOfTeam("team-a", "gpt-3.5-turbo", "strict");
        Asker byAlias = new Asker(gateway, key);
        Asker byTag = Asker.withKey(gateway, "\"metadata\": {\"tags\": [\"paid\"]}");

        assertThat(Asker.by(byAlias.chat("gpt-3.5-turbo"))).isEqualTo("strict-paid");
        assertThat(Asker.by(byTag.chat("strict"))).isEqualTo("strict-paid");
    }
}
