package dev.signalbox.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bootstrap.config.reading.Environment;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.Map;

class DataFolderTest {

    private static final Environment NOTHING = new Environment(Map.of());

    @Test
    void everySystemHasItsCustom() {
        assertThat(DataFolder.usual("Linux", "/home/u", NOTHING))
                .isEqualTo(Path.of("/home/u/.local/share/signalbox"));
        assertThat(DataFolder.usual("Mac OS X", "/Users/u", NOTHING))
                .isEqualTo(Path.of("/Users/u/Library/Application Support/signalbox"));
    }

    @Test
    void theUserMayHaveSaidWhere() {
        Environment said = new Environment(Map.of("XDG_DATA_HOME", "/data"));
        assertThat(DataFolder.usual("Linux", "/home/u", said))
                .isEqualTo(Path.of("/data/signalbox"));
        Environment relative = new Environment(Map.of("XDG_DATA_HOME", "data"));
        assertThat(DataFolder.usual("Linux", "/home/u", relative))
                .isEqualTo(Path.of("/home/u/.local/share/signalbox"));
    }

    @Test
    void aUserWithoutAHomeHasNoUsualPlace() {
        assertThat(DataFolder.usual("Linux", "?", NOTHING)).isNull();
    }
}
