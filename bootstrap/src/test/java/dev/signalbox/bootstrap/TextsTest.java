package dev.signalbox.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class TextsTest {

    @Test
    void theHelpTeachesEveryOptionAndExitCode() {
        assertThat(Texts.help())
                .contains("signalbox demo", "--config", "--host", "--port", "--data-dir")
                .contains("--allow-weak-master-key", "--allow-unknown-config-keys", "--version")
                .contains(MasterKeyRule.HOW_TO);
        for (int code : List.of(0, 2, 69, 78)) {
            assertThat(Texts.help()).containsPattern("(?m)^  " + code + " ");
        }
    }

    @Test
    void theVersionIsTheBuilds() {
        assertThat(Texts.version()).matches("[0-9]+\\.[0-9]+\\.[0-9]+.*");
    }
}
