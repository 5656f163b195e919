package dev.signalbox.openai.counting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.driven.money.TokenCounter;
import dev.signalbox.application.testkit.Bodies;

import org.junit.jupiter.api.Test;

import java.util.ServiceLoader;

/** The numbers are what OpenAI's own documentation and its models say. */
class BytePairCounterTest {

    private final BytePairCounter counter = new BytePairCounter();

    private long question(String body) {
        return counter.ofQuestion("gpt-4o", Bodies.of(body));
    }

    @Test
    void whoeverLooksForOneFindsIt() {
        assertThat(ServiceLoader.load(TokenCounter.class))
                .singleElement()
                .isInstanceOf(BytePairCounter.class);
    }

    @Test
    void wordsAreCountedByTheAlphabetOfTheModel() {
        assertThat(counter.ofWords("gpt-4o", "hello world")).isEqualTo(2);
        assertThat(counter.ofWords("gpt-4", "antidisestablishmentarianism")).isEqualTo(6);
        assertThat(counter.ofWords("whatever", "")).isZero();
    }

    @Test
    void aMessageHasAFrameAndARole() {
        assertThat(question("{\"messages\":[{\"role\":\"user\",\"content\":\"hello world\"}]}"))
                .isEqualTo(3 + 3 + 1 + 2);
    }

    @Test
    void aPictureCountsTheSameHoweverManyBytesItHas() {
        String before =
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\","
                        + "\"image_url\":{\"url\":\"data:image/png;base64,";
        assertThat(question(before + "iVBO".repeat(50_000) + "\"}}]}]}"))
                .isEqualTo(question(before + "iVBO\"}}]}]}"))
                .isEqualTo(3 + 3 + 1 + QuestionText.PICTURE);
    }

    @Test
    void inputsOfEmbeddingsAreTextsOrTokens() {
        assertThat(question("{\"input\":\"hello world\"}")).isEqualTo(2);
        assertThat(question("{\"input\":[\"hello world\",\"hello world\"]}")).isEqualTo(4);
        assertThat(question("{\"input\":[1,2,3]}")).isEqualTo(3);
    }

    @Test
    void whatLooksLikeAControlTokenIsText() {
        assertThat(question("{\"input\":\"<|endoftext|>\"}")).isGreaterThan(1);
    }

    @Test
    void toolsAreReadAsWell() {
        String message = "{\"messages\":[{\"role\":\"user\",\"content\":\"hello world\"}]";
        assertThat(question(message + ",\"tools\":[{\"name\":\"weather\"}]}"))
                .isGreaterThan(question(message + "}"));
    }
}
