package dev.signalbox.openai.family;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.call.body.CallBody.Member;
import dev.signalbox.application.call.body.Spelling;
import dev.signalbox.application.driven.UpstreamProvider.Settings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;
import java.util.Set;

class FamilySpellingTest {

    private static final Map<String, String> RENAMED =
            Map.of("max_tokens", "max_completion_tokens");

    private static Spelling spelling(String model, Map<String, String> words, Spelling own) {
        return FamilySpelling.of(new Settings(model, words, own));
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-4o, ORDINARY",
        "gpt-35-turbo, ORDINARY",
        "gpt-5-chat, ORDINARY",
        "azure/gpt-5-chat-latest, ORDINARY",
        "gpt-50, ORDINARY",
        "eu-pro1, ORDINARY",
        "foo3-bar, ORDINARY",
        "o1, O_SERIES",
        "azure/o3-mini, O_SERIES",
        "my-O4-mini, O_SERIES",
        "o_series/anything, O_SERIES",
        "gpt-5, GPT_5",
        "gpt-5.1-mini, GPT_5",
        "gpt5-eu, GPT_5",
        "gpt5_series/anything, GPT_5"
    })
    void theNameTellsTheFamily(String name, Family family) {
        assertThat(Family.of(name)).isEqualTo(family);
    }

    @Test
    void anOrdinaryModelGetsWhatTheCallerWrote() {
        Spelling own = Spelling.with(List.of(new Member("max_tokens", "5")));
        assertThat(spelling("gpt-4o", Map.of("drop_params", "true"), own)).isEqualTo(own);
    }

    @Test
    void aReasoningModelKnowsTheLimitByItsOtherName() {
        Spelling own = Spelling.with(List.of(new Member("max_tokens", "5")));
        Spelling spelling = spelling("o3", Map.of(), own);
        assertThat(spelling.renamed()).isEqualTo(RENAMED);
        assertThat(spelling.dropped()).isEmpty();
        assertThat(spelling.defaults()).containsExactly(new Member("max_completion_tokens", "5"));
    }

    @Test
    void ofTwoDefaultsForTheLimitTheOneNamedRightHolds() {
        Spelling own =
                Spelling.with(
                        List.of(
                                new Member("max_tokens", "5"),
                                new Member("max_completion_tokens", "7")));
        assertThat(spelling("gpt-5", Map.of(), own).defaults())
                .containsExactly(new Member("max_completion_tokens", "7"));
    }

    @Test
    void whatAReasoningModelRefusesIsLeftOutOnlyIfThatIsWanted() {
        Map<String, String> wanted = Map.of("drop_params", "true");
        Spelling own = Spelling.with(List.of(new Member("temperature", "0.5")));
        assertThat(spelling("gpt-5", Map.of(), own).defaults()).hasSize(1);

        Spelling gpt5 = spelling("gpt-5", wanted, own);
        assertThat(gpt5.defaults()).isEmpty();
        assertThat(gpt5.dropped())
                .containsExactlyInAnyOrder(
                        "temperature",
                        "top_p",
                        "presence_penalty",
                        "frequency_penalty",
                        "logprobs",
                        "top_logprobs",
                        "logit_bias");
        assertThat(spelling("o1", wanted, own).dropped())
                .containsAll(gpt5.dropped())
                .contains("parallel_tool_calls");
    }

    @Test
    void whatTheDeploymentDropsIsKept() {
        Spelling own = new Spelling(List.of(), Set.of("user"), Map.of());
        assertThat(spelling("o1", Map.of(), own).dropped()).containsExactly("user");
    }

    @Test
    void theBaseModelSaysMoreThanTheName() {
        assertThat(spelling("prod", Map.of("base_model", "azure/o3"), Spelling.PLAIN).renamed())
                .isEqualTo(RENAMED);
        assertThat(spelling("o3-prod", Map.of("base_model", "gpt-4o"), Spelling.PLAIN))
                .isEqualTo(Spelling.PLAIN);
    }
}
