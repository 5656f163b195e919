package dev.signalbox.domain.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.routing.Patience;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

class NamesTest {

    @Test
    void aModelNameIsAnythingThatCanBeShownOnOneLine() {
        assertThat(ModelName.accepts("azure/gpt-4o ü")).isTrue();
        assertThat(ModelName.accepts("x".repeat(ModelName.MAX_LENGTH))).isTrue();
        assertThat(ModelName.accepts("x".repeat(ModelName.MAX_LENGTH + 1))).isFalse();
        assertThat(ModelName.accepts("")).isFalse();
        assertThat(ModelName.accepts("gpt-4\u0000")).isFalse();
        assertThat(ModelName.accepts("gpt\r\n4")).isFalse();
        assertThat(ModelName.accepts("gpt \ud83d\ude42")).isTrue();
        assertThat(ModelName.accepts("gpt \ud83d")).isFalse();
        assertThat(ModelName.accepts("\ude42 gpt")).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new ModelName(""));
    }

    @Test
    void aTeamsIdIsNotBlankAndHasNoControlCharacter() {
        assertThat(Team.Id.accepts("my team/1")).isTrue();
        assertThat(Team.Id.accepts(" ")).isFalse();
        assertThat(Team.Id.accepts("a\nb")).isFalse();
        assertThat(Team.Id.accepts("x".repeat(Team.Id.MAX_LENGTH + 1))).isFalse();
    }

    @Test
    void aHashIsSixtyFourLowerCaseHexadecimalDigits() {
        assertThat(Key.Hash.accepts("0af".repeat(21) + "1")).isTrue();
        assertThat(Key.Hash.accepts("0AF".repeat(21) + "1")).isFalse();
        assertThat(Key.Hash.accepts("0".repeat(63))).isFalse();
        assertThat(Key.Hash.accepts("g".repeat(64))).isFalse();
    }

    @Test
    void aHashIsNotPrintedWhole() {
        assertThat(new Key.Hash("0123456789abcdef".repeat(4))).hasToString("01234567…");
    }

    @Test
    void aGroupHasADeployment() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ModelGroup(new ModelName("empty"), List.of()))
                .withMessageContaining("empty");
    }

    @Test
    void nobodyWaitsForNothing() {
        Duration second = Duration.ofSeconds(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Patience(second, second, Duration.ZERO, second));
    }
}
